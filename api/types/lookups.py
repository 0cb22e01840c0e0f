"""From a ref or an id to the row that it names: the joins that several types need."""

from dataclasses import replace
from uuid import UUID

from api.compiler.spec import One, Row


def place(root: Row, ref: str) -> One:
    """The place with a ref, given as SQL."""
    row = root.new("place")
    return One(row, f"place {row.alias} WHERE {row.alias}.ref = {ref} AND {row.held()}")


def actor(root: Row, ref: str) -> One:
    """The actor that a ref, given as SQL, stands for: the survivor where it was merged."""
    row, named = root.new("actor"), root.new("named")
    r, n = row.alias, named.alias
    # Nearly every actor stands for itself, and is found by one look.
    return One(
        row,
        _survivor(row, ref),
        otherwise=f"actor {n} JOIN actor {r} ON {r}.ref = {n}.survivor AND {row.held()}"
        f" WHERE {n}.ref = {ref} AND {n}.survivor <> {n}.ref AND {named.held()}",
    )


def survivor(root: Row, ref: str, *, alone: bool) -> One:
    """The actor with a ref, given as SQL, that is known to stand for itself; `alone`: and nobody else for it."""
    row = root.new("actor", alone=alone)
    return One(row, _survivor(row, ref))


def _survivor(row: Row, ref: str) -> str:
    return f"actor {row.alias} WHERE {row.alias}.ref = {ref} AND {row.alias}.survivor = {row.alias}.ref AND {row.held()}"


def source(root: Row, ref: str) -> One:
    """The source with a ref, given as SQL."""
    row = root.new("source")
    return One(row, f"source {row.alias} WHERE {row.alias}.ref = {ref} AND {row.held()}")


def event(root: Row, id: str) -> One:
    """The event that a uuid, given as SQL, stands for: the survivor where it was merged."""
    row, named = root.new("event"), root.new("named")
    survivor = f"(SELECT {named.alias}.survivor FROM event {named.alias} WHERE {named.alias}.id = {id} AND {named.held()})"
    return One(row, f"event {row.alias} WHERE {row.alias}.id = {survivor} AND {row.held()}")


TABLES = {"Event": "event", "Actor": "actor", "Place": "place", "Source": "source"}
"""The types that can be found by their Relay id, with the views that hold them."""


def by_id(root: Row, type_name: str, uuid: UUID) -> One:
    """The thing of a type with a uuid, unless its registration was retracted."""
    value = f"{root.param(uuid)}::uuid"
    if type_name == "Event":
        found = event(root, value)
    elif type_name == "Actor":
        named = root.new("named")
        there = f"{named.alias}.id = {value} AND {named.held()} AND NOT {named.alias}.retracted"
        ref = f"(SELECT {named.alias}.ref FROM actor {named.alias} WHERE {there})"
        found = actor(root, ref)
    else:
        row = root.new(TABLES[type_name])
        found = One(
            row, f"{TABLES[type_name]} {row.alias} WHERE {row.alias}.id = {value} AND {row.held()} AND NOT {row.alias}.retracted"
        )
    return replace(found, type_name=type_name)
