"""What users learn of entries that could not be folded: with every answer that they might have changed, and from status."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from by_hand import put
from command_line import run_annals
from dsl import a_summit, read
from later import later
from service import listening
from streams import events
from world import World

import api.answering.reader
from api.app import create_app
from domain.identity import actor_id, relay_id
from domain.kinds import BY_TOPIC
from domain.log import Outcome
from domain.registrations.sources import SourceRegistered
from projections.schemas import LIVE

QUERY = "query($at: AsOf) { sources(first: 1) { totalCount } events(asOf: $at) { totalCount } }"
RECORDED = "subscription($after: Position) { eventRecorded(after: $after) { event { key } } }"
CHANGES = """
query($since: Position!, $until: Position!) {
  changes(since: {position: $since}, until: {position: $until}) { nodes { event { key } } }
}
"""
REASON = "ValueError: the paper is torn"


def park(world: World, *ids: str) -> list[int]:
    """Appends sources and parks them; their positions."""
    return park_entries(world, *({"kind": "SourceRegistered", "id": id} for id in ids))


def park_entries(world: World, *raws: dict[str, Any]) -> list[int]:
    """Appends entries and parks them, as if the program of that time could not fold them; their positions."""
    outcomes: list[Outcome] = world.log.append(read(*raws), "tester")
    positions = [outcome.position for outcome in outcomes]
    with psycopg.connect(world.url) as conn:
        last = "SELECT notification_id, recorded_at FROM annals.annals_events WHERE notification_id = %s"
        moved = f"UPDATE {LIVE}.checkpoint SET (position, recorded_at) = ({last}), parked = least(parked, %s)"
        conn.execute(moved.encode(), (positions[-1], positions[0]))
        for outcome in outcomes:
            parked = (outcome.position, outcome.entry.TOPIC, REASON)
            conn.execute(f"INSERT INTO {LIVE}.parked VALUES (%s, %s, %s)".encode(), parked)
    return positions


def extensions(world: World, query: str = QUERY, **variables: Any) -> Any:
    answer = world.response(query, **variables)
    assert "errors" not in answer, answer["errors"]
    return {name: value for name, value in answer["extensions"].items() if name != "cost"}


def test_nothing_is_said_while_nothing_is_parked(article: World) -> None:
    assert extensions(article) == {}


def test_an_answer_as_known_now_says_what_is_parked(world: World) -> None:
    (position,) = park(world, "paper")

    assert extensions(world) == {"parked": {"count": 1, "positions": [position]}}


def test_what_the_fold_parks_is_told_until_it_can_be_folded(world: World) -> None:
    for id in ("paper", "other-paper"):
        put(world.url, uuid4(), "press_founded", {"id": id})
    world.views.fold()
    positions = world.views.parked()

    assert [extensions(world) for _ in range(2)] == [{"parked": {"count": 2, "positions": positions}}] * 2

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BY_TOPIC, "press_founded", SourceRegistered)
        world.views.rebuild()
    assert extensions(world) == {}


def test_what_is_folded_between_two_statements_is_asked_about_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    park(world, "paper")
    monkeypatch.setattr(api.answering.reader, "PARKED_UP_TO", "CASE WHEN {at} IS NULL THEN '' END")
    unpark = f"UPDATE {LIVE}.checkpoint SET parked = NULL".encode()
    with psycopg.connect(world.url, autocommit=True) as conn, later(0.3, conn.execute, unpark):
        assert extensions(world) == {}


def test_an_answer_as_of_the_position_of_what_is_parked_or_later_says_so(world: World) -> None:
    first, second = park(world, "paper", "other-paper")
    events = "query($at: AsOf) { events(asOf: $at) { totalCount } }"

    assert extensions(world, events, at={"position": first}) == {"parked": {"count": 1, "positions": [first]}}
    assert extensions(world, events, at={"position": second}) == {"parked": {"count": 2, "positions": [first, second]}}


def test_an_answer_as_of_before_it_says_nothing(world: World) -> None:
    (position,) = park(world, "paper")

    assert extensions(world, "query($at: AsOf) { events(asOf: $at) { totalCount } }", at={"position": position - 1}) == {}


def test_things_of_before_it_say_nothing_and_those_of_after_it_do(world: World) -> None:
    (position,) = park(world, "paper")
    before, after, now = (relay_id("Actor", actor_id("PRK"), at) for at in (position - 1, position, None))
    one, several = "query($id: ID!) { node(id: $id) { id } }", "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    told = {"parked": {"count": 1, "positions": [position]}}

    for _ in range(2):
        assert [extensions(world, one, id=id) for id in (before, after, now)] == [{}, told, told]
        assert extensions(world, several, ids=[before, before]) == {}
        assert extensions(world, several, ids=[before, after]) == extensions(world, several, ids=[before, now]) == told


def test_one_field_as_known_now_is_enough_to_say_it(world: World) -> None:
    (position,) = park(world, "paper")

    assert extensions(world, at={"position": position - 1}) == {"parked": {"count": 1, "positions": [position]}}


def test_of_many_that_are_parked_the_first_ten_are_named_and_all_are_counted(world: World) -> None:
    positions = park(world, *(f"paper-{number}" for number in range(12)))

    assert extensions(world) == {"parked": {"count": 12, "positions": positions[:10]}}


def test_the_schema_of_the_api_says_nothing_of_it(world: World) -> None:
    park(world, "paper")

    assert extensions(world, "{ __schema { queryType { name } } }") == {}


def test_after_a_retry_the_answer_is_whole_and_nothing_is_said(world: World) -> None:
    park(world, "paper")
    before = world.response("{ sources { totalCount } }")

    retried = run_annals(world.url, "retry")

    assert retried.code == 0
    assert before["data"] == {"sources": {"totalCount": 0}}
    assert world.ask("{ sources { totalCount } }") == {"sources": {"totalCount": 1}}
    assert extensions(world) == {}


def test_subscribers_are_told_of_what_is_parked_and_find_it_among_the_changes_after_a_retry(world: World) -> None:
    with listening(create_app(world.url, follow=False)) as port, events(port, RECORDED, after=world.log.head()) as told:
        (position,) = park_entries(world, a_summit("parked", participants=["RUS", "PRK"]))
        world.append(a_summit("next", participants=["RUS", "PRK"]))
        _, change = next(told)
        world.views.rebuild()
        world.append(a_summit("last", participants=["RUS", "PRK"]))
        _, last = next(told)

    assert change["data"]["eventRecorded"]["event"] == {"key": "next"}
    assert change["extensions"]["parked"] == {"count": 1, "positions": [position]}
    assert "parked" not in last["extensions"]
    assert world.ask(CHANGES, since=position - 1, until=position)["changes"]["nodes"] == [{"event": {"key": "parked"}}]


def test_status_lists_what_is_parked_with_position_kind_and_reason(world: World) -> None:
    (position,) = park(world, "paper")

    found = run_annals(world.url, "status", "--format", "json").json
    table = run_annals(world.url, "status").out

    assert found["parked"] == 1
    assert found["parked_entries"] == [{"position": position, "kind": "SourceRegistered", "reason": REASON}]
    assert "1 entry could not be folded; annals retry folds what is parked again:" in table
    assert [f"{position}", "SourceRegistered", *REASON.split()] in [line.split() for line in table.splitlines()]


def test_status_calls_a_kind_that_this_program_does_not_know_as_the_log_does(world: World) -> None:
    (position,) = park(world, "paper")
    with psycopg.connect(world.url) as conn:
        conn.execute(f"UPDATE {LIVE}.parked SET topic = 'war_begun'".encode())

    (entry,) = run_annals(world.url, "status", "--format", "json").json["parked_entries"]

    assert entry == {"position": position, "kind": "war_begun", "reason": REASON}


def test_status_lists_a_hundred_and_tells_how_many_more_there_are(world: World) -> None:
    park(world, *(f"paper-{number}" for number in range(103)))

    found = run_annals(world.url, "status", "--format", "json").json
    table = run_annals(world.url, "status").out

    assert (found["parked"], len(found["parked_entries"])) == (103, 100)
    assert "103 entries could not be folded" in table
    assert "... and 3 more" in table


def test_status_says_nothing_of_what_is_parked_while_nothing_is(article: World) -> None:
    answer = run_annals(article.url, "status")

    assert answer.code == 0
    assert "parked" not in answer.out


def test_the_metrics_count_what_is_parked(world: World) -> None:
    park(world, "paper", "other-paper")

    assert "annals_views_parked_entries 2.0" in world.client.get("/metrics").text.splitlines()
