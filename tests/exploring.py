"""Reading the explorer's pages in a browser."""

import re
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


def near(found: Locator) -> Locator:
    """A picture that is drawn only when the reader comes near it, once it is there."""
    walked(found.page)
    expect(found).to_be_visible()
    return found


def walked(page: Page) -> Page:
    """The page, once all is there that it fetches only when the reader comes near."""
    for box in page.locator(".near").all():
        box.scroll_into_view_if_needed()
        expect(box.locator("*")).not_to_have_count(0)
        expect(box.get_by_text("Asking …")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    return page


def table_behind(picture: Locator) -> list[list[str]]:
    """The rows of the table behind a picture."""
    if not picture.locator("details[open]").count():
        picture.locator("summary").click()
    return [row.split("\t") for row in picture.locator("details tbody tr").all_inner_texts()]


def numbers_told(picture: Locator) -> dict[str, int]:
    """What is told beside a picture in the form of a text, a colon and a number."""
    told = picture.locator("> p.quiet").inner_text()
    return {text.strip(): int(number.replace(",", "")) for text, number in re.findall(r"([^.:]+): ([\d,]+)\.", told)}


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
