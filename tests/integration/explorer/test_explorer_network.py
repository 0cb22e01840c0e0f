"""The explorer's picture of who has to do with whom: all that is drawn is in the table, and all can be told apart."""

import math
from collections.abc import Iterator

import pytest
from browsing import browsing
from exploring import near, opened, part, table_behind
from playwright.sync_api import Browser, Locator, Page, expect
from service import listening
from world import World

from api.app import create_app

MANY = 62
NAMES = """query { relationships(actor: "PRK", first: 60) { nodes { between { ref name } eventCount cooperation conflict } } }"""


def the_network(page: Page) -> Locator:
    """The picture, once it is drawn."""
    return near(part(page, "With whom it has events in common").locator("figure"))


@pytest.fixture
def crowded(world: World) -> Iterator[str]:
    """Where a server listens whose world knows an actor that has to do with more than can be drawn."""
    people = [f"envoy-{number}" for number in range(MANY)]
    world.append(*({"kind": "ActorRegistered", "id": one, "actor_kind": "person", "name": one.title()} for one in people))
    world.append(
        *(
            {"kind": "CallHeld", "key": f"call-{one}-{day}", "occurred": f"2025-09-{day:02}", "participants": ["PRK", one]}
            for number, one in enumerate(people)
            for day in range(1, 2 + number % 5)
        ),
        {"kind": "CallHeld", "key": "aside", "occurred": "2025-09-20", "participants": people[:2]},
    )
    with listening(create_app(world.url, follow=False)) as port:
        yield f"http://127.0.0.1:{port}"


def test_everybody_in_the_picture_has_the_numbers_that_graphql_gives(page: Page, turmoil: World) -> None:
    nodes = turmoil.ask(NAMES)["relationships"]["nodes"]
    expected = [
        "{name}: {eventCount} events; cooperation {cooperation}, conflict {conflict}".format(
            **node, name=next(who["name"] for who in node["between"] if who["ref"] != "PRK")
        )
        for node in nodes
    ]

    picture = the_network(opened(page, "/?kind=actor&ref=PRK"))

    drawn = [each.get_attribute("aria-label") for each in picture.locator(".neighbour").all()]
    assert sorted(drawn, key=str) == sorted(expected)
    rows = [row for row in table_behind(picture) if row[0] == "North Korea"]
    assert [row[1:5] for row in rows] == [
        [next(who["name"] for who in node["between"] if who["ref"] != "PRK")]
        + [str(node[name]) for name in ("eventCount", "cooperation", "conflict")]
        for node in nodes
    ]


def test_lines_across_are_the_pairs_that_the_others_form_among_themselves(page: Page, turmoil: World) -> None:
    others = {who["ref"] for node in turmoil.ask(NAMES)["relationships"]["nodes"] for who in node["between"]} - {"PRK"}
    groups = turmoil.ask("{ eventGroups(by: [PAIR], first: 1000) { keys } }")["eventGroups"]
    among = {group["keys"][0] for group in groups if set(group["keys"][0].split()) <= others and group["keys"][0]}

    picture = the_network(opened(page, "/?kind=actor&ref=PRK"))

    assert {tie.get_attribute("data-pair") for tie in picture.locator(".tie").all()} == among
    assert len([row for row in table_behind(picture) if row[0] != "North Korea"]) == len(among)


def test_of_too_many_those_with_most_events_are_drawn_so_that_names_have_room_and_the_rest_is_in_the_table(
    browser: Browser, crowded: str
) -> None:
    for width, fewest, most in ((1280, 60, 60), (360, 15, 40)):
        with browsing(browser, crowded, [], [], viewport={"width": width, "height": 800}) as page:
            picture = the_network(opened(page, "/?kind=actor&ref=PRK"))

            drawn = picture.locator(".neighbour > circle")
            places = drawn.evaluate_all("all => all.map((one) => [one.cx.baseVal.value, one.cy.baseVal.value])")
            assert fewest <= len(places) <= most
            assert min(math.dist(one, other) for one in places for other in places if one != other) > 11
            assert page.evaluate("document.documentElement.scrollWidth") == width
            expect(picture).to_contain_text(f"of the 60 with most events; in all there are {MANY}.")
            counts = [int(row[2]) for row in table_behind(picture)]
            labels = [each.get_attribute("aria-label") or "" for each in picture.locator(".neighbour").all()]
            shown = sorted((int(label.split(": ")[1].split()[0]) for label in labels), reverse=True)
            assert shown == counts[: len(shown)]


def test_the_picture_is_walked_with_the_arrow_keys_and_leads_to_the_two(page: Page) -> None:
    picture = the_network(opened(page, "/?kind=actor&ref=PRK"))
    neighbours = picture.locator(".neighbour")
    neighbours.first.focus()

    page.keyboard.press("ArrowRight")
    expect(neighbours.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(neighbours.last).to_be_focused()
    page.keyboard.press("Home")
    expect(neighbours.first).to_be_focused()
    # What belongs to whom is chosen is brought forward.
    expect(picture.locator("svg.network.chosen .neighbour.near").first).to_be_visible()
    expect(neighbours.and_(page.locator("[tabindex='0']"))).to_have_count(1)

    name = (neighbours.first.get_attribute("aria-label") or "").split(":")[0]
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("North Korea")
    expect(page.locator("h1")).to_contain_text(name)
