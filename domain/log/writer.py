"""A connection that is only for appending."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast

import psycopg
from eventsourcing import persistence
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresDatastore
from psycopg import generators
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.rows import TupleRow, tuple_row


class Writer:
    """Runs statements, each a transaction of its own, on one connection that it opens when it is first needed and keeps.

    A pool hands out its connections in turn, and so wakes up another server process for each statement, which is slower."""

    def __init__(self, datastore: PostgresDatastore) -> None:
        self._pool = datastore.pool
        self._conn: psycopg.Connection[TupleRow] | None = None
        self._names: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        """The statements that are prepared, by their text and the types of their parameters."""

    def run(self, statement: bytes, params: Sequence[object]) -> list[int]:
        """The numbers that a statement with $1, $2, ... gives. Raises the library's errors. Not for several threads at once."""
        try:
            if self._conn is None or self._conn.closed:
                self._conn, self._names = self._connect(), {}
                self._dumper = Transformer(self._conn)
            return self._run(self._conn, statement, params)
        except psycopg.Error as error:
            raise _of_the_library(error) from error

    def close(self) -> None:
        """Closes the connection; it is opened again when needed."""
        if self._conn is not None:
            self._conn.close()

    def __del__(self) -> None:
        with suppress(AttributeError):
            self.close()

    def _run(self, conn: psycopg.Connection[TupleRow], statement: bytes, params: Sequence[object]) -> list[int]:
        # A cursor would do the same, and take a twentieth of the time of an append for it.
        values = self._dumper.dump_sequence(params, [PyFormat.BINARY] * len(params))
        key = statement, self._dumper.types or ()
        if (name := self._names.get(key)) is None:
            name = b"annals_%d" % len(self._names)
            conn.pgconn.send_prepare(name, *key)
            _result(conn)
            self._names[key] = name
        conn.pgconn.send_query_prepared(name, values, self._dumper.formats)
        result = _result(conn)
        return [int(result.get_value(row, 0) or 0) for row in range(result.ntuples)]

    def _connect(self) -> psycopg.Connection[TupleRow]:
        kwargs = cast(dict[str, Any], self._pool.kwargs)
        if password := self._pool.get_password_func:
            kwargs = kwargs | {"password": password()}
        return psycopg.connect(**(kwargs | {"autocommit": True, "row_factory": tuple_row}))


def _result(conn: psycopg.Connection[TupleRow]) -> PGresult:
    result: PGresult
    (result,) = conn.wait(generators.execute(conn.pgconn))
    if result.status == ExecStatus.FATAL_ERROR:
        raise error_from_result(result, encoding=conn.info.encoding)
    return result


def _of_the_library(error: psycopg.Error) -> PersistenceError:
    """The library's error for one of the database: that of the same name, or of the nearest class that has one."""
    names = [kind.__name__ for kind in type(error).__mro__]
    kind = next((getattr(persistence, name) for name in names if hasattr(persistence, name)), PersistenceError)
    return kind(str(error))
