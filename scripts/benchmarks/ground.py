"""Where the benchmarks are run: a PostgreSQL, databases of their own on it, the events."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

import psycopg
from psycopg import Connection

from domain.events.coded import InteractionCoded
from domain.log import Log
from projections.live import LiveViews
from scripts.benchmarks import library
from scripts.benchmarks.data import Data
from scripts.support.conninfo import with_database

T = TypeVar("T")

BATCH = 5000
"""How many entries go in one transaction where many are appended."""

BY = "annals bench"


class Place(NamedTuple):
    """A database with a log, and what folds it."""

    url: str
    log: Log
    views: LiveViews


class Peer(NamedTuple):
    """A database with a log of the library's."""

    url: str
    app: library.Library


class Ground:
    """A server, and what the benchmarks share. Closing it drops every database that was made."""

    def __init__(self, server_url: str, data: Data) -> None:
        self.data, self.count = data, len(data.rows)
        self._server_url, self._all = server_url, ExitStack()
        self._kept = self._all
        self._shared: dict[Any, Any] = {}
        self._server = self.keep(psycopg.connect(server_url, autocommit=True))
        self._next = self.count

    def __enter__(self) -> "Ground":
        return self

    def __exit__(self, *error: object) -> None:
        self._all.close()

    @contextmanager
    def one_benchmark(self) -> Iterator[None]:
        """What is kept within the block goes with it."""
        try:
            with ExitStack() as self._kept:
                yield
        finally:
            self._kept = self._all

    def keep(self, thing: AbstractContextManager[T]) -> T:
        """Something that is needed until the benchmark is over."""
        return self._kept.enter_context(thing)

    def shared(self, make: Callable[["Ground"], AbstractContextManager[T]]) -> T:
        """What several benchmarks stand on: made for the first of them, kept for all."""
        if make not in self._shared:
            self._shared[make] = self._all.enter_context(make(self))
        return cast(T, self._shared[make])

    def settle(self) -> None:
        """Has the server write out what earlier measurements left, so that it does not burden the next."""
        with suppress(psycopg.errors.InsufficientPrivilege):
            self._server.execute("CHECKPOINT")

    def new_events(self, count: int) -> list[InteractionCoded]:
        """Events that nobody has appended yet."""
        self._next += count
        return self.data.events(self._next - count, count)

    @contextmanager
    def database(self) -> Iterator[str]:
        """A database with nothing in it, gone after the block."""
        name = f"annals_bench_{uuid.uuid4().hex[:12]}"
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        try:
            yield with_database(self._server_url, name)
        finally:
            self._server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    @contextmanager
    def place(self) -> Iterator[Place]:
        """An empty log in a database of its own."""
        with self.database() as url:
            log = Log.on_postgres(url)
            try:
                yield Place(url, log, LiveViews(log))
            finally:
                log.close()

    def connect(self, url: str) -> Connection[Any]:
        """A connection until the benchmark is over, without notices."""
        conn = self.keep(psycopg.connect(url, autocommit=True))
        conn.execute("SET client_min_messages = warning")
        return conn

    @cached_property
    def filled(self) -> Place:
        """A log with the cast and all events; only to be read and folded."""
        place = self._all.enter_context(self.place())
        self.fill(place)
        self.connect(place.url).execute("VACUUM ANALYZE annals.annals_events")
        return place

    def fill(self, place: Place) -> None:
        """Appends the cast and all events."""
        place.log.append(self.data.cast(), BY)
        for start in range(0, self.count, BATCH):
            place.log.append(self.data.events(start, min(BATCH, self.count - start)), BY)

    @contextmanager
    def peer(self) -> Iterator[Peer]:
        """The library with an empty log in a database of its own."""
        with self.database() as url:
            app = library.Library(env=library.environment(url))
            try:
                yield Peer(url, app)
            finally:
                app.close()

    @cached_property
    def filled_peer(self) -> Peer:
        """The library's log of the same events; only to be read and folded."""
        peer = self._all.enter_context(self.peer())
        for start in range(0, self.count, BATCH):
            library.put(peer.app, library.coded(self.data.events(start, min(BATCH, self.count - start))))
        return peer
