"""The explorer's pages of an actor and of two: with whom, how often, when."""

from browsing import browsing
from exploring import opened, part, table_behind, texts
from playwright.sync_api import Browser, Page, expect
from service import listening
from world import World

from api.app import create_app


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
            expect(picture.locator(".canvas rect")).to_have_count(23)


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


def test_an_actor_is_quoted_with_what_it_has_said_itself_and_not_with_what_was_said_about_it(page: Page, turmoil: World) -> None:
    said = turmoil.ask("""{ events(filter: {kinds: [STATEMENT_MADE], actors: ["RUS"], role: SPEAKER}) {
        nodes { title ... on StatementMade { quote gist } } } }""")["events"]["nodes"]

    opened(page, "/?kind=actor&ref=RUS")

    listed = part(page, "What it has said").locator("li")
    expect(listed).to_have_count(len(said))
    assert texts(listed.locator("blockquote")) == [f"“{each['quote']}”" if each["quote"] else each["gist"] for each in said]


def test_memberships_are_drawn_over_time_with_an_arrow_where_they_go_on(page: Page, turmoil: World) -> None:
    held = turmoil.ask("""{ actor(ref: "GBR") { memberships { of { name } held { edtf latest } } } }""")["actor"]["memberships"]

    opened(page, "/?kind=actor&ref=GBR")

    picture = page.locator("figure", has=page.locator(".tenure"))
    assert {row[0]: row[2] for row in table_behind(picture)} == {each["of"]["name"]: each["held"]["edtf"] for each in held}
    assert sorted(picture.locator(".tenure > text").all_text_contents()) == sorted(each["of"]["name"] for each in held)
    expect(picture.locator(".ahead")).to_have_count(len([each for each in held if each["held"]["latest"] is None]))
