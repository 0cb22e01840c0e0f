"""Statements that one connection prepares once and then runs for less than a cursor costs.

Written as psycopg's own protocol generators, so that blocking and asynchronous connections use the same code:
`conn.wait(statements.run(...))`. psycopg's `wait` cancels a statement in the server when it is interrupted.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection, Connection, generators
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

LIMIT = 100
"""How many statements a connection keeps prepared."""

_Key = tuple[bytes, tuple[int, ...]]


class PreparedStatements:
    """The statements that a connection has prepared, by their text and the types of their parameters."""

    def __init__(self, conn: Connection[Any] | AsyncConnection[Any], format: PyFormat = PyFormat.AUTO) -> None:
        """`format`: how parameters are sent."""
        self._conn, self._format = conn, format
        self._dumper = Transformer(conn)
        self._names: dict[_Key, bytes] = {}
        self._count = 0

    def run(self, sql: bytes, params: Sequence[Any]) -> PQGen[PGresult]:
        """The result of a statement with $1, $2, ... once its transaction has ended. Raises psycopg.Error."""
        values = self._dumper.dump_sequence(params, [self._format] * len(params))
        formats, key = self._dumper.formats, (sql, self._dumper.types or ())
        name = self._names.get(key) or (yield from self._prepare(key))
        self._conn.pgconn.send_query_prepared(name, values, formats)
        return (yield from self._result())

    def _prepare(self, key: _Key) -> PQGen[bytes]:
        if len(self._names) >= LIMIT:
            self._conn.pgconn.send_query(b"DEALLOCATE " + self._names.pop(next(iter(self._names))))
            yield from self._result()
        self._count += 1
        name = b"annals_%d" % self._count
        self._conn.pgconn.send_prepare(name, *key)
        yield from self._result()
        self._names[key] = name
        return name

    def _result(self) -> PQGen[PGresult]:
        results: list[PGresult] = yield from generators.execute(self._conn.pgconn)
        # An error at COMMIT comes as one more result, after that of the statement.
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                raise error_from_result(result, encoding=self._conn.info.encoding)
        return results[0]
