"""The explorer's first page, its search and its list of events: what stands on them is what GraphQL says."""

import pytest
from exploring import bars, opened, part, texts
from playwright.sync_api import Page, expect
from world import World


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
