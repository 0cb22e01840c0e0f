"""Statements that one connection prepares once and then runs for less than a cursor costs.

Written as psycopg's own protocol generators, so that blocking and asynchronous connections use the same code:
`conn.wait(statements.run(...))`. psycopg's `wait` cancels a statement in the server when it is interrupted.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection, Connection, generators
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

MOST_STATEMENTS = 100
"""How many statements a connection keeps prepared at most."""

MOST_BYTES = 250_000
"""How many bytes of SQL those have at most. Parsed and planned, a byte takes the server 20 to 110 bytes of memory."""

_Key = tuple[bytes, tuple[int, ...]]


class PreparedStatements:
    """The statements that a connection has prepared, by their text and the types of their parameters: those used last."""

    def __init__(self, conn: Connection[Any] | AsyncConnection[Any], format: PyFormat = PyFormat.AUTO) -> None:
        """`format`: how parameters are sent."""
        self._conn, self._format = conn, format
        self._dumper = Transformer(conn)
        self._names: OrderedDict[_Key, bytes] = OrderedDict()
        self._bytes = 0
        self._count = 0

    def run(self, sql: bytes, params: Sequence[Any]) -> PQGen[PGresult]:
        """The result of a statement with $1, $2, ... once its transaction has ended. Raises psycopg.Error."""
        values = self._dumper.dump_sequence(params, [self._format] * len(params))
        formats, key = self._dumper.formats, (sql, self._dumper.types or ())
        name = self._names.get(key) or (yield from self._prepare(key))
        # One that is too long by itself goes first: it does not push out the others.
        self._names.move_to_end(key, last=len(sql) <= MOST_BYTES)
        self._conn.pgconn.send_query_prepared(name, values, formats)
        result = yield from self._result()
        while len(self._names) > MOST_STATEMENTS or self._bytes > MOST_BYTES:
            yield from self._deallocate_oldest()
        return result

    def _prepare(self, key: _Key) -> PQGen[bytes]:
        self._count += 1
        name = b"annals_%d" % self._count
        self._conn.pgconn.send_prepare(name, *key)
        yield from self._result()
        self._names[key] = name
        self._bytes += len(key[0])
        return name

    def _deallocate_oldest(self) -> PQGen[None]:
        (sql, _), name = self._names.popitem(last=False)
        self._bytes -= len(sql)
        self._conn.pgconn.send_query(b"DEALLOCATE " + name)
        yield from self._result()

    def _result(self) -> PQGen[PGresult]:
        results: list[PGresult] = yield from generators.execute(self._conn.pgconn)
        # An error at COMMIT comes as one more result, after that of the statement.
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                raise error_from_result(result, encoding=self._conn.info.encoding)
        return results[0]
