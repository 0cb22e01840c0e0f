"""The explorer as of a moment: every page of one position, and its address the same page for ever."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from exploring import TROOPS, bars, opened, part, texts
from playwright.sync_api import Page, Request, expect
from world import World


def test_two_moments_are_compared(page: Page, turmoil: World) -> None:
    since = turmoil.log.head() - 14
    query = """query ($since: Position!) { changes(since: {position: $since}, first: 100) { nodes { position } }
        events(asOf: {position: $since}) { totalCount } }"""
    answer = turmoil.ask(query, since=since)

    opened(page, f"/?kind=compare&since={since}")

    shown = texts(page.locator(".history > li > p.quiet"))
    assert [text.split()[1] for text in shown] == [str(change["position"]) for change in answer["changes"]["nodes"]]
    assert bars(part(page, "Events"))[f"Events known at {since}"] == answer["events"]["totalCount"]
    assert "occurred 2025-09-05 2025-09-06" in texts(page.locator(".differences tbody tr"))


def test_a_page_of_the_past_asks_all_of_one_position_says_so_and_its_links_stay_there(page: Page, turmoil: World) -> None:
    position = _first_position(turmoil, TROOPS)
    sent: list[Any] = []

    def keep(request: Request) -> None:
        if request.url.endswith("/graphql"):
            sent.append(request.post_data_json)

    page.on("request", keep)

    opened(page, f"/?asOf={position}")

    known = turmoil.ask("query ($at: Position!) { events(asOf: {position: $at}) { totalCount } }", at=position)["events"]
    expect(page.locator(".under")).to_have_text(f"{known['totalCount']} events")
    expect(page.locator(".banner")).to_contain_text(f"what the log knew at position {position} of {turmoil.log.head()}")
    page.wait_for_load_state("networkidle")
    assert len(sent) > 1
    # Places are described as they are known now.
    dated = [asked for asked in sent if "place(ref:" not in asked["query"]]
    assert all(asked["variables"]["asOf"] == {"position": position} for asked in dated)
    inner = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert all(parse_qs(urlsplit(link).query)["asOf"] == [str(position)] for link in inner if link.startswith("/?"))


def test_the_slider_moves_the_page_through_known_time_by_keyboard(page: Page, turmoil: World) -> None:
    head = turmoil.log.head()
    opened(page, "/?kind=actor&ref=kim-jong-un")

    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/?kind=actor&ref=kim-jong-un&asOf={head - 1}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/?kind=actor&ref=kim-jong-un&asOf={head - 2}")

    expect(page.locator(".banner")).to_be_visible()
    expect(page.get_by_role("slider")).to_be_focused()
    page.go_back()
    expect(page.locator(".banner")).to_have_count(0)
    assert urlsplit(page.url).query == "kind=actor&ref=kim-jong-un"


def test_a_shared_address_shows_the_same_page_after_going_away_and_reloading(page: Page, turmoil: World) -> None:
    position = _first_position(turmoil, TROOPS)
    opened(page, f"/?kind=event&ref={TROOPS}&asOf={position}")
    expect(page.locator("svg .figure")).to_have_count(1)

    page.get_by_role("link", name="North Korea", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("North Korea")
    page.go_back()
    page.reload()

    expect(page.locator("svg .figure")).to_have_count(1)
    expect(page.locator(".banner")).to_contain_text(str(position))


def _first_position(world: World, key: str) -> int:
    return int(world.ask("query ($key: String!) { event(key: $key) { position } }", key=key)["event"]["position"])
