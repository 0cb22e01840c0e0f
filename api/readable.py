"""Telling when there is something to read from a socket."""

import asyncio
import selectors

LOOK = 0.5
"""Seconds after which, at the latest, whoever waits looks for himself. Where the other side has gone and left something unread,
uvloop tells so once, and watches the socket no longer, though there may be more to read (uvloop 0.23)."""


class Readable:
    """A socket that the event loop goes on watching from one answer to the next: to begin and to end that for each costs more than
    all else that waiting does.

    It must be left before the socket is closed, and before anybody else has the loop watch it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._loop: asyncio.AbstractEventLoop | None = None
        """The loop that watches it at the moment."""
        self._waiter: asyncio.Future[None] | None = None
        self._look: asyncio.TimerHandle | None = None
        """The look that is to come. Whoever begins to wait on a socket that is watched no longer could read from it at once."""

    async def wait(self) -> None:
        """Returns once there is something to read. For one at a time."""
        loop = asyncio.get_running_loop()
        if self._loop is None:
            loop.add_reader(self._descriptor, self._tell)
            self._loop = loop
        if self._look is None:
            self._look = loop.call_later(LOOK, self._see)
        self._waiter = loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def leave(self) -> None:
        """Has it watched no longer, until somebody waits again."""
        if self._loop is not None:
            self._loop.remove_reader(self._descriptor)
            self._loop = None

    def _tell(self) -> None:
        if self._waiter is None:
            # Nobody asked for anything: as a rule the other side has ended the connection, and there is something to read for ever.
            self.leave()
        elif not self._waiter.done():
            self._waiter.set_result(None)

    def _see(self) -> None:
        self._look = None
        if self._waiter is None or self._waiter.done():
            return
        with selectors.DefaultSelector() as selector:
            selector.register(self._descriptor, selectors.EVENT_READ)
            is_readable = bool(selector.select(0))
        if is_readable:
            self.leave()
            self._tell()
