"""A browser that looks at the explorer."""

from collections.abc import Iterator

import pytest
from browsing import browsing, launched
from playwright.sync_api import Browser, Page
from service import listening
from world import World

from api.app import create_app


@pytest.fixture(scope="module")
def shown(turmoil: World) -> World:
    """The world that is looked at: one that has seen every revision there is, unless a file has one of its own."""
    return turmoil


@pytest.fixture(scope="module")
def address(shown: World) -> Iterator[str]:
    """Where a server of that world listens."""
    with listening(create_app(shown.url, follow=False)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser for all tests of this file: to start one takes longer than most of them."""
    with launched(chromium) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a browser; it must ask no other host, and try nothing that its policy forbids."""
    asked: list[str] = []
    violations: list[str] = []
    with browsing(browser, address, asked, violations) as page:
        yield page
    assert (asked, violations) == ([], [])
