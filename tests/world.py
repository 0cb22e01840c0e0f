"""A database to ask questions of: entries go in as a script would append them, answers come out over HTTP."""

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import yaml
from starlette.testclient import TestClient

from api.app import create_app
from api.limits.limits import Limits
from domain.intake import read_entries
from domain.log import Log, Outcome
from domain.postgres.connection import set_schema
from projections.directory import Directory
from projections.live import LiveViews
from projections.schemas import LIVE
from scripts.support.cast import register_cast
from scripts.support.conninfo import with_database

INTERNALS = ("Traceback", 'File "', "psycopg", "SELECT", "site-packages", "connection", "annals_views")
BASE_URL = "http://localhost"
"""How tests call a server that runs within them: it answers to the names of this machine."""
ARTICLE = Path(__file__).parents[1] / "scripts" / "data" / "article.yaml"


class World:
    """A log with its views, and a client of its API."""

    def __init__(self, url: str, client: TestClient, views: LiveViews) -> None:
        self.url, self.client, self.views, self.log = url, client, views, views.log

    def append(self, *raws: dict[str, Any]) -> list[Outcome]:
        """Appends entries as written in a file, and folds them."""
        self.views.fold()
        with psycopg.connect(self.url, autocommit=True) as conn:
            set_schema(conn, LIVE)
            entries = read_entries(raws, Directory(conn, raws))
        outcomes = self.log.append(entries, by="tester")
        self.views.fold()
        return outcomes

    def response(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole response to a query."""
        answer: dict[str, Any] = self.client.post("/graphql", json={"query": query, "variables": variables}).json()
        return answer

    def ask(self, query: str, **variables: Any) -> Any:
        """The data that answers a query, which must have no errors."""
        answer = self.response(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def refusal(self, query: str, **variables: Any) -> dict[str, Any]:
        """The one error that a query is refused with."""
        (error,) = self.response(query, **variables)["errors"]
        assert isinstance(error, dict)
        return error


TEMPLATE = f"test_template_{os.getpid()}"
"""What new databases are copied from: to append the cast and to fold it takes longer than most tests."""


@contextmanager
def _database(server_url: str, name: str, options: str) -> Iterator[str]:
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} {options}".encode())
        try:
            yield with_database(server_url, name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _a_name() -> str:
    return f"test_{uuid.uuid4().hex}"


def bare_database(server_url: str, locale: str = "") -> AbstractContextManager[str]:
    """A database with nothing in it, gone after the block. `locale`: options of CREATE DATABASE."""
    return _database(server_url, _a_name(), f"TEMPLATE template0 {locale}")


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """A database as the first command leaves it, with log and views that know the states; gone after the block."""
    with _database(server_url, _a_name(), f"TEMPLATE {TEMPLATE}") as url:
        with psycopg.connect(url) as conn:
            # A log of its own: none is sealed with the key of another.
            conn.execute("UPDATE annals.store SET id = gen_random_uuid()")
            conn.execute(f"UPDATE {LIVE}.checkpoint SET store = (SELECT id FROM annals.store)".encode())
        yield url


@contextmanager
def template(server_url: str) -> Iterator[None]:
    """While the block runs, the server has what `new_database` copies."""
    with _database(server_url, TEMPLATE, "TEMPLATE template0") as url:
        make_ready(url)
        yield


def make_ready(url: str) -> None:
    """Makes log and views and registers the states, as the first command does."""
    log = Log.on_postgres(url)
    with LiveViews(log) as views:
        views.prepare()
        register_cast(log, views)
        views.fold()
    log.close()


@contextmanager
def a_world(url: str, *raws: dict[str, Any]) -> Iterator[World]:
    """A world on a database as the first command leaves it, and these entries."""
    log = Log.on_postgres(url)
    views = LiveViews(log)
    with TestClient(create_app(url, pool_size=2, follow=False), BASE_URL) as client:
        world = World(url, client, views)
        if raws:
            world.append(*raws)
        yield world
    views.close()
    log.close()


@contextmanager
def limited(world: World, **limits: Any) -> Iterator[TestClient]:
    """A client of a server of its own on a world's database, with these limits."""
    with TestClient(create_app(world.url, pool_size=2, follow=False, limits=Limits(**limits)), BASE_URL) as client:
        yield client


def leaks(text: str) -> list[str]:
    """What of the server's inside a text tells."""
    return [word for word in INTERNALS if word in text]


def the_article() -> Sequence[dict[str, Any]]:
    """The article's entries, as its file has them."""
    entries: list[dict[str, Any]] = yaml.load(ARTICLE.read_text(encoding="utf-8"), yaml.BaseLoader)
    return entries
