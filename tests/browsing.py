"""A browser that reaches one server and no other host, and says what it was kept from."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
expect.set_options(timeout=60_000)
WIDTH, HEIGHT = 1280, 800


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """A browser, closed after the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def browsing(browser: Browser, address: str, asked: list[str], violations: list[str], **options: Any) -> Iterator[Page]:
    """A page of a reader of its own. `asked`: what it asks of other hosts; `violations`: what its policy forbids."""

    def only_here(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(address).netloc:
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    page = browser.new_page(**{"viewport": {"width": WIDTH, "height": HEIGHT}, "locale": "en-GB", "base_url": address} | options)
    page.route("**/*", only_here)
    page.on("console", lambda said: violations.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    page.close()
