"""Pages made ready by other processes, ahead of the one that writes them: for where there is much to fold."""

from collections.abc import Collection, Generator, Iterable, Sequence
from typing import Any, NamedTuple

from domain.log import Log
from domain.processes import begins, done_ahead, helpers
from projections.pages import Page, make_page
from projections.view import View
from projections.views import VIEWS

AHEAD = 4
"""Pages that are made or waiting at one time."""


class _Work(NamedTuple):
    log: Log
    views: Sequence[View[Any]]
    skip: Collection[int]


_work: list[_Work] = []
"""In a helping process: what it helps with."""


def pages_ahead(
    url: str, until: int, size: int, views: Sequence[View[Any]], skip: Collection[int], meanwhile: Iterable[Page]
) -> Generator[Page, None, None]:
    """The pages of a database's log up to a position, in order; none for `size` positions without entries.

    `meanwhile`: the same pages, made here: as many of them as are needed until the others have begun."""
    with helpers(_begin, url, [view.name for view in views], skip) as pool, begins(pool) as begun:
        position = until
        for page in meanwhile:
            yield page
            if begun.done():
                position = page.position
                break
        ranges = ((after, min(after + size, until)) for after in range(position, until, size))
        yield from filter(None, done_ahead(pool, _make, ranges, AHEAD))


def _begin(url: str, names: Sequence[str], skip: Collection[int]) -> None:
    _work.append(_Work(Log.on_postgres(url), [view for view in VIEWS if view.name in names], skip))


def _make(positions: tuple[int, int]) -> Page | None:
    (work,) = _work
    after, until = positions
    entries = work.log.store.select_recorded(after, until - after, until)
    return make_page(entries, work.views, work.skip) if entries else None
