"""The explorer's page of an event: who says what about it, and how the record came to say so."""

from exploring import TROOPS, opened, part, texts
from playwright.sync_api import Page, expect
from world import World


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
