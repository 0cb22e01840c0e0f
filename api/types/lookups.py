"""From a ref or an id, given as SQL, to the row that it names: the joins that several types need."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from api.compiler.moments import moment_of_item
from api.compiler.paging import LARGEST_PAGE, checked_size
from api.compiler.spec import Many, One, Row
from domain.errors import BadInput
from domain.identity import RelayId, read_relay_id
from projections import actors, events, parties, places, sources
from projections.table import Table


def place(root: Row, ref: str) -> One:
    """The place with a ref."""
    row = root.new(places.TABLE)
    return One(row, row.where(f"{row.text('ref')} = {ref}"))


def source(root: Row, ref: str) -> One:
    """The source with a ref."""
    row = root.new(sources.TABLE)
    return One(row, row.where(f"{row.text('ref')} = {ref}"))


def actor(root: Row, ref: str) -> One:
    """The actor that a ref stands for: the survivor where it was merged."""
    row, named = root.new(actors.TABLE), root.new("named")
    # Nearly every actor stands for itself, and is found by one look.
    merged = actors.merged_into(row.alias, named.alias, ref, root.at)
    return One(row, actors.itself(row.alias, ref, root.at), otherwise=merged)


def survivor(root: Row, ref: str, *, alone: bool) -> One:
    """The actor with a ref that is known to stand for itself; `alone`: and nobody else for it."""
    row = root.new(actors.TABLE, alone=alone)
    return One(row, actors.itself(row.alias, ref, root.at))


def event(root: Row, id: str) -> One:
    """The event that a uuid stands for: the survivor where it was merged."""
    row = root.new(events.TABLE)
    return One(row, row.where(f"{row.text('id')} = {events.survivor(id, root.at)}"))


def party_list(root: Row, field: str | None = None, first: int = LARGEST_PAGE) -> Many:
    """The first parties of an event, or of those that one of its fields names, in the order named. Raises BadInput."""
    row = root.new(parties.PARTY)
    only = f" AND {row.text('field')} = '{field}'" if field else ""
    of_event = row.where(f"{row.text('position')} = {root.text('position')}")
    return Many(row, of_event + only, row.text("line"), limit=checked_size(first))


def family(row: Row, name: str) -> str:
    """SQL for an array of the refs that count as the actor of this name: it and those merged into it.

    Raises UnknownName, AmbiguousName."""
    match = row.actor(name)
    return actors.family(f"{row.param(match.survivor)}::text", row.at, alone=match.is_alone)


class Families(NamedTuple):
    """SQL for the refs that count as some actors. It is the same however many there are: their names are one parameter."""

    rows: str
    """Each `ref`, with the `place` of its actor among those named."""
    refs: str
    """All the refs, as an array."""
    number: str
    """How many actors are named."""


def families(row: Row, names: Sequence[str], *, predecessors: bool = False) -> Families:
    """The actors of some names, and those merged into them; on request those, too, that they carry on.

    Raises UnknownName, AmbiguousName."""
    matches = [row.actor(name) for name in names]
    alone = all(match.is_alone for match in matches) and not predecessors
    survivors = f"{row.param([match.survivor for match in matches])}::text[]"
    rows = actors.families(survivors, row.at, predecessors=predecessors, alone=alone)
    return Families(rows, survivors if alone else actors.all_members(rows), f"cardinality({survivors})")


TABLES: Mapping[str, Table[Any]] = {"Event": events.TABLE, "Actor": actors.TABLE, "Place": places.TABLE, "Source": sources.TABLE}
"""The types that can be found by their Relay id, with the tables that hold them."""


def by_id(root: Row, named: RelayId | None) -> One | None:
    """The thing that a Relay id names, unless its registration was retracted."""
    if named is None or (type_name := named.type_name) not in TABLES:
        return None
    value = f"{root.param(named.uuid)}::uuid"
    if type_name == "Event":
        return replace(event(root, value), type_name=type_name)
    row = root.new(TABLES[type_name])
    with_id = row.where(f"{row.text('id')} = {value}")
    there = f"{with_id} AND NOT {row.text('retracted')}"
    found = actor(root, f"(SELECT {row.text('ref')} FROM {there})") if type_name == "Actor" else One(row, there)
    return replace(found, type_name=type_name)


def item(root: Row, number: int, id: str) -> One | BadInput | None:
    """The thing that one of several Relay ids names, as of the position that it gives."""
    try:
        named = read_relay_id(id)
    except BadInput as error:
        return error
    if named and named.position is not None:
        if moment_of_item(number) not in root.statement.moments:
            return BadInput(f"the position {named.position} in an id is beyond the head of the log")
        root = root.as_of(number, named.position)
    return by_id(root, named)
