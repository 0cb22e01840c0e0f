"""A subscriber that goes on, after every break, from the last change that it was told of."""

import time
from contextlib import suppress
from http.client import HTTPException
from threading import Event, Thread

from streams import events

CHANGES = "subscription($after: Position) { eventRecorded(after: $after) { position } }"

PAUSE = 0.05
"""Seconds between two tries to subscribe."""


SILENCE = 20.0
"""Seconds without news after which a subscriber that still lacks some has missed them."""


class Subscriber:
    """Listens on a port in a thread of its own until it is stopped."""

    def __init__(self, port: int) -> None:
        self._port, self._stop = port, Event()
        self.told: list[int] = []
        """The positions of the changes, in the order in which they were told."""
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def last(self) -> int:
        """The position of the last change told."""
        return self.told[-1] if self.told else 0

    def wait(self, position: int) -> None:
        """Returns once it was told of a position, or for a while of nothing new."""
        known, deadline = self.last, time.monotonic() + SILENCE
        while self.last < position and time.monotonic() < deadline:
            time.sleep(PAUSE)
            if self.last > known:
                known, deadline = self.last, time.monotonic() + SILENCE

    def stop(self) -> None:
        """Ends, at the latest when the connection does."""
        self._stop.set()

    def _listen(self) -> None:
        while not self._stop.is_set():
            with suppress(OSError, HTTPException), events(self._port, CHANGES, after=self.last) as answers:
                for _, answer in answers:
                    if self._stop.is_set() or not (answer and answer.get("data")):
                        break
                    self.told.append(answer["data"]["eventRecorded"]["position"])
            time.sleep(PAUSE)
