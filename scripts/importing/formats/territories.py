"""Territories with their names in many languages, one a line, as JSON.

A state or territory of ISO 3166 gets the names that it lacks; every other territory is registered. A name that another one has
already, in the file or in ISO 3166, is left out: it would make both ambiguous.
Source: opensanctions/rigour on GitHub, territories/data.jsonl, commit 8f4044dd67 (MIT)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, BinaryIO

from domain.cast import states
from domain.names import name_key
from scripts.importing.draft import Draft, Format, Reject
from scripts.importing.encodings import AUTO, Tell, decodable, ignore
from scripts.importing.layout import Layout
from scripts.importing.lines import Line, read_lines
from scripts.importing.reading import clean

SOURCE = "territories"
NAMES = ("full_name", "names_strong", "names_weak")
SCHEMES = (("qid", "wikidata"), ("other_qids", "wikidata"), ("code", "opensanctions"))

Raw = dict[str, Any]


class Territory(Mapping[str, Any]):
    """One line of the file, with its id in the log."""

    def __init__(self, line: Line, said: Mapping[str, Any]) -> None:
        self.line, self._said = line, said
        self.known = known_as(said)
        self.id = self.known or f"territory-{name_key(said['code']).replace(' ', '-')}"

    def __getitem__(self, field: str) -> Any:
        return self._said[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def names(self) -> Iterator[str]:
        """All its names, the usual one first."""
        yield clean(self["name"])
        yield from (clean(name) for field in NAMES for name in _listed(self.get(field)))


def _read(file: BinaryIO, encoding: str = AUTO, tell: Tell = ignore) -> Iterator[Draft | Reject]:
    territories = list[Territory]()
    with decodable(file, encoding, tell) as (plain, known):
        for line in read_lines(plain, known):
            found = line if isinstance(line, Reject) else _territory(line)
            if isinstance(found, Reject):
                yield found
            else:
                territories.append(found)
    yield from _drafts(territories)


def _territory(line: Line) -> Territory | Reject:
    try:
        said = json.loads(line.text)
        return Territory(line, {field: said[field] for field in ("name", "code")} | said)
    except ValueError as error:
        return Reject(line.number, f"is not JSON: {error}", line.text)
    except (KeyError, TypeError):
        return Reject(line.number, 'is not an object with "name" and "code"', line.text)


def _drafts(territories: Sequence[Territory]) -> Iterator[Draft]:
    by_code = {t["code"]: t.id for t in territories}
    owners = _owners(territories)
    for t in territories:
        drafts = [] if t.known else [_registered(t, by_code)]
        drafts += [_aliased(t, name) for name in _new_names(t, owners)]
        yield from (Draft(t.line.number, entry, raw=t.line.text) for entry in drafts)


def _owners(territories: Iterable[Territory]) -> Mapping[str, set[str]]:
    """Whose each name is, by its key: the states that every log has among them."""
    owners: dict[str, set[str]] = defaultdict(set)
    for key, ids in _names_of_states().items():
        owners[key] |= ids
    for t in territories:
        for name in t.names():
            owners[name_key(name)].add(t.id)
    return owners


def _new_names(t: Territory, owners: Mapping[str, set[str]]) -> Iterator[str]:
    said = {name_key(t["name"])} if not t.known else set()
    for name in t.names():
        key = name_key(name)
        if key and key not in said and owners[key] == {t.id} and t.id not in _names_of_states().get(key, ()):
            said.add(key)
            yield name


def _registered(t: Territory, by_code: Mapping[str, str]) -> Raw:
    codes = [{"scheme": scheme, "code": code} for field, scheme in SCHEMES for code in _listed(t.get(field))]
    of = {"of": by_code[t["parent"]]} if t.get("parent") in by_code else {}
    said = {"kind": "ActorRegistered", "id": t.id, "actor_kind": "territory", "name": clean(t["name"])}
    return said | of | {"codes": codes, "report": {"source": SOURCE}}


def _aliased(t: Territory, name: str) -> Raw:
    return {"kind": "ActorAliased", "actor": t.id, "alias": name, "report": {"source": SOURCE}}


def known_as(said: Mapping[str, Any]) -> str | None:
    """The state or territory of ISO 3166 that a line is about: by its code, else by its Wikidata id."""
    by_code, by_wikidata = _states()
    return by_code.get(str(said.get("alpha3", "")).upper()) or by_wikidata.get(str(said.get("qid")))


def _listed(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or []


@cache
def _states() -> tuple[Mapping[str, str], Mapping[str, str]]:
    registered: list[Any] = [e for e in states.entries() if e["kind"] == "ActorRegistered"]
    wikidata = {c["code"]: e["id"] for e in registered for c in e["codes"] if c["scheme"] == "wikidata"}
    return {e["id"]: e["id"] for e in registered}, wikidata


@cache
def _names_of_states() -> Mapping[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for e in states.entries():
        if e["kind"] == "ActorRegistered":
            names[name_key(str(e["name"]))].add(str(e["id"]))
            names[name_key(str(e["id"]))].add(str(e["id"]))
        elif e["kind"] == "ActorAliased":
            names[name_key(str(e["alias"]))].add(str(e["actor"]))
    return names


TERRITORIES = Format(
    name="territories",
    description="Territories with their names in many languages, JSON lines as of OpenSanctions; registrations, not events",
    source={
        "kind": "SourceRegistered",
        "id": SOURCE,
        "publisher": "OpenSanctions",
        "title": "rigour: territories",
        "url": "https://github.com/opensanctions/rigour",
    },
    read=_read,
    records=True,
    layout=Layout(orders=(("name", "code", "qid"),), needs=("name", "code")),
)
