"""Telling when there is something to read from a socket."""

import asyncio


class Readable:
    """A socket that the event loop goes on watching from one answer to the next: to begin and to end that for each costs more than
    all else that waiting does.

    It must be left before the socket is closed, and before anybody else has the loop watch it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._loop: asyncio.AbstractEventLoop | None = None
        """The loop that watches it at the moment."""
        self._waiter: asyncio.Future[None] | None = None

    async def wait(self) -> None:
        """Returns once there is something to read. For one at a time."""
        loop = asyncio.get_running_loop()
        if self._loop is None:
            loop.add_reader(self._descriptor, self._tell)
            self._loop = loop
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
