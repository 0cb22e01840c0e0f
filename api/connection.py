"""A connection that statements are put to again and again: prepared once, and run for less than a cursor costs."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import AsyncConnection, errors, generators
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from api.readable import Readable

MOST = 100
"""How many statements one connection keeps prepared."""

ENDING = 5.0
"""Seconds that the database has for ending what nobody waits for any longer."""

Statement = tuple[bytes, tuple[int, ...]]
"""The SQL, and the types of its parameters."""


class ReadingConnection(AsyncConnection[Any]):
    """A connection to a database that is only read, by one at a time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names: dict[Statement, bytes] = {}
        self._count = 0
        self._dumper = Transformer(self)
        self._readable = Readable(self.pgconn.socket)
        self.hands = 1
        """How many readers in a row have had it, with the one who has it."""

    @property
    def is_idle(self) -> bool:
        """Whether another reader can have it as it is."""
        return self.pgconn.transaction_status == TransactionStatus.IDLE

    async def fetch(self, sql: bytes, params: Sequence[Any]) -> PGresult:
        """What a query with $1, $2, ... finds. Raises psycopg.Error."""
        values = self._dumper.dump_sequence(params, [PyFormat.AUTO] * len(params))
        formats = self._dumper.formats
        statement = sql, self._dumper.types or ()
        try:
            name = self._names.get(statement) or await self._prepare(statement)
            self.pgconn.send_query_prepared(name, values, formats)
            return await self._result()
        except psycopg.Error:
            # The driver may have closed the socket, whose number is soon another's.
            self._readable.leave()
            raise

    async def wait(self, *args: Any, **options: Any) -> Any:
        # The driver has the loop watch the socket by itself.
        self._readable.leave()
        return await super().wait(*args, **options)

    async def close(self) -> None:
        self._readable.leave()
        await super().close()

    async def _prepare(self, statement: Statement) -> bytes:
        if len(self._names) >= MOST:
            oldest = self._names.pop(next(iter(self._names)))
            await self.execute(b"DEALLOCATE " + oldest)
        self._count += 1
        name = b"annals_%d" % self._count
        self.pgconn.send_prepare(name, *statement)
        await self._result()
        self._names[statement] = name
        return name

    async def _result(self) -> PGresult:
        """What comes of what was sent last."""
        result: PGresult
        if self.pgconn.flush():
            (result,) = await self.wait(generators.execute(self.pgconn))
        else:
            # All is sent, as nearly always. Waiting for the answer costs about half of what it does in the library.
            result = await self._answered()
        if result.status == ExecStatus.FATAL_ERROR:
            raise errors.error_from_result(result, encoding=self.info.encoding)
        return result

    async def _answered(self) -> PGresult:
        """The answer, once it is whole."""
        try:
            result = await self._next()
            assert result is not None
            while await self._next() is not None:
                pass
        except asyncio.CancelledError:
            await self._end()
            raise
        return result

    async def _next(self) -> PGresult | None:
        """The next part of an answer; None after the last."""
        while self.pgconn.is_busy():
            await self._readable.wait()
            self.pgconn.consume_input()
        return self.pgconn.get_result()

    async def _end(self) -> None:
        """Has the database end what it is at, so that the connection can be used again; closes it where that fails."""
        with suppress(psycopg.Error):
            await self.cancel_safe(timeout=ENDING)
            await self.wait(generators.execute(self.pgconn), timeout=ENDING)
            return
        await self.close()
