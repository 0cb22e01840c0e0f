"""Pages of lists, by the oracle. Cursors it leaves to others."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from oracle.cast import Refused

T = TypeVar("T")


def page(rows: Sequence[T], show: Callable[[T], Any], *, first: int | None = None, last: int | None = None, **_: Any) -> Any:
    """A connection with the first or last of the rows."""
    if first is not None and last is not None:
        raise Refused("first and last")
    size = limit(last if last is not None else first)
    more = len(rows) > size
    shown = rows[:size] if last is None else rows[len(rows) - min(size, len(rows)) :]
    nodes = [show(row) for row in shown]
    info = {"hasNextPage": more and last is None, "hasPreviousPage": more and last is not None}
    return {"nodes": nodes, "edges": [{"node": node} for node in nodes], "totalCount": len(rows), "pageInfo": info}


def limit(size: int | None, usual: int = 20) -> int:
    """How many rows a page or a list has."""
    if size is not None and not 0 <= size <= 1000:
        raise Refused("page size")
    return usual if size is None else size
