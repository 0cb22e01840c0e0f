"""A map from the columns of a table to the fields of a kind of event, read from a file and checked before any row is."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.intake import MESSAGES
from domain.names import nearest
from domain.packing import by_name, find_kind
from domain.registrations.sources import SourceRegistered
from domain.values.model import Value, as_tuple
from domain.values.text import Text
from scripts.importing.own_table.fields import Fields, fields_of, fields_of_report
from scripts.support.located import BadFile, Located
from scripts.support.yaml_file import read_yaml

KINDS = by_name(EVENT_KINDS)


class Outline(Value):
    """What a map says before its fields are looked at."""

    source: dict[str, Any]
    """Who made the table: a SourceRegistered, whose id the keys of the events begin with."""
    kind: Text
    """What kind of event each row is."""
    key: Annotated[tuple[Text, ...], BeforeValidator(as_tuple), Field(min_length=1)] | None = None
    """The columns that tell one row from another. Without them all columns of the map do, and rows alike are one event."""
    fields: dict[str, Any]
    """Each field of the kind, with the column or columns that it is read from."""
    report: dict[str, Any] = Field(default_factory=dict)
    """The same for what the table says of its own sources: quote, via, attributed_to, hedge."""


class TableMap(NamedTuple):
    """A map that holds."""

    source: Mapping[str, Any]
    """The SourceRegistered entry of the table."""
    kind: type[Event]
    key: Sequence[str]
    fields: Fields
    report: Fields
    file: str
    lines: Mapping[str, int]
    """Where the map first names each column."""

    @property
    def columns(self) -> list[str]:
        """The columns that the map names, each once."""
        return list(dict.fromkeys([*self.key, *self.fields.columns(), *self.report.columns()]))


def read_map(path: Path) -> TableMap:
    """The map in a file. Raises BadInput, which names the line and what would be right."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the map {path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return map_in(text, str(path))


def map_in(text: str, file: str) -> TableMap:
    """The map that the text of a file holds. Raises BadInput."""
    try:
        return _read(file, read_yaml(text))
    except BadFile as error:
        raise BadInput(f"{file}, line {error.line}: {error.problem}") from error


def _read(file: str, root: Located) -> TableMap:
    outline = _checked(Outline, root, ())
    try:
        kind = find_kind(outline.kind, KINDS)
    except ValueError as error:
        raise BadFile(root.parts["kind"].line, f"kind: {error}") from error
    source = _checked(SourceRegistered, root, ("source",))
    fields, report = _checked(fields_of(kind), root, ("fields",)), _checked(fields_of_report(), root, ("report",))
    if not fields.columns():
        raise BadFile(root.parts["fields"].line, "fields: names no column; write field: column")
    named = {"kind": "SourceRegistered", **source.model_dump(mode="json", exclude_defaults=True)}
    found = TableMap(named, kind, outline.key or (), fields, report, file, {})
    return found._replace(lines=dict(_lines(root, {*found.columns})))


def _checked(model: type[BaseModel], root: Located, path: tuple[str, ...]) -> Any:
    """A part of the map, as its model has it. Raises BadFile with the first thing that is wrong; a misspelt name comes first."""
    here = root.follow(path)[0] if all(step in root.parts for step in path) else Located({}, root.line)
    try:
        return model.model_validate(here.value)
    except ValidationError as error:
        first = max(error.errors(include_url=False), key=lambda each: each["type"] == "extra_forbidden")
        where, _ = here.follow(first["loc"])
        way = first["loc"][:-1] if first["type"] == "missing" else first["loc"]
        name = ".".join((*path, *(step for step in way if isinstance(step, str) and step in _names(here))))
        raise BadFile(where.line, f"{name}: {_told(model, first)}".removeprefix(": ")) from error


def _names(here: Located) -> set[str]:
    """The names that stand anywhere in a part of the map."""
    return {step for step in here.parts if isinstance(step, str)} | {n for part in here.parts.values() for n in _names(part)}


def _told(model: type[BaseModel], error: Any) -> str:
    """What is wrong, in the words of a map."""
    last = str(error["loc"][-1]) if error["loc"] else ""
    if model is Outline and error["type"] in ("missing", "model_type"):
        return f"a map needs {last or 'source, kind and fields'}; annals import table FILE --suggest writes a first one"
    if error["type"] == "missing":
        return f"{model.__name__} needs {last}; write {last}: and the column that has it"
    if error["type"] == "extra_forbidden":
        known = _known(model, error["loc"])
        near = nearest(last, known)
        return "there is no such field; " + (f"did you mean {', '.join(near)}?" if near else f"known are {', '.join(known)}")
    if error["type"] in ("model_type", "dict_type", "string_type"):
        return f"{error['input']!r} will not do; write the name of a column, or {{column: name}}"
    tell = MESSAGES.get(error["type"])
    return tell(model, error) if tell else str(error["msg"]).removeprefix("Value error, ")


def _known(model: Any, path: Sequence[str | int]) -> list[str]:
    """The fields that could stand where an unknown one does."""
    for step in path[:-1]:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        model = next(_models(field.annotation), model) if field else model
    return [*model.model_fields]


def _models(annotation: Any) -> Iterator[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)


def _lines(here: Located, columns: set[str]) -> Iterator[tuple[str, int]]:
    """Each column that a map names, with its line; the first comes last, so that it counts."""
    for part in reversed([*here.parts.values()]):
        yield from _lines(part, columns)
    if isinstance(here.value, str) and here.value in columns:
        yield here.value, here.line
