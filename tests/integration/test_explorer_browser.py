"""The explorer in a real browser: what stands on its pages is what GraphQL says."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import browsing, launched
from command_line import run_annals
from playwright.sync_api import Browser, Locator, Page, Request, expect
from service import listening
from world import World

from api.app import create_app

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


@pytest.fixture(scope="module")
def address(turmoil: World) -> Iterator[str]:
    """Where a server listens whose world has seen every revision there is."""
    with listening(create_app(turmoil.url, follow=False)) as port:
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


def test_the_first_page_tells_how_much_there_is_of_what(page: Page, turmoil: World) -> None:
    answer = turmoil.ask("""{
        events(orderBy: POSITION_DESC, first: 12) { totalCount nodes { title } }
        eventGroups(by: [KIND]) { keys eventCount }
        actors: eventGroups(by: [ACTOR], first: 12) { eventCount }
        status { discrepancies { count } overdueCount }
    }""")

    opened(page, "/")

    expect(page.locator(".under")).to_have_text(f"{answer['events']['totalCount']} events")
    assert texts(part(page, "What came last").locator(".title a")) == [event["title"] for event in answer["events"]["nodes"]]
    held = {group["keys"][0].capitalize().replace("_", " "): group["eventCount"] for group in answer["eventGroups"]}
    assert bars(part(page, "What the log holds")) == held
    expect(part(page, "Most often named").locator("tr")).to_have_count(len(answer["actors"]))
    assert list(bars(part(page, "Most often named")).values()) == [group["eventCount"] for group in answer["actors"]]
    assert list(bars(part(page, "Discrepancies found")).values()) == [each["count"] for each in answer["status"]["discrepancies"]]
    assert len(texts(page.locator("section", has_text="Overdue").locator("li"))) == answer["status"]["overdueCount"]


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


def test_an_actor_shows_with_whom_it_has_events_in_common(page: Page, turmoil: World) -> None:
    answer = turmoil.ask("""{ actor(ref: "PRK") { eventCount relationships(first: 25) { nodes {
        between { ref name } eventCount cooperation conflict } } } }""")["actor"]

    opened(page, "/?kind=actor&ref=PRK")

    expect(page.locator(".under")).to_have_text(f"{answer['eventCount']} events")
    rows = [row.split("\t")[:4] for row in part(page, "With whom it has events in common").locator("tbody tr").all_inner_texts()]
    assert rows == [
        [next(who["name"] for who in each["between"] if who["ref"] != "PRK")]
        + [str(each[name]) for name in ("eventCount", "cooperation", "conflict")]
        for each in answer["relationships"]["nodes"]
    ]


def test_the_bars_and_spans_over_time_add_up_to_the_events_that_happened(page: Page, turmoil: World) -> None:
    counts = turmoil.ask("""{ relationship(between: ["PRK", "RUS"]) { eventCount cooperation conflict } }""")["relationship"]

    opened(page, "/?kind=pair&ref=PRK&ref=RUS")

    picture = page.locator("figure", has_text="Events by month")
    picture.locator("summary").click()
    rows = [[int(number) for number in row.split("\t")[1:]] for row in picture.locator("tbody tr").all_inner_texts()]
    assert [sum(column) for column in zip(*rows, strict=True)][:2] == [counts["cooperation"], counts["conflict"]]
    assert sum(map(sum, rows)) == counts["eventCount"]
    # Two of them are dated to no month.
    assert picture.locator("svg g.open").count() == 2


def test_what_has_not_happened_is_in_no_bar_but_told_beside(page: Page, turmoil: World) -> None:
    query = """query ($status: [EventStatus!]) { events(filter: {actors: ["PRK"], status: $status}) { totalCount } }"""
    happened, others = (
        turmoil.ask(query, status=status)["events"]["totalCount"]
        for status in (["DONE", "UNDER_WAY"], ["PLANNED", "ANNOUNCED", "DENIED"])
    )

    opened(page, "/?kind=actor&ref=PRK")

    picture = page.locator("figure", has_text="Events by")
    picture.locator("summary").click()
    rows = [[int(number) for number in row.split("\t")[1:]] for row in picture.locator("tbody tr").all_inner_texts()]
    assert sum(map(sum, rows)) == happened
    assert others > 0
    expect(picture).to_contain_text(f"Planned, announced or denied, and in no bar: {others}.")


def test_more_events_than_are_fetched_are_counted_by_month_and_those_of_long_ago_left_to_the_table(
    browser: Browser, world: World
) -> None:
    days = ["1959-09-01", *(f"{2014 + month // 12}-{month % 12 + 1:02}-{day:02}" for month in range(23) for day in range(1, 24))]
    world.append(*({"kind": "CallHeld", "key": day, "occurred": day, "participants": ["PRK", "KOR"]} for day in days))
    with listening(create_app(world.url, follow=False)) as port:
        address = f"http://127.0.0.1:{port}"
        with browsing(browser, address, [], []) as page:
            opened(page, "/?kind=actor&ref=PRK")
            picture = page.locator("figure", has_text="Events by month")
            picture.locator("summary").click()

            expect(picture).to_contain_text("in the table alone: 1.")
            rows = [row.split("\t")[:2] for row in picture.locator("tbody tr").all_inner_texts()]
            assert rows[0] == ["1959-09", "1"]
            assert len(rows) == 24
            assert sum(int(count) for _, count in rows) == len(days) == 530
            expect(picture.locator("svg rect")).to_have_count(23)


def test_by_clicking_alone_one_finds_how_often_two_people_met(page: Page, turmoil: World) -> None:
    met = turmoil.ask("""{ appearances(together: ["kim-jong-un", "vladimir-putin"], kinds: [SUMMIT_HELD]) {
        ordinal event { title } sincePrevious { minDays maxDays } } }""")["appearances"]

    opened(page, "/")
    part(page, "Most often named").get_by_role("link", name="Kim Jong Un").click()
    part(page, "With whom it has events in common").get_by_role("link", name="Vladimir Putin", exact=True).click()
    page.get_by_label("Only of the kind").select_option(label="Summit held")

    rows = part(page, "Appearances together").locator("tbody tr")
    expect(rows).to_have_count(len(met))
    assert [(row.split("\t")[0], row.split("\t")[-1]) for row in rows.all_inner_texts()] == [
        (str(each["ordinal"]), "{minDays} to {maxDays} days".format_map(each["sincePrevious"]) if each["sincePrevious"] else "")
        for each in met
    ]


def test_discrepancies_are_explained(page: Page, turmoil: World) -> None:
    found = turmoil.ask("{ discrepancies(first: 100) { nodes { explanation events { title } } } }")["discrepancies"]["nodes"]

    opened(page, "/?kind=discrepancies")

    assert texts(page.locator(".card .lead")) == [each["explanation"] for each in found]
    assert texts(page.locator(".card li a")) == [event["title"] for each in found for event in each["events"]]


@pytest.mark.parametrize(("kind", "ref"), [("place", "vladivostok"), ("source", "other-paper")])
def test_a_place_and_a_source_list_their_events(page: Page, turmoil: World, kind: str, ref: str) -> None:
    query = "query ($filter: EventFilter) { events(filter: $filter) { totalCount nodes { title } } }"
    events = turmoil.ask(query, filter={kind: ref})["events"]

    opened(page, f"/?kind={kind}&ref={ref}")

    assert texts(page.locator(".events .title a")) == [event["title"] for event in events["nodes"]]
    expect(page.locator(".under")).to_have_text(f"{events['totalCount']} event{'s' * (events['totalCount'] != 1)}")


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
    assert all(asked["variables"]["asOf"] == {"position": position} for asked in sent)
    inner = page.locator("main a").evaluate_all("links => links.map(link => link.search)")
    assert all(parse_qs(link[1:])["asOf"] == [str(position)] for link in inner)


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


def test_words_find_actors_and_events(page: Page, turmoil: World) -> None:
    events = turmoil.ask("""{ events(filter: {text: "brotherly"}) { nodes { title } } }""")["events"]["nodes"]
    opened(page, "/")

    page.get_by_role("searchbox").fill("brotherly")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("brotherly")
    assert texts(page.locator(".events .title a")) == [event["title"] for event in events]


def test_retracted_events_are_struck_out_where_they_are_asked_for(page: Page) -> None:
    opened(page, "/?kind=events")
    assert "Territory taken: North Korea" not in texts(page.locator(".title a"))

    page.get_by_label("Show retracted ones too").check()
    page.get_by_role("button", name="Show", exact=True).click()

    struck = page.locator("a.retracted")
    expect(struck).to_have_text("Territory taken: North Korea")
    assert "line-through" in struck.evaluate("link => getComputedStyle(link).textDecorationLine")


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


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("/?kind=nothing", "the explorer does not have"),
        ("/?kind=event&ref=nothing", "“nothing” is not known."),
        ("/?kind=actor&ref=kim-jong-un&asOf=1", "“kim-jong-un” was not known at this position."),
        ("/?kind=pair&ref=PRK&ref=nobody", "unknown actor 'nobody'"),
        ("/?asOf=999999999", "position 999999999 is beyond the head of the log"),
        ("/?asOf=yesterday", "The address names no position: “yesterday”."),
    ],
)
def test_an_address_that_names_nothing_is_told_why(page: Page, wrong: str, told: str) -> None:
    opened(page, wrong)

    expect(page.locator("body")).to_contain_text(told)


def test_a_reader_of_korean_finds_texts_and_names_in_korean_and_can_choose_another_language(
    browser: Browser, address: str, turmoil: World
) -> None:
    name = turmoil.ask("""{ actor(ref: "PRK") { name(language: "ko") } }""")["actor"]["name"]
    with browsing(browser, address, [], [], locale="ko-KR") as page:
        opened(page, "/?kind=actor&ref=PRK")
        expect(page.locator("h1")).to_have_text(name)
        assert texts(page.locator("#menu a"))[:2] == ["개요", "사건"]
        assert page.evaluate("document.documentElement.lang") == "ko"

        page.locator("#language").select_option("en")
        expect(page.locator("h1")).to_have_text("North Korea")
        expect(page.locator("#menu a").first).to_have_text("Overview")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_narrow_screen(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})

    opened(page, path)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator(".problem").count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_in_the_light_and_in_the_dark(page: Page, path: str) -> None:
    opened(page, path)
    page.wait_for_load_state("networkidle")
    assert barriers(page) == []

    page.emulate_media(color_scheme="dark")
    assert barriers(page, runOnly=["color-contrast"]) == []


def test_what_a_source_says_is_never_taken_for_markup(browser: Browser, told: World) -> None:
    quote = "<img src=x onerror='document.title = \"run\"'><b>bold</b>"
    told.append(
        {"kind": "CallHeld", "key": "call", "occurred": "2025-09-05", "participants": ["PRK", "RUS"]}
        | {"report": {"source": "other-paper", "quote": quote}}
    )
    violations: list[str] = []
    with listening(create_app(told.url, follow=False)) as port:
        address = f"http://127.0.0.1:{port}"
        with browsing(browser, address, [], violations) as page:
            opened(page, "/?kind=event&ref=call")
            expect(page.locator(".card blockquote")).to_have_text(quote)
            assert page.locator("main img, main b").count() == 0
    assert violations == []


def test_where_tokens_are_needed_the_reader_is_asked_for_one_that_stays_in_the_tab(browser: Browser, told: World) -> None:
    secret = run_annals(told.url, "token", "create", "reader").out.strip()
    violations: list[str] = []
    with listening(create_app(told.url, follow=False)) as port:
        address = f"http://127.0.0.1:{port}"
        with browsing(browser, address, [], violations) as page:
            opened(page, "/?kind=actor&ref=kim-jong-un")
            expect(page.locator("h1")).to_have_text("A token is needed")
            page.get_by_label("Token").fill("wrong")
            page.keyboard.press("Enter")
            # The field is another one once the server has refused the token.
            expect(page.get_by_label("Token")).to_have_value("")
            expect(page.locator(".problem")).to_be_visible()
            page.get_by_label("Token").fill(secret)
            page.keyboard.press("Enter")
            expect(page.locator("h1")).to_have_text("Kim Jong Un")
            assert secret not in page.url
            assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
            page.get_by_role("button", name="Forget the token").click()
            expect(page.locator("h1")).to_have_text("A token is needed")
    assert violations == []


def _first_position(world: World, key: str) -> int:
    return int(world.ask("query ($key: String!) { event(key: $key) { position } }", key=key)["event"]["position"])
