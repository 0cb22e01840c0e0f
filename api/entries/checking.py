"""Checks entries as `annals append --dry-run` does, as far as one can who may read the views but not what the log says.

Every field is checked and every name resolved by the same code. Whether a stream exists can be seen; what stands in it cannot, so
only the append itself can tell whether an entry that is there already has the same content."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple, TypeVar, cast
from uuid import UUID

from psycopg import AsyncConnection, Connection

from domain.decisions import founds
from domain.entries import Entry
from domain.errors import Problem, Refused
from domain.intake import read_entries
from domain.log import queries
from domain.log.plan import Plan, naming_field, problem
from domain.log.today import Today
from projections.directory import Directory

T = TypeVar("T")

Raw = Mapping[str, Any]

ABSENT = "the log does not hold what this names; append it first, or with it"


class Findings(NamedTuple):
    """What is to be said of some entries."""

    problems: Sequence[Problem]
    """Why they would be refused."""
    held: Sequence[int]
    """Which of them the log has under the same name, by index: the same again changes nothing, other content is refused."""


async def check(conn: AsyncConnection[Any], raws: Sequence[Raw], seconds: float) -> Findings:
    """The problems that would stop these entries from being appended. Raises TimeoutError after the given number of seconds."""
    blocking = _Blocking(conn, asyncio.get_running_loop(), monotonic() + seconds)
    looking = asyncio.create_task(asyncio.to_thread(_check, blocking, raws))
    try:
        return await asyncio.shield(looking)
    finally:
        # The connection must not be given back while the thread still uses it.
        await asyncio.wait((looking,))


class _Blocking:
    """A connection of the event loop's, as a thread uses it. Statements are read only, each of them whole."""

    def __init__(self, conn: AsyncConnection[Any], loop: asyncio.AbstractEventLoop, until: float) -> None:
        self._conn, self._loop, self._until = conn, loop, until

    def execute(self, query: bytes, params: Mapping[str, Any] | None = None) -> "_Rows":
        if monotonic() > self._until:
            raise TimeoutError
        return _Rows(asyncio.run_coroutine_threadsafe(self._fetch(query, params), self._loop).result())

    async def _fetch(self, query: bytes, params: Mapping[str, Any] | None) -> list[tuple[Any, ...]]:
        return await (await self._conn.execute(query, params)).fetchall()

    def now(self) -> datetime:
        """The time at which an entry would be recorded."""
        ((moment,),) = self.execute(queries.NOW.encode())
        return cast(datetime, moment)

    def held(self, streams: set[UUID]) -> set[UUID]:
        """Which of some streams the log holds."""
        return {UUID(str(id)) for (id,) in self.execute(queries.HELD.encode(), {"streams": list(streams)})} if streams else set()


class _Rows(list[tuple[Any, ...]]):
    """Rows that were found, with what is used of a cursor."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        return self[0] if self else None


def _check(conn: _Blocking, raws: Sequence[Raw]) -> Findings:
    try:
        entries = read_entries(raws, Directory(cast(Connection[Any], conn), raws))
    except Refused as error:
        return Findings(error.problems, ())
    own = {entry.stream for entry in entries if founds(entry)}
    held = conn.held(own | {target for entry in entries for target in entry.targets} | {entry.stream for entry in entries})
    problems = [*_clashes(entries), *_absent(entries, held | own), *_to_come(entries, Today(conn))]
    return Findings(problems, [index for index, entry in enumerate(entries) if founds(entry) and entry.stream in held])


def _clashes(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Entries of one call that have the same name and not the same content."""
    founding = [index for index, entry in enumerate(entries) if founds(entry)]
    for wrong in Plan([entries[index] for index in founding], {}).problems:
        yield Problem(founding[wrong.index], wrong.kind, wrong.field, wrong.message)


def _absent(entries: Sequence[Entry], there: set[UUID]) -> Iterator[Problem]:
    for index, entry in enumerate(entries):
        if entry.stream not in there:
            yield problem(index, entry, naming_field(entry), ABSENT)
        yield from (problem(index, entry, field, ABSENT) for target, field in entry.targets.items() if target not in there)


def _to_come(entries: Sequence[Entry], today: Today) -> Iterator[Problem]:
    for index, entry in enumerate(entries):
        if objection := today.objection(entry):
            yield problem(index, entry, *objection)
