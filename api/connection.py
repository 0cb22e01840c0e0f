"""A connection that statements are put to again and again: prepared once, and run for less than a cursor costs."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection, errors, generators
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

MOST = 100
"""How many statements one connection keeps prepared."""

Statement = tuple[bytes, tuple[int, ...]]
"""The SQL, and the types of its parameters."""


class ReadingConnection(AsyncConnection[Any]):
    """A connection to a database that is only read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names: dict[Statement, bytes] = {}
        self._count = 0

    async def fetch(self, sql: bytes, params: Sequence[Any]) -> PGresult:
        """What a query with $1, $2, ... finds. Raises psycopg.Error."""
        dumper = Transformer(self)
        values = dumper.dump_sequence(params, [PyFormat.AUTO] * len(params))
        statement = sql, dumper.types or ()
        name = self._names.get(statement) or await self._prepare(statement)
        return await self._finish(_run(self, name, values, dumper.formats))

    async def _prepare(self, statement: Statement) -> bytes:
        if len(self._names) >= MOST:
            oldest = self._names.pop(next(iter(self._names)))
            await self.execute(b"DEALLOCATE " + oldest)
        self._count += 1
        name = b"annals_%d" % self._count
        await self._finish(_prepare(self, name, *statement))
        self._names[statement] = name
        return name

    async def _finish(self, work: PQGen[list[PGresult]]) -> PGresult:
        async with self.lock:
            (result,) = await self.wait(work)
        if result.status == ExecStatus.FATAL_ERROR:
            raise errors.error_from_result(result, encoding=self.info.encoding)
        return result


def _prepare(conn: ReadingConnection, name: bytes, sql: bytes, types: Sequence[int]) -> PQGen[list[PGresult]]:
    conn.pgconn.send_prepare(name, sql, types)
    results: list[PGresult] = yield from generators.execute(conn.pgconn)
    return results


def _run(conn: ReadingConnection, name: bytes, values: Sequence[Any], formats: Any) -> PQGen[list[PGresult]]:
    conn.pgconn.send_query_prepared(name, values, formats)
    results: list[PGresult] = yield from generators.execute(conn.pgconn)
    return results
