"""What integration tests ask for by name."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from dsl import Annals, clear
from releases import Releases
from turmoil import REVISIONS, TURMOIL
from world import World, a_world, new_database, the_article

from domain.log import Log


@pytest.fixture(scope="session")
def one_database(server_url: str) -> Iterator[str]:
    """A database for all tests that clear it up before they begin: to make one for each takes longer than most tests."""
    with new_database(server_url) as url:
        yield url


@pytest.fixture
def empty_url(one_database: str) -> str:
    """A database with neither log nor views."""
    with psycopg.connect(one_database, autocommit=True) as conn:
        clear(conn)
    return one_database


@pytest.fixture
def log(empty_url: str) -> Iterator[Log]:
    """An empty log."""
    log = Log.on_postgres(empty_url)
    yield log
    log.close()


@pytest.fixture
def annals(empty_url: str) -> Iterator[Annals]:
    """An empty log and its views."""
    annals = Annals(empty_url)
    yield annals
    annals.close()


@pytest.fixture(scope="session")
def turmoil(server_url: str) -> Iterator[World]:
    """A world that has read the article and then seen every revision there is; for questions only."""
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        world.append(*TURMOIL)
        for revision in REVISIONS:
            world.append(revision)
        yield world


@pytest.fixture
def releases(database_url: str, tmp_path: Path) -> Releases:
    """A database that has three rows of a first release."""
    releases = Releases(database_url, tmp_path)
    releases.take("19.1", {"id": "1"}, {"id": "2"}, {"id": "3"})
    return releases
