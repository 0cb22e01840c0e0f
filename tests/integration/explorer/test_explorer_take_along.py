"""The explorer's links to files and the feed, in a real browser: they lead to what the list shows."""

import csv
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect
from world import World

LIST = "/?kind=events&of=CALL_HELD&actor=Kim+Jong+Un&from=2025-01-01&retracted=1"
PAIR = "/?kind=events&ref=PRK&ref=RUS&text=troops"


@pytest.mark.parametrize("path", [LIST, PAIR])
def test_the_links_of_a_list_lead_to_its_events_as_files(page: Page, turmoil: World, tmp_path: Path, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("link", name="Events as CSV")).to_be_visible()
    titles = {" ".join(text.split()) for text in page.locator("table.events .title a").all_inner_texts()}

    with page.expect_download() as downloading:
        page.get_by_role("link", name="Events as CSV").click()

    downloading.value.save_as(tmp_path / "events.csv")
    text = (tmp_path / "events.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    assert {row["title"] for row in csv.DictReader(text.removeprefix("\ufeff").splitlines())} == titles
    assert downloading.value.suggested_filename == f"events-as-of-{turmoil.log.head()}.csv"


def test_the_feed_of_a_list_is_about_its_events(page: Page, turmoil: World) -> None:
    page.goto(LIST)
    link = urlsplit(page.get_by_role("link", name="Feed of changes").get_attribute("href") or "")

    assert parse_qs(link.query) == {
        "kind": ["CALL_HELD"],
        "actor": ["Kim Jong Un"],
        "occurred": ["2025-01-01/.."],
        "includeRetracted": ["true"],
    }
    feed = ElementTree.fromstring(turmoil.client.get(f"{link.path}?{link.query}").content)
    assert feed.findall("{http://www.w3.org/2005/Atom}entry")


def test_who_has_given_a_token_is_shown_no_link_that_would_be_refused(page: Page) -> None:
    page.goto(LIST)
    page.evaluate("sessionStorage.setItem('annals.token', 'annals_x')")
    page.reload()
    expect(page.locator("table.events")).to_be_visible()

    expect(page.get_by_role("link", name="Events as CSV")).to_have_count(0)
