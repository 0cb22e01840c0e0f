"""What tests ask for by name: a PostgreSQL, an empty database on it, a browser."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from node import INSTALLING, Node, installed
from world import World, a_world, bare_database, new_database, template, the_article

from scripts.support.embedded import embedded_database

# No test fails for the time that it takes, which depends on what else the machine does.
settings.register_profile("annals", deadline=None)
settings.load_profile("annals")

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure() -> None:
    """Where bytecode is not to be written beside the code, it is written elsewhere: tests start hundreds of processes."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / ".pytest_cache" / "bytecode")
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for processes that they started."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test that uses the packages from npm waits until they are installed."""
    for item in items:
        if "node" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(INSTALLING + 120))


@pytest.fixture(scope="session", autouse=True)
def interrupts() -> Iterator[None]:
    """Ctrl-C interrupts a test, as it does a program in a terminal.

    Where the session began with interrupts ignored (a background job of a script, nohup), Python does not see to that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", autouse=True)
def data_home() -> Iterator[None]:
    """Keys of logs that tests make stay out of the home of whoever runs them."""
    with TemporaryDirectory(prefix="annals-tests-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", folder)
        yield


@pytest.fixture(scope="module")
def server_folder() -> Iterator[Path]:
    """A folder for a PostgreSQL of a test's own.

    Not in pytest's: whatever session begins meanwhile closes that to all others, the server's account among them."""
    with TemporaryDirectory(prefix="annals-tests-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL for the whole session: that of ANNALS_TEST_DATABASE_URL (a URL), else one of its own."""
    if given := os.environ.get("ANNALS_TEST_DATABASE_URL"):
        with template(given):
            yield given
        return
    # For a folder of its own there is the same reason as above.
    with TemporaryDirectory(prefix="annals-tests-") as home, embedded_database(Path(home), durable=False) as url, template(url):
        yield url


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    """A database as the first command leaves it, gone after the test."""
    with new_database(server_url) as url:
        yield url


@pytest.fixture
def bare_url(server_url: str) -> Iterator[str]:
    """A database with nothing in it, gone after the test."""
    with bare_database(server_url) as url:
        yield url


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """A database that knows the states and nothing else yet."""
    with a_world(database_url) as world:
        yield world


@pytest.fixture
def told(world: World) -> World:
    """A world that has read the article, and one other paper."""
    world.append(*the_article(), {"kind": "SourceRegistered", "id": "other-paper", "publisher": "Other Paper"})
    return world


@pytest.fixture(scope="session")
def article(server_url: str) -> Iterator[World]:
    """A database with the article, for questions only: no test may append to it."""
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        yield world


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser of the Chromium family."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    reason = f"no browser on PATH: none of {', '.join(BROWSERS)}"
    if os.environ.get("ANNALS_REQUIRE_CHROMIUM"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def node() -> Node:
    """What runs clients and audits from npm."""
    return installed()
