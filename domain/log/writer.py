"""A connection that is only for appending."""

import select
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
from psycopg.pq.abc import PGconn, PGresult
from psycopg.rows import TupleRow, tuple_row

ENDING = 5.0
"""Seconds that the database has for ending an append that is interrupted."""


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
                self._readable = _readable(self._conn)
            return self._run(self._conn, statement, params)
        except psycopg.Error as error:
            raise _of_the_library(error) from error
        except BaseException:
            # Ctrl-C, as a rule. The connection must not be left with an answer to come, wherever this was.
            if self._conn is not None:
                _end(self._conn)
            raise

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
            self._result(conn)
            self._names[key] = name
        conn.pgconn.send_query_prepared(name, values, self._dumper.formats)
        result = self._result(conn)
        return [int(result.get_value(row, 0) or 0) for row in range(result.ntuples)]

    def _result(self, conn: psycopg.Connection[TupleRow]) -> PGresult:
        """What comes of what was sent last."""
        result: PGresult | None
        if conn.pgconn.flush() or self._readable is None:
            (result,) = conn.wait(generators.execute(conn.pgconn))
        else:
            # All is sent, as nearly always. Waiting for the answer costs three quarters of what it does in the library.
            result = _answer(conn, self._readable)
        assert result is not None
        if result.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(result, encoding=conn.info.encoding)
        return result

    def _connect(self) -> psycopg.Connection[TupleRow]:
        kwargs = cast(dict[str, Any], self._pool.kwargs)
        if password := self._pool.get_password_func:
            kwargs = kwargs | {"password": password()}
        return psycopg.connect(**(kwargs | {"autocommit": True, "row_factory": tuple_row}))


def _readable(conn: psycopg.Connection[TupleRow]) -> "select.poll | None":
    """Waits until there is something to read from a connection; None where the system cannot."""
    if not hasattr(select, "poll"):
        return None
    readable = select.poll()
    readable.register(conn.pgconn.socket, select.POLLIN)
    return readable


def _answer(conn: psycopg.Connection[TupleRow], readable: "select.poll") -> PGresult | None:
    """The answer to what was sent, once it is whole."""
    result = _next(conn.pgconn, readable)
    while _next(conn.pgconn, readable) is not None:
        pass
    return result


def _next(pgconn: PGconn, readable: "select.poll") -> PGresult | None:
    """The next part of an answer; None after the last."""
    while pgconn.is_busy():
        readable.poll()
        pgconn.consume_input()
    return pgconn.get_result()


def _end(conn: psycopg.Connection[TupleRow]) -> None:
    """Has the database end what it is at, so that the connection can be used again; closes it where that fails."""
    try:
        conn.cancel_safe(timeout=ENDING)
        conn.wait(generators.execute(conn.pgconn), timeout=ENDING)
    except BaseException as error:
        conn.close()
        if not isinstance(error, psycopg.Error):
            raise


def _of_the_library(error: psycopg.Error) -> PersistenceError:
    """The library's error for one of the database: that of the same name, or of the nearest class that has one."""
    names = [kind.__name__ for kind in type(error).__mro__]
    kind = next((getattr(persistence, name) for name in names if hasattr(persistence, name)), PersistenceError)
    return kind(str(error))
