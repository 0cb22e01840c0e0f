"""The explorer's page of an event: who says what about it, and how the record came to say so."""

from hashlib import sha256
from pathlib import Path

from browsing import browsing
from command_line import run_annals
from exploring import TROOPS, opened, part, texts
from playwright.sync_api import Browser, Page, expect
from service import listening
from world import World

from api.app import create_app


def test_an_event_shows_its_reports_side_by_side_and_each_sources_figures_on_one_axis(page: Page, turmoil: World) -> None:
    query = "query ($key: String!) { event(key: $key) { title reports { quote hedge source { publisher } } history { position } } }"
    event = turmoil.ask(query, key=TROOPS)["event"]

    opened(page, f"/?kind=event&ref={TROOPS}")

    expect(page.locator("h1")).to_have_text(event["title"])
    cards = part(page, "Reports side by side").locator(".card")
    assert texts(cards.locator(".card-head a")) == [report["source"]["publisher"] for report in event["reports"]]
    assert texts(cards.locator(".tag")) == [report["hedge"].capitalize() for report in event["reports"]]
    assert texts(cards.locator("blockquote")) == [report["quote"] for report in event["reports"] if report["quote"]]
    assert page.locator("svg .figure .value").all_text_contents() == ["about 15,000 (running total)", "9,000\N{EN DASH}12,000"]
    assert texts(part(page, "History").locator("p.quiet > a:first-child")) == [
        f"Position {r['position']}" for r in event["history"]
    ]


def test_the_history_of_an_event_shows_what_each_entry_changed(page: Page) -> None:
    opened(page, f"/?kind=event&ref={TROOPS}")

    changes = part(page, "History").locator(".differences tbody tr")

    assert "reports.other-paper.hedge alleged reported" in texts(changes)
    assert "reports.other-paper.says troops (low 10000, high 12000) troops (low 9000, high 12000)" in texts(changes)


def test_an_imported_event_tells_the_file_and_the_line_it_came_from(browser: Browser, world: World, tmp_path: Path) -> None:
    file = tmp_path / "told.tsv"
    file.write_text("North Korea\tConsult\tSouth Korea\t2014-01-01\nNorth Korea\tPraise or endorse\tChina\t2014-01-02\n")
    run_annals(world.url, "import", "quadruples", file)
    event = world.ask("""{ events(first: 1, filter: {actors: ["CHN"]}) { nodes { key position history { appendedBy } } } }""")
    found = event["events"]["nodes"][0]
    assert f"told.tsv:2 (sha256 {(digest := sha256(file.read_bytes()).hexdigest()[:12])})" in found["history"][0]["appendedBy"]
    with (
        listening(create_app(world.url, follow=False)) as port,
        browsing(browser, f"http://127.0.0.1:{port}", [], []) as page,
    ):
        opened(page, f"/?kind=event&ref={found['key']}")

        told = " ".join(part(page, "Where it came from").inner_text().split())
        assert "Read from told.tsv, line 2" in told
        assert f"SHA-256 of that file begins {digest}" in told
        assert f"First recorded Position {found['position']} " in told
        assert f"annals show {found['key']} --history" in told


def test_an_event_tells_how_often_it_was_revised_and_how_to_check_the_log_up_to_there(page: Page, turmoil: World) -> None:
    history = turmoil.ask("query ($key: String!) { event(key: $key) { history { position } } }", key=TROOPS)["event"]["history"]
    last = history[-1]["position"]

    opened(page, f"/?kind=event&ref={TROOPS}")

    told = " ".join(part(page, "Where it came from").inner_text().split())
    assert f"Entries about it {len(history)} · the last at position {last}" in told
    assert f"annals cite --as-of {last}" in told
    assert "Read from" not in told
