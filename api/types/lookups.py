"""From a ref or an id to the row that it names: the joins that several types need."""

from api.compiler.spec import One, Row
from projections.actors import survivors


def place(root: Row, ref: str) -> One:
    """The place with a ref, given as SQL."""
    row = root.new("place")
    return One(row, f"place {row.alias} WHERE {row.alias}.ref = {ref} AND {row.held()}")


def actor(root: Row, ref: str) -> One:
    """The actor that a ref, given as SQL, stands for: the survivor where it was merged."""
    row = root.new("actor")
    return One(row, f"actor {row.alias} WHERE {row.alias}.ref = {survivors(ref, root.at)} AND {row.held()}")


def source(root: Row, ref: str) -> One:
    """The source with a ref, given as SQL."""
    row = root.new("source")
    return One(row, f"source {row.alias} WHERE {row.alias}.ref = {ref} AND {row.held()}")


def event(root: Row, id: str) -> One:
    """The event that a uuid, given as SQL, stands for: the survivor where it was merged."""
    row, named = root.new("event"), root.new("named")
    survivor = f"(SELECT {named.alias}.survivor FROM event {named.alias} WHERE {named.alias}.id = {id} AND {named.held()})"
    return One(row, f"event {row.alias} WHERE {row.alias}.id = {survivor} AND {row.held()}")
