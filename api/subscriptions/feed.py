"""The feed: every change after a position, as long as somebody listens, with nothing missed and nothing twice."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from typing import Any

from psycopg import AsyncConnection

from api.compiler.selections import texts_in
from api.compiler.spec import Row
from api.compiler.statement import Statement
from api.naming import find_names, nearest
from api.question import head_position, position
from api.reader import Reader
from api.subscriptions.page import AGAIN, Entry, find_page
from api.types.filtering import conditions
from api.waiting import Stopping
from domain.errors import BadInput, Busy, UnknownName
from projections.directory import Matches


async def feed(reader: Reader, filter: Any, after: int | None) -> AsyncIterator[Entry]:
    """The changes to events that meet a filter, after a position, else from now on. Raises BadInput."""
    start, names = await reader.read(lambda conn: _begin(conn, filter, after))
    return _changes(reader, names, filter, start)


async def _changes(reader: Reader, names: Matches, filter: Any, after: int) -> AsyncIterator[Entry]:
    while True:
        try:
            page = await find_page(reader, names, filter, after)
            for entry in page.entries:
                yield entry
            after = page.end
            _end_if_cancelled()
            if page.is_last:
                await reader.beyond(after)
        except Stopping:
            raise
        except Busy:
            await asyncio.sleep(AGAIN)


def _end_if_cancelled() -> None:
    """Raises CancelledError where the subscriber has left, and nobody has heard it.

    `asyncio.wait_for`, by which the pool waits for a connection, loses a cancellation that comes together with what it waits for
    (until Python 3.12); a feed that went on would go on for ever, and count as one of its client's."""
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError


async def _begin(conn: AsyncConnection[Any], filter: Any, after: int | None) -> tuple[int, Matches]:
    """Where to begin, and what the names in the filter stand for."""
    now = await position(conn)
    if after is not None and after > now and after > (head := await head_position(conn)):
        raise BadInput(f"position {after} is beyond the head of the log, which is {head}")
    texts = set(texts_in(dataclasses.asdict(filter))) if filter else set()
    names = await find_names(conn, texts, now)
    try:
        conditions(Row(Statement({None: names}), "e", "0", now=False), filter)
    except UnknownName as error:
        raise UnknownName(error.what, error.name, await nearest(conn, error, now)) from error
    return now if after is None else after, names
