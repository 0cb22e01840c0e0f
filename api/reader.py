"""Asking the database: at one position, through connections that can only read."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import psycopg
from graphql import GraphQLObjectType
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from api.arrivals import WAIT, Arrivals
from api.compiler.compile import Selected
from api.compiler.executor import CompilingExecutor, bad_input
from api.compiler.spec import Row
from api.compiler.statement import Statement
from domain.errors import BadInput, Busy, UnknownName
from domain.identity import read_uuid
from domain.log import tables
from domain.names import name_key
from projections import names
from projections.database import LIVE
from projections.directory import Matches, matches

T = TypeVar("T")
Pool = AsyncConnectionPool[AsyncConnection[Any]]

SECONDS = 30.0
"""After how many seconds an answer is given up, where nothing else is said."""

TRIES = 3
NO_ANSWER = "the database does not answer at the moment; ask again soon"

PARKED = """(
    SELECT json_build_object('count', count(*), 'positions', (array_agg(position ORDER BY position))[:10])
    FROM parked WHERE position <= {at} HAVING count(*) > 0
)"""
"""What an answer says of the entries up to its position that could not be folded: how many, and where the first ten are."""


def reading_pool(url: str, size: int, seconds: float = SECONDS) -> Pool:
    """Connections that see the live views and can only read, by the database's own rule; each statement for so many seconds.

    Opened by the caller."""
    limit = f"statement_timeout={seconds * 1000:.0f}ms"
    options = f"-c default_transaction_read_only=on -c search_path={LIVE},public -c timezone=UTC -c {limit} -c jit=off"
    return AsyncConnectionPool(
        url,
        min_size=1,
        max_size=size,
        open=False,
        timeout=WAIT,
        # The pool tries more and more rarely; whoever asks next begins anew, so that a server that is back is soon found.
        reconnect_timeout=WAIT,
        kwargs={"autocommit": True, "options": options},
    )


async def read(pool: Pool, work: Callable[[AsyncConnection[Any]], Awaitable[T]]) -> T:
    """What `work` finds; looked for again where the server ended the connection meanwhile. Raises Busy where it is gone."""
    for _ in range(TRIES):
        try:
            return await _read_once(pool, work)
        except _Lost:
            # What ended one connection has often ended all.
            await pool.check()
    raise Busy(NO_ANSWER)


class _Lost(Exception):
    """The server ended the connection."""


async def _read_once(pool: Pool, work: Callable[[AsyncConnection[Any]], Awaitable[T]]) -> T:
    failures = _failures(pool)
    try:
        async with pool.connection() as conn:
            try:
                return await work(conn)
            except psycopg.OperationalError as error:
                if conn.closed:
                    raise _Lost from error
                raise
    except PoolTimeout as error:
        if _failures(pool) > failures:
            raise Busy(NO_ANSWER) from error
        raise


def _failures(pool: Pool) -> int:
    return pool.get_stats().get("connections_errors", 0)


class Reader:
    """Answers the fields of queries."""

    def __init__(self, pool: Pool, seconds: float = SECONDS) -> None:
        self._pool, self._seconds = pool, seconds
        self._arrivals = Arrivals(partial(read, pool, position))

    async def answer(
        self, executor: CompilingExecutor, root_type: GraphQLObjectType, data: Mapping[str, Selected]
    ) -> dict[str, bytes]:
        """The JSON of each root field, by response name, all at one position. Raises GraphQLError for bad input, Busy.

        The context may hold a `min_position`, as text, that the views must have reached. What is to be said beside the data
        is put under its `extensions`. Raises TimeoutError after a while."""
        async with asyncio.timeout(self._seconds):
            return await self._answer(executor, root_type, data)

    async def read(self, work: Callable[[AsyncConnection[Any]], Awaitable[T]]) -> T:
        """What `work` finds. Raises Busy; TimeoutError after a while."""
        async with asyncio.timeout(self._seconds):
            return await read(self._pool, work)

    async def beyond(self, position: int) -> None:
        """Returns once the views have gone beyond a position, however long that takes. Raises Busy, Stopping."""
        await self._arrivals.beyond(position)

    def stop(self) -> None:
        """Ends what would go on without end: the waiting of subscribers."""
        self._arrivals.stop()

    async def _answer(
        self, executor: CompilingExecutor, root_type: GraphQLObjectType, data: Mapping[str, Selected]
    ) -> dict[str, bytes]:
        context = executor.context_value
        least = _read_position(context.get("min_position"))
        ask = partial(_ask, executor=executor, root_type=root_type, data=data, least=least)
        while True:
            try:
                *answers, parked = await read(self._pool, ask)
            except _Ahead as ahead:
                await self._arrivals.until(ahead.wanted)
            else:
                break
        if parked:
            context.setdefault("extensions", {})["parked"] = parked
        return {name: text.encode() for name, text in zip(data, answers, strict=True)}


class _Ahead(Exception):
    """A question about a position that the log has, but not yet the views."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted


def _read_position(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise BadInput(f"the minimum position {text[:40]!r} is none; give a position, as append and status print it")
    return int(text)


async def _ask(
    conn: AsyncConnection[Any],
    executor: CompilingExecutor,
    root_type: GraphQLObjectType,
    data: Mapping[str, Selected],
    least: int,
) -> list[Any]:
    # A compiler counts the fields that it compiles: another attempt begins with another.
    vars(executor).pop("compiler", None)
    question = Question(conn, executor, root_type, await position(conn))
    await question.reach(least)
    for name, selected in data.items():
        try:
            await question.add(selected)
        except BadInput as error:
            raise bad_input(error, name, selected) from error
    return await question.ask()


class Question:
    """The one statement that answers the root fields of a query, each at the position that it asks about."""

    def __init__(self, conn: AsyncConnection[Any], executor: CompilingExecutor, type: GraphQLObjectType, now: int) -> None:
        self._conn, self._executor, self._type, self._now = conn, executor, type, now
        self._statement = Statement(names={})
        self._names: dict[int, Matches] = {}
        self._parts: list[str] = []

    async def reach(self, wanted: int) -> None:
        """Sees to it that the views have come to a position. Raises BadInput where the log has not; _Ahead."""
        if wanted > self._now:
            head = await head_position(self._conn)
            if wanted > head:
                raise BadInput(f"position {wanted} is beyond the head of the log, which is {head}")
            raise _Ahead(wanted)

    async def add(self, field: Selected) -> None:
        """Compiles a root field. Raises BadInput, _Ahead."""
        moments = await self._moments(field)
        at = moments.get("as_of", moments.get("until", self._now))
        if at not in self._names:
            self._names[at] = await find_names(self._conn, self._executor.texts(), at)
        self._statement.names, self._statement.moments = self._names[at], moments
        row = Row(self._statement, "", self._statement.param(at) + "::bigint")
        try:
            self._parts.append(self._executor.compiler.field(self._type, row, field))
        except UnknownName as error:
            raise UnknownName(error.what, error.name, await nearest_names(self._conn, error, at)) from error

    async def ask(self) -> list[Any]:
        """The JSON of each field, as text; then what is parked, None where nothing is."""
        parts = [*self._parts, PARKED.format(at=self._statement.param(max(self._names)))]
        found = await self._conn.execute(f"SELECT {', '.join(parts)}".encode(), self._statement.params)
        return list(await found.fetchone() or ())

    async def _moments(self, field: Selected) -> dict[str, int]:
        given = self._executor.arguments(self._type.fields[field[0].node.name.value], field)
        moments = {name: given[name] for name in ("as_of", "since", "until") if given.get(name)}
        return {name: await self._position_of(moment) for name, moment in moments.items()}

    async def _position_of(self, moment: Any) -> int:
        wanted = int(await _position_at(self._conn, moment.time) if moment.time else moment.position)
        await self.reach(wanted)
        return wanted


async def nearest_names(conn: AsyncConnection[Any], unknown: UnknownName, at: int) -> list[str]:
    """The names that are most like an unknown one."""
    query = {"key": name_key(unknown.name), "things": THINGS[unknown.what], "at": at}
    rows = await (await conn.execute(names.SUGGEST.encode(), query)).fetchall()
    return [ref for _, ref, _ in rows]


THINGS = {"actor": ["actor"], "place": ["area"], "source": ["source"]}
"""Among what sorts of things the nearest names to an unknown one are looked for."""


async def find_names(conn: AsyncConnection[Any], texts: set[str], at: int) -> Matches:
    """What the texts of a query stand for at a position, where they are names."""
    short = sorted(text for text in texts if len(text) <= 200)
    if not short:
        return {}
    rows = await (await conn.execute(names.FIND.encode(), {"keys": [name_key(text) for text in short], "at": at})).fetchall()
    by_id = [(name_key(t), thing, id) for t in short for thing in names.WITH_IDS if (id := read_uuid(t, thing.capitalize()))]
    if by_id:
        keys, things, ids = map(list, zip(*by_id, strict=True))
        query = {"keys": keys, "things": things, "ids": ids, "at": at}
        rows += await (await conn.execute(names.FIND_BY_ID.encode(), query)).fetchall()
    return matches(rows)


async def position(conn: AsyncConnection[Any]) -> int:
    """The position that the views have reached."""
    (reached,) = await (await conn.execute("SELECT position FROM checkpoint")).fetchone() or (0,)
    return int(reached)


async def head_position(conn: AsyncConnection[Any]) -> int:
    """The position of the log's last entry."""
    (head,) = await (await conn.execute(tables.HEAD.encode())).fetchone() or (0,)
    return int(head)


async def _position_at(conn: AsyncConnection[Any], time: datetime) -> int:
    if time.tzinfo is None:
        raise BadInput(f"{time.isoformat()} has no time zone; write it with Z or an offset")
    found, future = await (await conn.execute(tables.POSITION_AT.encode(), {"time": time})).fetchone() or (0, False)
    if future:
        raise BadInput(f"{time.isoformat()} is in the future")
    return int(found)
