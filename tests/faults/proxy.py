"""A proxy before PostgreSQL's socket, which cuts, stalls and slows connections, and keeps answers back."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

PORT = 5432
CHUNK = 65536
SLOWNESS = 0.01
"""Seconds by which each packet is late on a slow line."""


class Proxy:
    """Passes on what clients and the server say, through a socket in a folder of its own."""

    def __init__(self, server: Path, folder: Path) -> None:
        self._server, self.folder = server, folder
        self._writers: set[StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._ready, self._ends = Event(), asyncio.Event()
        self.is_stalled = self.is_slow = self.is_mute = False
        """Whether nothing is passed on; whether all comes late; whether the server's answers never arrive."""

    def cut(self) -> None:
        """Ends all connections."""
        self._loop.call_soon_threadsafe(self._cut)

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        """Listens while the block runs."""
        thread = Thread(target=self._loop.run_until_complete, args=(self._run(),), daemon=True)
        thread.start()
        self._ready.wait()
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._ends.set)
            thread.join()
            self._loop.close()

    async def _run(self) -> None:
        server = await asyncio.start_unix_server(self._connected, self.folder / f".s.PGSQL.{PORT}")
        self._ready.set()
        await self._ends.wait()
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        self._cut()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._writers.add(writer)
        try:
            with suppress(OSError):
                from_server, to_server = await asyncio.open_unix_connection(self._server)
                self._writers.add(to_server)
                both = self._pass_on(reader, to_server, answers=False), self._pass_on(from_server, writer, answers=True)
                await asyncio.gather(*both)
                self._writers.discard(to_server)
        finally:
            writer.transport.abort()
            self._writers.discard(writer)

    async def _pass_on(self, reader: StreamReader, writer: StreamWriter, *, answers: bool) -> None:
        """Until one of them leaves, which ends both."""
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                while self.is_stalled:
                    await asyncio.sleep(SLOWNESS)
                if self.is_slow:
                    await asyncio.sleep(SLOWNESS)
                if not (answers and self.is_mute):
                    writer.write(data)
                    await writer.drain()
        writer.transport.abort()
