"""The explorer's maps: as precise as the places are known, and no more; what is on no map is told beside it."""

from collections import Counter

import pytest
from browsing import browsing
from exploring import near, numbers_told, opened, part, table_behind
from playwright.sync_api import Browser, Locator, Page, Route, expect
from service import listening
from world import World

from api.app import create_app

EXACT = {"kind": "PlaceRegistered", "id": "sinuiju", "name": "Sinuiju", "place_kind": "city", "within": "PRK"}
AREA = {"kind": "PlaceRegistered", "id": "yellow-sea", "name": "Yellow Sea", "place_kind": "sea"}
VAGUE = {"kind": "PlaceRegistered", "id": "china", "name": "China at large", "place_kind": "country", "within": "CHN"}
CAST = (
    EXACT | {"latitude": 40.1, "longitude": 124.4},
    AREA | {"latitude": 35.5, "longitude": 123.5},
    # A point for a country would stand in its middle, where nothing happened.
    VAGUE | {"latitude": 35.0, "longitude": 105.0},
    {"kind": "PlaceRegistered", "id": "a-tent", "name": "A tent", "place_kind": "site"},
    {"kind": "PlaceRegistered", "id": "beijing-hall", "name": "A hall", "place_kind": "building", "within": "CHN"},
    {"kind": "SourceRegistered", "id": "wire", "publisher": "Wire"},
)


def call(number: int, place: str | None, **more: object) -> dict[str, object]:
    """A call between two states, told by one source."""
    event = {"kind": "CallHeld", "key": f"call-{number}", "occurred": f"2025-09-{number:02}", "participants": ["PRK", "CHN"]}
    return event | ({"place": place} if place else {}) | {"report": {"source": "wire"}} | more


@pytest.fixture
def placed(world: World) -> World:
    """A world in which some events are well placed, some vaguely, some not at all."""
    world.append(*CAST)
    world.append(
        *(call(number, "sinuiju") for number in (1, 2, 3)),
        call(4, "yellow-sea", report={"source": "wire", "hedge": "alleged"}),
        call(5, "china"),
        call(6, "beijing-hall"),
        call(7, "a-tent"),
        call(8, None),
        call(9, None, occurred=None),
        call(10, "sinuiju", status="denied"),
    )
    return world


def the_map(page: Page) -> Locator:
    """The map of the page, once it is drawn."""
    return near(part(page, "On the map").locator("figure"))


def test_a_place_is_a_disc_an_area_has_a_ring_and_where_only_the_state_is_known_the_state_is_shaded(
    browser: Browser, placed: World
) -> None:
    with (
        listening(create_app(placed.url, follow=False)) as port,
        browsing(browser, f"http://127.0.0.1:{port}", [], []) as page,
    ):
        picture = the_map(opened(page, "/?kind=actor&ref=PRK"))

        expect(picture.locator(".spot.exact")).to_have_attribute("aria-label", "Sinuiju: Cooperation 3")
        expect(picture.locator(".spot.around")).to_have_attribute("aria-label", "Yellow Sea (the area around): Cooperation 1")
        expect(picture.locator(".spot.around .ring")).to_have_count(1)
        expect(picture.locator(".area")).to_have_attribute("aria-label", "Somewhere in China: Cooperation 2")
        expect(picture.locator("text.inside")).to_have_text("2")
        expect(picture.locator(".hedged")).to_have_count(1)
        expect(picture).to_contain_text("Of no known place, and not on the map: 2.")
        expect(picture).to_contain_text(
            "In the table alone, since too little is known of the place or 160 others have more events: 1."
        )
        expect(picture).to_contain_text("Planned, announced or denied, and not on the map: 1.")
        drawn_as = {row[1]: row[4] for row in table_behind(picture)}
        assert drawn_as == {
            "sinuiju": "place",
            "yellow-sea": "area around",
            "china": "state",
            "beijing-hall": "state",
            "a-tent": "not drawn",
        }


def test_the_table_behind_a_map_and_what_is_told_beside_add_up_to_all_events(page: Page, turmoil: World) -> None:
    answer = turmoil.ask("""{
        all: events(filter: {status: [DONE, UNDER_WAY]}) { totalCount }
        others: events(filter: {status: [PLANNED, ANNOUNCED, DENIED]}) { totalCount }
        eventGroups(by: [PLACE], filter: {status: [DONE, UNDER_WAY]}, first: 1000) { keys eventCount } }""")
    groups = {group["keys"][0]: group["eventCount"] for group in answer["eventGroups"]}
    unplaced = groups.pop("")

    picture = the_map(opened(page, "/"))

    rows = table_behind(picture)
    assert {row[1]: int(row[7]) for row in rows} == groups
    assert all(int(row[7]) == sum(map(int, row[8:11])) for row in rows)
    told = numbers_told(picture)
    assert told["Of no known place, and not on the map"] == unplaced == answer["all"]["totalCount"] - sum(groups.values())
    assert told["Planned, announced or denied, and not on the map"] == answer["others"]["totalCount"]


def test_a_map_has_a_disc_for_each_place_with_a_point_and_a_shade_for_each_state(page: Page, turmoil: World) -> None:
    groups = turmoil.ask("{ eventGroups(by: [PLACE], filter: {status: [DONE, UNDER_WAY]}, first: 1000) { keys } }")["eventGroups"]
    query = "query ($ref: String!) { place(ref: $ref) { kind latitude country { name } } }"
    places = [turmoil.ask(query, ref=group["keys"][0])["place"] for group in groups if group["keys"][0]]
    points = [place for place in places if place["latitude"] is not None and place["kind"] != "COUNTRY"]
    states = Counter(place["country"]["name"] for place in places if place not in points and place["country"])

    picture = the_map(opened(page, "/"))

    assert points
    assert states
    expect(picture.locator(".spot")).to_have_count(len(points))
    labels = [area.get_attribute("aria-label") or "" for area in picture.locator(".area").all()]
    assert sorted(label.removeprefix("Somewhere in ").split(":")[0] for label in labels) == sorted(states)


def test_nothing_of_a_map_is_fetched_before_the_reader_comes_near_it(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/libraries/" in request.url else None)
    page.set_viewport_size({"width": 1280, "height": 300})

    opened(page, "/")
    page.wait_for_load_state("networkidle")
    assert asked == []

    expect(the_map(page).locator("svg.map")).to_be_visible()
    assert len(asked) == 4


def test_a_map_is_one_stop_of_the_tab_key_and_its_marks_are_reached_with_the_arrow_keys(page: Page) -> None:
    marks = the_map(opened(page, "/?kind=place&ref=vladivostok")).locator("svg a")
    marks.first.focus()
    expect(marks.and_(page.locator("[tabindex='0']"))).to_have_count(1)

    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Vladivostok, on the sea")


def test_a_shaded_state_leads_to_the_events_in_it(page: Page, turmoil: World) -> None:
    total = turmoil.ask("""{ events(filter: {place: "RUS"}) { totalCount } }""")["events"]["totalCount"]

    the_map(opened(page, "/")).locator(".area[aria-label^='Somewhere in Russia']").press("Enter")

    expect(page.locator("h1")).to_have_text("Events")
    expect(page.get_by_label("Place", exact=True)).to_have_value("RUS")
    expect(page.locator(".under")).to_have_text(f"{total} events")


def test_without_outlines_the_table_remains_and_the_reason_is_told(page: Page) -> None:
    def missing(route: Route) -> None:
        route.fulfill(status=404)

    page.route("**/libraries/**", missing)

    picture = the_map(opened(page, "/"))

    expect(picture).to_contain_text("This server has no outlines to draw a map with: make setup fetches them from npm.")
    expect(picture.get_by_role("button", name="CSV")).to_be_visible()
    expect(picture.get_by_role("button", name="PNG")).to_have_count(0)
    assert table_behind(picture)
