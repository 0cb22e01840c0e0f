"""What is taken along from a picture of the explorer: its table, its drawing, its query, its citation."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from browsing import browsing
from exploring import TROOPS, near, opened, walked
from playwright.sync_api import Browser, Locator, Page, expect
from world import World

PICTURES = {
    "/": 1,
    f"/?kind=event&ref={TROOPS}": 1,
    "/?kind=actor&ref=FRA": 1,
    "/?kind=actor&ref=PRK": 3,
    "/?kind=pair&ref=PRK&ref=RUS": 2,
    "/?kind=place&ref=vladivostok": 1,
}
"""The pages that have pictures, and how many."""

SVG = "{http://www.w3.org/2000/svg}"
PAPER = {"light": (0xFB, 0xFA, 0xF6), "dark": (0x13, 0x17, 0x1B)}
CORNER = """async (bytes) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const inks = new Set(new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer));
    return { size: [image.width, image.height], corner: [...pen.getImageData(1, 1, 1, 1).data], inks: inks.size };
}"""


def taken(picture: Locator, button: str) -> bytes:
    """What a button of a picture gives."""
    with picture.page.expect_download() as download:
        picture.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("path", PICTURES)
def test_every_picture_has_its_table_its_files_its_query_and_its_citation(page: Page, path: str) -> None:
    walked(opened(page, path))

    pictures = page.locator("figure.picture")
    expect(pictures).to_have_count(PICTURES[path])
    for picture in pictures.all():
        expect(picture.locator("svg").first).to_be_visible()
        assert picture.locator(".actions > :is(button, a)").all_inner_texts() == [
            "CSV",
            "PNG",
            "SVG",
            "Open in the playground",
            "Copy citation",
        ]
        rows = picture.locator("details tbody tr").count()
        assert rows
        assert len(list(csv.reader(io.StringIO(taken(picture, "CSV").decode())))) == rows + 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_that_leaves_the_page_brings_its_paper_its_legend_and_its_citation(
    browser: Browser, address: str, turmoil: World, scheme: Any
) -> None:
    with browsing(browser, address, [], [], color_scheme=scheme) as page:
        picture = near(opened(page, "/?kind=actor&ref=PRK").locator("figure", has=page.locator(".network")))

        drawing = ElementTree.fromstring(taken(picture, "SVG"))

        words = [" ".join("".join(text.itertext()).split()) for text in drawing.iter(f"{SVG}text")]
        assert words[0] == "North Korea: Who with whom"
        assert {"Cooperation", "Conflict", "Neither", "North Korea"} <= set(words)
        assert f"as known at position {turmoil.log.head()} of the log" in " ".join(words)
        paper = next(drawing.iter(f"{SVG}rect"))
        assert paper.get("fill") == "rgb({}, {}, {})".format(*PAPER[scheme])
        assert (paper.get("width"), paper.get("height")) == (drawing.get("width"), drawing.get("height"))
        assert all(str(link.get("href")).startswith(f"{address}/?kind=pair") for link in drawing.iter(f"{SVG}a"))
        # Styles that only the page has would be lost.
        assert all(line.get("stroke", "").startswith("rgb") for line in drawing.iter(f"{SVG}line"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", [".network", ".map"])
def test_an_image_is_sharp_and_has_the_paper_that_it_was_drawn_on(browser: Browser, address: str, scheme: Any, shape: str) -> None:
    violations: list[str] = []
    with browsing(browser, address, [], violations, color_scheme=scheme) as page:
        picture = near(opened(page, "/?kind=actor&ref=PRK").locator("figure", has=page.locator(shape)))
        drawing = ElementTree.fromstring(taken(picture, "SVG"))

        image = page.evaluate(CORNER, list(taken(picture, "PNG")))

        assert image["size"] == [2 * int(str(drawing.get("width"))), 2 * int(str(drawing.get("height")))]
        assert image["corner"] == [*PAPER[scheme], 255]
        assert image["inks"] > 50
    assert violations == []


def test_a_picture_is_taken_along_as_table_and_as_citation(page: Page) -> None:
    opened(page, f"/?kind=event&ref={TROOPS}")
    picture = page.locator("figure.picture")

    with page.expect_download() as download:
        picture.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text())))
    assert [(row["Source"], row["Low"], row["Best"], row["High"]) for row in rows] == [
        ("asiae-third-summit", "", "15000", ""),
        ("other-paper", "9000", "", "12000"),
    ]
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
