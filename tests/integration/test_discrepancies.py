"""Contradictions: the log tells what cannot be true together, with the events, the reports and a sentence, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from command_line import run_annals
from world import World, a_world, new_database

PEOPLE = [
    {"kind": "ActorRegistered", "id": "kim", "actor_kind": "person", "name": "Kim", "of": "PRK"},
    {"kind": "ActorRegistered", "id": "putin", "actor_kind": "person", "name": "Putin", "of": "RUS"},
]
SOURCES = [{"kind": "SourceRegistered", "id": id, "publisher": f"The {id.title()}"} for id in ("herald", "tribune")]
PLACES = [
    {"kind": "PlaceRegistered", "id": "moscow", "name": "Moscow", "place_kind": "city", "latitude": "55.75", "longitude": "37.62"},
    {"kind": "PlaceRegistered", "id": "kremlin", "name": "Kremlin", "place_kind": "building", "within": "moscow"},
    {"kind": "PlaceRegistered", "id": "beijing", "name": "Beijing", "place_kind": "city", "latitude": "39.9", "longitude": "116.4"},
    {"kind": "PlaceRegistered", "id": "tula", "name": "Tula", "place_kind": "city", "latitude": "54.2", "longitude": "37.6"},
]
QUERY = """query($kinds: [DiscrepancyKind!], $asOf: AsOf, $filter: EventFilter) {
    discrepancies(kinds: $kinds, asOf: $asOf, filter: $filter) { totalCount nodes {
        kind field explanation events { key } reports { source { ref } } } }
    status { discrepancies { kind count } } }"""


@pytest.fixture
def world(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *PEOPLE, *SOURCES, *PLACES) as world:
        yield world


def found(world: World, **variables: Any) -> list[tuple[str, str | None, list[str], list[str]]]:
    """The contradictions, each with its kind, field, events and the sources of its reports."""
    nodes = world.ask(QUERY, **variables)["discrepancies"]["nodes"]
    return [
        (n["kind"], n["field"], [e["key"] for e in n["events"]], sorted(r["source"]["ref"] for r in n["reports"])) for n in nodes
    ]


def explanations(world: World) -> list[str]:
    return [node["explanation"] for node in world.ask(QUERY)["discrepancies"]["nodes"]]


def a_summit(key: str, occurred: str, **more: Any) -> dict[str, Any]:
    parties = [{"actor": "kim", "representing": "PRK"}, {"actor": "putin", "representing": "RUS"}]
    return {"kind": "SummitHeld", "key": key, "occurred": occurred, "participants": parties} | more


def a_clash(**report: Any) -> dict[str, Any]:
    return {"kind": "ForceUsed", "key": "clash", "occurred": "2025-03-01", "by": ["RUS"], "against": ["UKR"], "report": report}


def says(event: str, source: str, **figures: Any) -> dict[str, Any]:
    """Another report of an event, with its figures."""
    report = {"source": source, "hedge": "asserted", "says": figures}
    return {"kind": "EventCorroborated", "event": event, "report": report}


def test_a_rank_is_contradicted_by_as_many_that_came_before(world: World) -> None:
    world.append(a_summit("first", "2019-04-25"), a_summit("second", "2023-09-13"))
    world.append(a_summit("third", "2024-06-19", claimed_ordinal=2, report={"source": "herald"}))

    assert found(world) == [("ORDINAL", "claimedOrdinal", ["third", "first", "second"], ["herald"])]
    (sentence,) = explanations(world)
    assert sentence.endswith("is called number 2 of its sort, but the log holds 2 before it")


def test_a_rank_that_the_log_cannot_reach_is_none(world: World) -> None:
    world.append(a_summit("first", "2019-04-25"), a_summit("third", "2024-06-19", claimed_ordinal=3))
    world.append({"kind": "SummitHeld", "key": "other", "occurred": "2020", "participants": ["PRK", "CHN"]})
    world.append(a_summit("planned", "2023-09-13", status="planned"), a_summit("gone", "2022"), a_summit("vague", "2019/2030"))
    world.append({"kind": "EventRetracted", "event": "gone", "reason": "it never was"})

    assert found(world) == []


def test_who_is_only_mentioned_does_not_tell_events_apart(world: World) -> None:
    said = {"kind": "StatementMade", "speaker": "putin", "about": ["UKR"], "stance": "threat", "gist": "A threat."}
    world.append(said | {"key": "one", "occurred": "2024"})
    world.append(said | {"key": "two", "occurred": "2025", "mentions": ["CHN"], "claimed_ordinal": 1})

    assert [events for _, _, events, _ in found(world)] == [["two", "one"]]


def test_two_ranks_exclude_each_other(world: World) -> None:
    world.append(a_summit("fourth", "2023", claimed_ordinal=4), a_summit("third", "2024", claimed_ordinal=3))

    assert found(world) == [("ORDINAL", "claimedOrdinal", ["third", "fourth"], [])]


def test_the_first_since_is_contradicted_by_one_of_its_sort_between(world: World) -> None:
    soviet = {"kind": "SummitHeld", "key": "soviet", "occurred": "1985", "participants": ["SUN", "PRK"]}
    other = {"kind": "SummitHeld", "key": "other", "occurred": "2000", "participants": ["CHN", "PRK"]}
    world.append(a_summit("old", "1959"), other, a_summit("new", "2025", claimed_first_since="old"))
    assert found(world) == []

    world.append(soviet)

    assert found(world) == [("FIRST_SINCE", "claimedFirstSince", ["new", "soviet", "old"], [])]


def test_figures_of_two_sources_exclude_each_other(world: World) -> None:
    world.append(a_clash(source="herald", says={"deaths": {"best": 14}}), says("clash", "tribune", deaths={"low": 20, "high": 25}))

    assert found(world) == [("FIGURES", "deaths", ["clash"], ["herald", "tribune"])]
    (sentence,) = explanations(world)
    assert sentence.startswith("The Herald gives 14 for deaths of ")
    assert sentence.endswith("but The Tribune gives 20 to 25")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"best": 14}, {"low": 10, "high": 20}),
        ({"best": 14}, {"best": 15, "approximate": True}),
        ({"low": 10}, {"best": 30}),
        ({"best": 14}, {"best": 30, "basis": "cumulative"}),
        ({"best": 14, "basis": "cumulative"}, {"best": 30, "basis": "cumulative"}),
        ({"best": 14, "unit": "t"}, {"best": 14_000, "unit": "kg"}),
    ],
)
def test_figures_that_can_be_true_together_are_no_contradiction(world: World, one: dict[str, Any], other: dict[str, Any]) -> None:
    world.append(a_clash(source="herald", says={"deaths": one}), says("clash", "tribune", deaths=other))

    assert found(world) == []


def test_what_a_source_has_withdrawn_or_says_of_itself_is_no_contradiction(world: World) -> None:
    world.append(a_clash(source="herald", says={"deaths": {"best": 14}}), says("clash", "herald", deaths={"best": 20}))
    world.append(says("clash", "tribune", deaths={"best": 30}))
    assert len(found(world)) == 1
    before = world.log.head()

    world.append({"kind": "ReportWithdrawn", "event": "clash", "source": "tribune", "reason": "a misprint"})

    assert found(world) == []
    assert len(found(world, asOf={"position": before})) == 1


def test_two_accounts_of_one_event_have_dates_that_exclude_each_other(world: World) -> None:
    world.append(a_summit("kept", "2025-09-03"), a_summit("copy", "2025-09-05", report={"source": "tribune"}))
    assert found(world) == []

    world.append({"kind": "EventsMerged", "event": "kept", "duplicates": ["copy"], "reason": "the same"})

    assert found(world) == [("WHEN", "occurred", ["kept"], ["tribune"])]


def test_what_was_retracted_contradicts_nothing_that_it_is_merged_with(world: World) -> None:
    world.append(a_summit("kept", "2025-09-03"), a_summit("copy", "2025-09-05"))
    world.append({"kind": "EventRetracted", "event": "copy", "reason": "a wrong day"})

    world.append({"kind": "EventsMerged", "event": "kept", "duplicates": ["copy"], "reason": "the same"})

    assert found(world) == []


def test_links_are_contradicted_by_dates(world: World) -> None:
    journey = {"kind": "SummitHeld", "key": "journey", "occurred": "2025-09-05", "participants": ["PRK", "RUS"]}
    world.append(journey, a_summit("talks", "2025-09-03", follows="journey"))
    world.append(a_summit("early", "2025-09", part_of="journey"))

    assert found(world) == [("WHEN", "follows", ["talks", "journey"], [])]


def test_nobody_is_in_two_places_far_apart_on_one_day(world: World) -> None:
    world.append(a_summit("there", "2025-09-03", place="kremlin"), a_summit("near", "2025-09-03", place="tula"))
    world.append(a_summit("later", "2025-09-04", place="beijing"), a_summit("some-day", "2025-09", place="beijing"))
    assert found(world) == []

    world.append(a_summit("here", "2025-09-03", place="beijing"))

    assert {(kind, *events) for kind, _, events, _ in found(world)} == {("WHERE", "there", "here"), ("WHERE", "near", "here")}
    assert len(found(world)) == 4
    assert any("Kim is said to have been in Kremlin and in Beijing" in sentence for sentence in explanations(world))


def test_to_be_spoken_about_somewhere_is_not_to_be_there(world: World) -> None:
    said = {"kind": "StatementMade", "speaker": "CHN", "about": ["kim"], "stance": "praise", "gist": "Praise."}

    world.append(a_summit("talks", "2025-09-03", place="kremlin"))
    world.append(said | {"key": "said", "occurred": "2025-09-03", "place": "beijing"})

    assert found(world) == []


def test_one_source_denies_what_another_says(world: World) -> None:
    world.append(a_clash(source="herald", hedge="asserted"))
    world.append({"kind": "EventCorroborated", "event": "clash", "report": {"source": "tribune", "hedge": "denied"}})

    assert found(world) == [("STATUS", "status", ["clash"], ["herald", "tribune"])]


def test_a_source_that_denies_what_it_said_itself_contradicts_nobody(world: World) -> None:
    world.append(a_clash(source="herald", hedge="asserted"))
    world.append({"kind": "EventCorroborated", "event": "clash", "report": {"source": "herald", "hedge": "denied"}})

    assert found(world) == []


def test_they_are_found_by_kind_and_by_event_and_counted(world: World) -> None:
    world.append(a_clash(source="herald", hedge="asserted", says={"deaths": {"best": 14}}))
    world.append(says("clash", "tribune", deaths={"best": 20}))
    world.append(a_summit("later", "2025-09-05"), a_summit("talks", "2025-09-03", follows="later"))

    assert [kind for kind, *_ in found(world)] == ["WHEN", "FIGURES"]
    assert [kind for kind, *_ in found(world, kinds=["FIGURES", "STATUS"])] == ["FIGURES"]
    assert [kind for kind, *_ in found(world, filter={"actors": ["UKR"]})] == ["FIGURES"]
    assert world.ask(QUERY)["status"]["discrepancies"] == [{"kind": "FIGURES", "count": 1}, {"kind": "WHEN", "count": 1}]


def test_the_article_does_not_contradict_itself(article: World) -> None:
    assert found(article) == []


def test_status_on_the_command_line_counts_them(world: World) -> None:
    assert "contradicts" not in run_annals(world.url, "status").out

    world.append(a_summit("later", "2025-09-05"), a_summit("talks", "2025-09-03", follows="later"))

    assert "contradicts itself" in run_annals(world.url, "status").out
    assert run_annals(world.url, "status", "--format", "json").json["discrepancies"] == [{"kind": "WHEN", "count": 1}]
