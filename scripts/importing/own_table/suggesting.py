"""A first map of a table: what its headings are likely to mean, and the kind of event that makes most of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from domain.codes import is_cameo
from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.likely_kinds import likely_kinds
from domain.packing import by_name
from scripts.importing.draft import Draft
from scripts.importing.layout import plain
from scripts.importing.naming import slug
from scripts.importing.own_table.fields import fields_of, part_of
from scripts.importing.own_table.format import Rows
from scripts.importing.own_table.map import map_in
from scripts.importing.own_table.parts import Choice, Figures, number
from scripts.importing.own_table.sampling import Sample, sample
from scripts.importing.recognising import is_day
from scripts.importing.row import BadRow, Row
from scripts.importing.tables import Tables

TRIED = 8
"""So many kinds that fit the headings are tried on the rows."""
USUAL = ("MeetingHeld", "ViolenceRecorded", "MaterielSupplied", "ProtestHeld", "ForceUsed")
"""The kinds that are meant where others fit as well: a meeting need not be a summit."""
LACKS, WORKS = 2, 3
"""How much it counts that a field is lacking, or that the rows become events, against a heading that names a field."""
SEPARATORS = (";", "|")
"""What divides the names that a cell lists. A comma may be part of a name."""
Raw = dict[str, Any]


def suggested(tables: Tables) -> str:
    """The text of a first map for the first table of a call. Raises BadInput."""
    one = tables.inputs[0]
    seen = sample(one, tables.encoding, tables.sheet)
    name = Path(one.name).name.split(".")[0]
    hinted = likely_kinds(re.sub("[0-9]+", " ", name), by_name(EVENT_KINDS))
    tried = sorted(
        ((kind, _map(kind, seen, name)) for kind in EVENT_KINDS), key=lambda each: -_likelihood(each[0], each[1], hinted)
    )[:TRIED]
    kind, found = max(tried, key=lambda each: _likelihood(each[0], each[1], hinted) + WORKS * _good(each[0], each[1], seen))
    return _written(kind, found, seen, one.path)


def _likelihood(kind: type[Event], found: Raw, hinted: Sequence[str]) -> float:
    """How many of the kind's own fields the headings name, less what is lacking, and whether the file is called so."""
    own = [name for name in found["fields"] if name in kind.own_fields()]
    lacking = [name for name in _needed(kind) if name not in found["fields"]]
    hint = 2 - hinted.index(kind.kind()) / 2 if kind.kind() in hinted else 0
    return (len(own) or -1) + hint - LACKS * len(lacking) + (kind.kind() in USUAL)


def _needed(kind: type[Event]) -> list[str]:
    return [name for name, field in fields_of(kind).model_fields.items() if field.is_required()]


def _good(kind: type[Event], found: Raw, seen: Sample) -> float:
    """The share of the rows that become events of the kind, and say more of them than when and where."""
    if not {*kind.own_fields()} & {*found["fields"]}:
        return 0
    try:
        rows = Rows(map_in(_yaml(found), ""))
    except BadInput:
        return 0
    return sum(_is_read(rows, row, seen) for row in seen.rows) / len(seen.rows)


def _is_read(rows: Rows, cells: Mapping[str, str], seen: Sample) -> bool:
    row = Row(cells)
    row.line, row.raw = 1, ""
    for column in seen.columns:
        # Which of the two orders of days the table has, its importer finds out.
        if column in row and is_day(row[column]) and not row[column][:4].isdigit():
            row[column] = "2000-01-01"
    try:
        return isinstance(rows.understand(row), Draft)
    except (BadRow, ValueError):
        return False


def _map(kind: type[Event], seen: Sample, name: str) -> Raw:
    """The map of the columns that some word leads to a field of the kind."""
    fields: Raw = {}
    for part, column in _meant(kind, seen):
        _put(fields, part.split("."), column)
    if fields.get("occurred", {}).keys() == {"date"}:
        fields["occurred"] = fields["occurred"]["date"]
    key, report = fields.pop("key", None), fields.pop("report", {})
    if kind.TOPIC == "interaction_coded" and "code" in fields and all(map(is_cameo, seen.texts(fields["code"]))):
        fields["scheme"] = {"value": "cameo"}
    if isinstance(fields.get("items"), dict):
        fields["items"] = [fields["items"]] if "category" in fields["items"] else []
    if set(place := fields.get("place", {})) and not ({"name", "country"} & set(place)):
        del fields["place"]
    source = {"id": slug(name) or "my-table", "title": name}
    return {"source": source, "kind": kind.kind(), **({"key": key} if key else {}), "fields": fields, "report": report}


def _put(fields: Raw, path: Sequence[str], column: Any) -> None:
    *outer, last = path
    for step in outer:
        fields = fields.setdefault(step, {})
    fields[last] = column


def _meant(kind: type[Event], seen: Sample) -> Iterator[tuple[str, Any]]:
    """Each part of the map, with the column that it is read from; no column stands for two."""
    known, free = fields_of(kind).model_fields, [*seen.columns]
    for part in (*_own(kind), *_words()):
        head = part.split(".")[0]
        if head not in known and head not in ("key", "report"):
            continue
        words = (plain(part), *_words().get(part, ()))
        for column in [c for c in free if plain(c) in words]:
            if _fits(kind, part, column, seen):
                free.remove(column)
                yield part, _described(kind, part, column, free, seen)
                break


def _own(kind: type[Event]) -> list[str]:
    """The kind's own fields, those first that it needs."""
    return sorted((name for name in kind.own_fields() if name != "items"), key=lambda name: name not in _needed(kind))


def _fits(kind: type[Event], part: str, column: str, seen: Sample) -> bool:
    """Whether the cells of a column can be what its heading says."""
    texts = seen.texts(column)
    if part == "key":
        return len(texts) == len(seen.rows) == len(set(texts))
    if part in ("occurred.date", "occurred.first", "occurred.last"):
        return bool(texts) and all(is_day(text) or text[:4].isdigit() for text in texts)
    sort, _ = part_of(kind, part) if part in kind.model_fields else (None, False)
    if sort is Figures:
        return bool(texts) and all(number(text).replace(".", "", 1).isdigit() for text in texts)
    if sort is not None and issubclass(sort, Choice):
        return bool(texts) and {text.strip().lower().replace(" ", "_") for text in texts} <= {*sort.OPTIONS}
    return bool(texts)


def _described(kind: type[Event], part: str, column: str, free: list[str], seen: Sample) -> Any:
    """A column, with what goes with it: the country of a party, the bounds of a figure, the sign between the names of a list."""
    many = part == "report.attributed_to" or (part in kind.model_fields and part_of(kind, part)[1])
    between = next((sign for sign in SEPARATORS if many and any(sign in text for text in seen.texts(column))), None)
    cell = {"column": column, "separator": between} if between else column
    party, figure = part in kind.party_fields(), part in kind.figures()
    beside = {
        word: other
        for word, endings in BESIDE.items()
        for other in free
        if (party if word == "country" else figure) and plain(other) in {plain(column) + ending for ending in endings}
    }
    free[:] = [other for other in free if other not in beside.values()]
    return {"name" if party else "best": cell} | beside if beside else cell


BESIDE = {"country": ("country", "iso", "iso3", "countrycode"), "low": ("low", "min"), "high": ("high", "max")}
"""What stands behind the heading of a column in those that go with it."""


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    lines = files(__package__ or "").joinpath("heading_words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {part: tuple(words.split()) for part, words in (line.split("\t") for line in lines)}


def _written(kind: type[Event], found: Raw, seen: Sample, path: str) -> str:
    unused = [column for column in seen.columns if column not in _columns(found)]
    told = [
        f"# A first map of {path}. Correct it, save it as map.yaml, then: annals import table {path} --map map.yaml",
        f"# annals kinds {kind.kind()} lists the fields; annals kinds lists the other kinds.",
    ]
    for name in _needed(kind):
        if name not in found["fields"]:
            told.append(f"# It needs a column for {name}: {kind.model_fields[name].description}")
    if unused:
        told.append(f"# Columns that nothing is read from: {', '.join(unused)}")
    return "\n".join(told) + "\n" + _yaml(found)


def _yaml(found: Raw) -> str:
    return yaml.safe_dump({k: v for k, v in found.items() if v}, sort_keys=False, allow_unicode=True, width=120)


def _columns(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {column for part in value.values() for column in _columns(part)}
    return {column for part in value for column in _columns(part)} if isinstance(value, list) else {value}
