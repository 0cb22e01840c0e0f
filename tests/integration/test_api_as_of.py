"""Answers as of a moment: no later entry changes them, and every moment of the log has one."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from later import later
from past import as_shown_now
from world import World, a_world, new_database

from domain.errors import BadInput
from domain.intake import read_entries

Raw = dict[str, Any]
ACTORS, EVENTS = ("ann", "bob", "cid"), ("one", "two", "six")
EXAMPLES = itertools.count()
DATES = ("2024", "2024-05-01", "2025/..", "2025-09-03")
EVENT = "id key kind title retracted occurred { edtf } status reportCount parties { actor { ref name } representing { ref } role }"
MORE = "reports { hedge says { estimate { low high } } } history { position entryKind reason changes { field before after } }"
QUERIES = (
    'query($at: AsOf) { actors(search: "NAME", asOf: $at) { totalCount edges { cursor node { ref name aliases eventCount } } } }',
    f'query($at: AsOf) {{ events(filter: {{anyActor: ["NAME-ann"], includeRetracted: true}}, asOf: $at) {{ nodes {{ {EVENT} {MORE} '
    "... on TroopsDispatched { troops { best } troopsRange { low high approximate } } } } }",
    'query($at: AsOf) { relationship(between: ["NAME-ann", "NAME-bob"], asOf: $at) { eventCount reportCount cooperation '
    "goldsteinMean kinds { kind count } timeline { start eventCount } firstEvent { key } events { nodes { key } } } }",
    'query($at: AsOf) { appearances(together: ["NAME-ann", "NAME-bob"], asOf: $at) { ordinal event { key } } }',
    'query($at: AsOf) { relationships(actor: "NAME-ann", asOf: $at) { totalCount nodes { between { ref } eventCount } } }',
    f'query($at: AsOf) {{ event(key: "NAME-two", asOf: $at) {{ {EVENT} }} actor(ref: "The NAME-cid", asOf: $at) {{ ref }} }}',
)


def entries(kind: str, **fields: Any) -> st.SearchStrategy[Raw]:
    """Entries of one kind."""
    strategies = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in fields.items()}
    return st.fixed_dictionaries({"kind": st.just(kind)} | strategies)


def happenings_of(key: str) -> st.SearchStrategy[Raw]:
    """Calls and dispatches under one key."""
    return happenings.map(lambda raw: raw | {"key": key})


actors = st.sampled_from(ACTORS)
events = st.sampled_from(EVENTS)
pairs = st.lists(actors, min_size=2, max_size=3, unique=True)
calls = entries("CallHeld", key=events, participants=pairs, occurred=st.sampled_from(DATES))
troops = entries(
    "TroopsDispatched", key=events, sender=actors, recipient=actors, troops=st.integers(1, 9).map(lambda n: {"best": n})
)
happenings = calls | troops
corrections = happenings.map(
    lambda raw: {
        "kind": "EventCorrected",
        "event": raw["key"],
        "reason": "a misprint",
        "replacement": {name: value for name, value in raw.items() if name != "key"},
    }
)
says = st.fixed_dictionaries({"low": st.integers(1, 4), "high": st.integers(5, 99)}).map(lambda figure: {"troops": figure})
reports = st.fixed_dictionaries(
    {"source": st.just("paper"), "hedge": st.sampled_from(["alleged", "denied"])}, optional={"says": says}
)
two_events = st.permutations(EVENTS).map(lambda keys: {"event": keys[0], "duplicates": [keys[1]]})
two_actors = st.permutations(ACTORS).map(lambda names: {"actor": names[0], "duplicates": [names[1]]})
corroborations = entries("EventCorroborated", event=events, report=reports)
steps = st.one_of(
    happenings.map(lambda raw: [raw]),
    corrections.map(lambda raw: [raw]),
    actors.map(lambda name: [{"kind": "ActorAliased", "actor": name, "alias": f"The {name}"}]),
    events.map(lambda key: [{"kind": kind, "event": key, "reason": "an error"} for kind in ("EventRetracted", "EventReinstated")]),
    two_events.map(lambda pair: [pair | {"kind": kind} for kind in ("EventsMerged", "EventsUnmerged")]),
    two_actors.map(lambda pair: [pair | {"kind": kind} for kind in ("ActorsMerged", "ActorsUnmerged")]),
    corroborations.map(lambda raw: [raw, {"kind": "ReportWithdrawn", "event": raw["event"], "source": "paper"}]),
)
"""What is said, and often taken back at once; what fits nothing that is there is refused, and nothing happens."""
some_steps = st.lists(steps.flatmap(lambda step: st.integers(1, len(step)).map(lambda n: step[:n])), min_size=3, max_size=6)
beginnings = st.tuples(*(happenings_of(key) for key in EVENTS))
logs = st.tuples(beginnings, some_steps.map(lambda lists: [raw for step in lists for raw in step]))


def of_example(raw: Any, name: str) -> Any:
    """The same entry about actors and events that only this example has."""
    if isinstance(raw, dict):
        return {field: part if field in ("kind", "reason", "occurred") else of_example(part, name) for field, part in raw.items()}
    if isinstance(raw, list):
        return [of_example(part, name) for part in raw]
    if raw in (*ACTORS, *EVENTS):
        return f"{name}-{raw}"
    return raw.replace("The ", f"The {name}-") if isinstance(raw, str) else raw


@pytest.fixture(scope="module")
def growing(server_url: str) -> Iterator[World]:
    """A world to which every example adds."""
    with new_database(server_url) as url, a_world(url, {"kind": "SourceRegistered", "id": "paper"}) as world:
        yield world


def answers(world: World, name: str, at: int | None) -> list[bytes]:
    """The bytes of the responses to all queries, as of a position or now."""
    as_of = {"at": {"position": at}} if at is not None else {}
    bodies = ({"query": query.replace("NAME", name), "variables": as_of} for query in QUERIES)
    return [world.client.post("/graphql", json=body).content for body in bodies]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(log=logs)
def test_no_later_entry_changes_an_answer(growing: World, log: tuple[tuple[Raw, ...], list[Raw]]) -> None:
    name = f"x{next(EXAMPLES)}"
    cast = [{"kind": "ActorRegistered", "id": actor, "actor_kind": "person", "name": actor} for actor in ACTORS]
    then: dict[int, list[bytes]] = {}

    for raw in of_example([*cast, *log[0], *log[1]], name):
        try:
            growing.append(raw)
        except BadInput:
            continue
        head = growing.log.head()
        then[head] = answers(growing, name, head)
        assert answers(growing, name, None) == [as_shown_now(answer) for answer in then[head]]

    assert {position: answers(growing, name, position) for position in then} == then


@pytest.fixture(scope="module")
def five_calls(server_url: str) -> Iterator[World]:
    """A world in which five calls were recorded one after the other, with a gap before the fourth."""
    with new_database(server_url) as url, a_world(url) as world:
        for number in range(5):
            if number == 3:
                _roll_back_an_append(url)
            world.append({"kind": "CallHeld", "key": f"call-{number}", "participants": ["PRK", "RUS"]})
        yield world


def _roll_back_an_append(url: str) -> None:
    row = "(gen_random_uuid(), 1, 'call_held', '', now())"
    with psycopg.connect(url) as conn:
        conn.execute(
            f"INSERT INTO annals.annals_events (originator_id, originator_version, topic, state, recorded_at) VALUES {row}".encode()
        )
        conn.rollback()


def moments(world: World) -> list[tuple[int, datetime]]:
    """Position and time of each call."""
    nodes = world.ask("{ events(orderBy: POSITION_ASC) { nodes { position recordedAt } } }")["events"]["nodes"]
    return [(node["position"], datetime.fromisoformat(node["recordedAt"])) for node in nodes]


def known(world: World, **as_of: Any) -> int:
    """How many calls are known as of a moment."""
    count: int = world.ask("query($at: AsOf) { events(asOf: $at) { totalCount } }", at=as_of)["events"]["totalCount"]
    return count


def test_a_position_knows_its_entry_and_all_before(five_calls: World) -> None:
    for number, (position, _) in enumerate(moments(five_calls)):
        assert known(five_calls, position=position) == number + 1
        assert known(five_calls, position=position - 1) == number


def test_before_the_first_entry_nothing_is_known(five_calls: World) -> None:
    assert known(five_calls, position=0) == 0
    assert known(five_calls, time="1959-09-01T00:00:00Z") == 0
    assert five_calls.ask('{ actor(ref: "PRK", asOf: {position: 0}) { ref } }') == {"actor": None}


def test_a_gap_knows_what_the_entry_before_it_does(five_calls: World) -> None:
    (before, _), (after, _) = moments(five_calls)[2:4]

    assert after == before + 2
    assert known(five_calls, position=before + 1) == 3


def test_a_time_knows_what_was_recorded_by_then(five_calls: World) -> None:
    for number, (_, recorded) in enumerate(moments(five_calls)):
        assert known(five_calls, time=recorded.isoformat()) == number + 1
        assert known(five_calls, time=(recorded - timedelta(microseconds=1)).isoformat()) == number
        assert known(five_calls, time=(recorded + timedelta(microseconds=1)).isoformat()) == number + 1


def test_one_moment_can_be_written_in_any_time_zone(five_calls: World) -> None:
    _, recorded = moments(five_calls)[2]
    utc = recorded.astimezone(UTC).replace(tzinfo=None)

    assert known(five_calls, time=f"{utc.isoformat()}Z") == 3
    assert known(five_calls, time=f"{(utc + timedelta(hours=9)).isoformat()}+09:00") == 3


@pytest.mark.parametrize("as_of", [{"position": 10**9}, {"position": 2**62}, {"time": "2999-01-01T00:00:00Z"}])
def test_what_is_still_to_come_is_refused(five_calls: World, as_of: Raw) -> None:
    error = five_calls.refusal("query($at: AsOf) { events(asOf: $at) { totalCount } }", at=as_of)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "beyond the head" in error["message"] or "in the future" in error["message"]


def test_the_position_after_the_head_is_refused_until_it_is_there(five_calls: World) -> None:
    head = five_calls.log.head()

    error = five_calls.refusal(f"{{ events(asOf: {{position: {head + 1}}}) {{ totalCount }} }}")

    assert f"position {head + 1} is beyond the head of the log, which is {head}" in error["message"]
    assert known(five_calls, position=head) == 5


def test_one_request_can_look_at_several_moments(five_calls: World) -> None:
    (first, _), *_, (last, _) = moments(five_calls)
    query = f"""{{ a: events(asOf: {{position: {first}}}) {{ totalCount }} b: events(asOf: {{position: {last}}}) {{ totalCount }}
        c: events {{ totalCount }} d: events(asOf: null) {{ totalCount }} }}"""

    data = five_calls.ask(query)

    assert [data[name]["totalCount"] for name in "abcd"] == [1, 5, 5, 5]


def append_unfolded(world: World, key: str) -> int:
    """Appends a call that the views do not have yet; its position."""
    raw = {"kind": "CallHeld", "key": key, "participants": ["PRK", "RUS"]}
    world.log.append(read_entries([raw], None), by="tester")
    return world.log.head()


def test_a_position_not_yet_folded_is_waited_for(world: World) -> None:
    position = append_unfolded(world, "late")

    with later(0.3, world.views.fold):
        assert known(world, position=position) == 1


def test_but_not_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.waiting.WAIT", 0.1)
    position = append_unfolded(world, "later")

    error = world.refusal(f"{{ events(asOf: {{position: {position}}}) {{ totalCount }} }}")

    assert error["extensions"]["code"] == "BUSY"
    assert known(world, position=position - 1) == 0
