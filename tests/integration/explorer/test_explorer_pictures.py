"""What is taken along from a picture of the explorer: its table, its drawing, its query, its citation."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from exploring import TROOPS, opened
from playwright.sync_api import Page, expect
from world import World


def test_a_picture_is_taken_along_as_table_as_drawing_and_as_query(page: Page, tmp_path: Path) -> None:
    opened(page, f"/?kind=event&ref={TROOPS}")
    picture = page.locator("figure.picture")

    with page.expect_download() as download:
        picture.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text())))
    assert [(row["Source"], row["Low"], row["Best"], row["High"]) for row in rows] == [
        ("asiae-third-summit", "", "15000", ""),
        ("other-paper", "9000", "", "12000"),
    ]
    with page.expect_download() as download:
        picture.get_by_role("button", name="SVG").click()
    assert Path(download.value.path()).read_text().startswith("<svg ")
    picture.get_by_role("button", name="Copy citation").click()
    head = page.locator("#position").get_attribute("max")
    expect(picture.locator(".citation")).to_contain_text(f"as known at position {head} of the log")
    expect(picture.locator(".citation")).to_contain_text(f"&asOf={head}")


def test_a_picture_leads_to_its_query_in_the_playground(page: Page, address: str, turmoil: World) -> None:
    opened(page, f"/?kind=event&ref={TROOPS}")

    link = page.get_by_role("link", name="Open in the playground").first.get_attribute("href")

    asked = parse_qs(urlsplit(str(link)).query)
    answer = turmoil.ask(asked["query"][0], **json.loads(asked["variables"][0]))
    assert answer["event"]["key"] == TROOPS
    assert json.loads(asked["variables"][0])["asOf"] == {"position": turmoil.log.head()}
