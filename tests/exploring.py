"""Reading the explorer's pages in a browser."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

TROOPS = "troops-prk-rus-2024"
PAGES = (
    "/",
    "/?kind=search&q=kim",
    "/?kind=events&retracted=1",
    f"/?kind=event&ref={TROOPS}",
    "/?kind=actor&ref=PRK",
    "/?kind=pair&ref=PRK&ref=RUS",
    "/?kind=place&ref=vladivostok",
    "/?kind=source&ref=other-paper",
    "/?kind=discrepancies",
    "/?kind=compare&since=1500",
)


def texts(found: Locator) -> list[str]:
    """The texts of all elements found, each on one line."""
    return [" ".join(text.split()) for text in found.all_inner_texts()]


def opened(page: Page, address: str) -> Page:
    """The page, once it shows what an address names."""
    page.goto(address)
    expect(page.locator("main h1")).to_be_visible()
    return page


def part(page: Page, title: str) -> Locator:
    """A section of the page by its heading."""
    return page.locator("section", has=page.get_by_role("heading", name=title, exact=True))


def barriers(page: Page, **options: Any) -> list[tuple[str, list[str]]]:
    """What axe finds on the page that keeps some people from using it: the rule, and the elements that break it."""
    violations = Axe().run(page, options=options).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations]


def bars(section: Locator) -> dict[str, int]:
    """Names and numbers of a list of bars."""
    return {name: int(count) for name, count in (text.rsplit("\t", 1) for text in section.locator("tr").all_inner_texts())}
