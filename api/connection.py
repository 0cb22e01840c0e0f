"""A connection that only reads, and whose statements are prepared once and run for less than a cursor costs."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGresult

from api.observability.tracing import span
from domain.postgres.prepared import PreparedStatements


class ReadingConnection(AsyncConnection[Any]):
    """A connection to a database that is only read, by one request at a time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._statements = PreparedStatements(self)

    async def fetch(self, sql: bytes, params: Sequence[Any]) -> PGresult:
        """What a query with $1, $2, ... finds. Raises psycopg.Error."""
        try:
            with span("SQL"):
                return await self.wait(self._statements.run(sql, params))
        finally:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                # An answer is still to come that nobody waits for, and that cannot be called off.
                await self.close()
