"""A connection that is only for appending."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast

import psycopg
from eventsourcing import persistence
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import TupleRow, tuple_row


class Writer:
    """Runs statements, each a transaction of its own, on one connection that it opens when it is first needed and keeps.

    A pool hands out its connections in turn, and so wakes up another server process for each statement, which is slower."""

    def __init__(self, datastore: PostgresDatastore) -> None:
        self._pool = datastore.pool
        self._cursor: psycopg.Cursor[TupleRow] | None = None

    def run(self, statement: bytes, params: Sequence[object]) -> list[TupleRow]:
        """The rows of a statement. Raises the library's errors. Not for several threads at once."""
        try:
            if self._cursor is None or self._cursor.connection.closed:
                self._cursor = self._connect().cursor()
            return self._cursor.execute(statement, params, prepare=True).fetchall()
        except psycopg.Error as error:
            raise _of_the_library(error) from error

    def close(self) -> None:
        """Closes the connection; it is opened again when needed."""
        if self._cursor is not None:
            self._cursor.connection.close()

    def __del__(self) -> None:
        with suppress(AttributeError):
            self.close()

    def _connect(self) -> psycopg.Connection[TupleRow]:
        kwargs = cast(dict[str, Any], self._pool.kwargs)
        if password := self._pool.get_password_func:
            kwargs = kwargs | {"password": password()}
        return psycopg.connect(**(kwargs | {"autocommit": True, "row_factory": tuple_row}))


def _of_the_library(error: psycopg.Error) -> PersistenceError:
    """The library's error for one of the database: that of the same name, or of the nearest class that has one."""
    names = [kind.__name__ for kind in type(error).__mro__]
    kind = next((getattr(persistence, name) for name in names if hasattr(persistence, name)), PersistenceError)
    return kind(str(error))
