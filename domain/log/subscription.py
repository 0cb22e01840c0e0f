"""Subscribing to the log as the library does it, with nothing missed while the subscription begins."""

# Ours builds on the library's own.
from eventsourcing import postgres as library
from psycopg.sql import SQL, Identifier

LOOK = 0.1
"""Seconds after which a subscription looks whether it has been stopped."""


class PostgresSubscription(library.PostgresSubscription):
    """The library's subscription to the log (eventsourcing 9.5.6), but for the moment at which it begins to listen.

    The library reads what is there and begins to listen at the same time: what is appended after the one and before the other, it
    learns of only with the next entry."""

    def _listen(self) -> None:
        try:
            with self._recorder.datastore.get_connection() as conn:
                conn.execute(SQL("LISTEN {}").format(Identifier(self._recorder.channel_name)))
                # What was appended until now is looked for once more.
                self._has_been_notified.set()
                while not self._has_been_stopped and not self._thread_error:
                    for _ in conn.notifies(timeout=LOOK, stop_after=1):
                        self._has_been_notified.set()
        except BaseException as error:
            self._thread_error = self._thread_error or error
            self.stop()
