"""The article's story, asked as an analyst would ask it."""

from world import World


def test_kim_and_putin_held_three_summits_each_in_another_country(article: World) -> None:
    data = article.ask(
        """{ appearances(together: ["Kim Jong Un", "Vladimir Putin"], kinds: [SUMMIT_HELD]) {
               ordinal event { occurred { edtf } place { country { ref } } } } }"""
    )

    found = [(a["ordinal"], a["event"]["occurred"]["edtf"], a["event"]["place"]["country"]["ref"]) for a in data["appearances"]]
    assert found == [(1, "2023-09", "RUS"), (2, "2024-06", "PRK"), (3, "2025-09-03", "CHN")]


def test_the_three_stood_together_for_the_first_time_in_66_years(article: World) -> None:
    query = """query($heirs: Boolean!) {
      appearances(together: ["PRK", "CHN", "RUS"], kinds: [SUMMIT_HELD, PARADE_ATTENDED], includePredecessors: $heirs) {
        event { occurred { edtf } } sincePrevious { years days } } }"""

    with_heirs = article.ask(query, heirs=True)["appearances"]
    without = article.ask(query, heirs=False)["appearances"]

    assert [a["sincePrevious"] for a in with_heirs] == [None, {"years": 66, "days": 24109}]
    assert [a["event"]["occurred"]["edtf"] for a in without] == ["2025-09-03"]


def test_about_15000_troops_went_reportedly_since_2024(article: World) -> None:
    data = article.ask(
        """{ events(filter: {kinds: [TROOPS_DISPATCHED]}) { nodes { occurred { edtf earliest latest precision } status
               plover quad goldstein reports { hedge attributedTo }
               ... on TroopsDispatched { sender { name } recipient { name }
                 troops { low best high approximate unit basis } } } } }"""
    )

    (event,) = data["events"]["nodes"]
    assert event == {
        "occurred": {"edtf": "2024/..", "earliest": "2024-01-01", "latest": None, "precision": "INTERVAL"},
        "status": "UNDER_WAY",
        "plover": "AID",
        "quad": "MATERIAL_COOPERATION",
        "goldstein": 8.3,
        "reports": [{"hedge": "REPORTED", "attributedTo": []}],
        "sender": {"name": "North Korea"},
        "recipient": {"name": "Russia"},
        "troops": {"low": None, "best": 15000, "high": None, "approximate": True, "unit": None, "basis": "CUMULATIVE"},
    }


def test_a_state_and_the_persons_who_act_for_it_form_no_pair(article: World) -> None:
    data = article.ask('{ relationship(between: ["PRK", "Kim Jong Un"]) { eventCount firstEvent { key } kinds { count } } }')

    assert data["relationship"] == {"eventCount": 0, "firstEvent": None, "kinds": []}


def test_the_buckets_of_a_timeline_add_up_to_the_events(article: World) -> None:
    data = article.ask(
        """{ relationship(between: ["PRK", "RUS"]) { eventCount reportCount
               day: timeline(by: DAY) { eventCount reportCount } month: timeline(by: MONTH) { eventCount reportCount }
               year: timeline(by: YEAR) { start eventCount reportCount cooperation conflict goldsteinMean } } }"""
    )

    relationship = data["relationship"]
    for width in ("day", "month", "year"):
        assert sum(b["eventCount"] for b in relationship[width]) == relationship["eventCount"]
        assert sum(b["reportCount"] for b in relationship[width]) == relationship["reportCount"]
    assert [b["start"] for b in relationship["year"]] == ["2023-01-01", "2024-01-01", "2025-01-01"]


def test_a_name_in_an_attribution_is_shown_as_the_actors_usual_one(article: World) -> None:
    data = article.ask("{ events(filter: {kinds: [TERRITORY_TAKEN]}) { nodes { reports { attributedTo statedIn { key } } } } }")

    (event,) = data["events"]["nodes"]
    assert event["reports"][0]["attributedTo"] == ["Vladimir Putin"]
    assert event["reports"][0]["statedIn"] == {"key": "statement-putin-2025-09-03-liberate"}


def test_a_summit_is_linked_to_what_it_came_after(article: World) -> None:
    data = article.ask(
        """{ event(key: "summit-prk-rus-2025-09-03") { claimedOrdinal follows { key follows { key follows { key } } } } }"""
    )

    assert data["event"]["claimedOrdinal"] == 3
    assert data["event"]["follows"]["key"] == "journey-rus-prk-2025-09-03"
    assert data["event"]["follows"]["follows"]["key"] == "banquet-victory-day-2025-09-03"
