"""What is read as of a moment has an id of its own, which finds it again as it was known then."""

import base64
from collections.abc import Iterator
from itertools import pairwise, takewhile

import psycopg
import pytest
from dsl import a_source
from later import later
from past import a_call, a_changed_world, positions_in
from service import listening
from streams import socket
from world import World

from api.app import create_app
from api.compiler.moments import MOST_MOMENTS
from domain.identity import actor_id, event_id, place_id, read_relay_id, relay_id, source_id
from domain.intake import read_entries

KIM, TALKS = actor_id("kim"), event_id("talks")
THING = """{ ... on Node { __typename id
    ... on Event { key title retracted reportCount parties { actor { id ref name } } }
    ... on Actor { ref name aliases eventCount events { totalCount nodes { id key } } }
    ... on Place { name within { id } } ... on Source { paper: title published { edtf } } } }"""
NODE = f"query($id: ID!) {{ node(id: $id) {THING} }}"
NODES = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {THING} }}"
EVERYTHING = """query($at: AsOf) {
    event(key: "talks", asOf: $at) { id parties { actor { id } representing { id } } place { id within { id } country { id } }
        ... on SummitHeld { participants { actor { id } } host { id } }
        reports { source { id } statedIn { id } } history { reports { source { id } } } follows { id } }
    parade: event(key: "parade", asOf: $at) { ... on ParadeAttended { attendees { actor { id } representing { id } } host { id } } }
    events(asOf: $at) { edges { node { id } } }
    actor(ref: "kim", asOf: $at) { id offices { of { id } } events { nodes { id } }
        relationships { nodes { between { id } firstEvent { id } lastEvent { id } events { nodes { id } } agreements { id } } } }
    heir: actor(ref: "RUS", asOf: $at) { predecessors { id successors { id } } }
    actors(search: "kim", asOf: $at) { nodes { id } } appearances(together: ["PRK", "RUS"], asOf: $at) { event { id } }
    relationship(between: ["PRK", "RUS"], asOf: $at) { between { id } firstEvent { id } timeline { start } }
    relationships(actor: "PRK", asOf: $at) { nodes { between { id } } } }"""


@pytest.fixture(scope="module")
def changed(server_url: str) -> Iterator[World]:
    with a_changed_world(server_url) as world:
        yield world


@pytest.fixture
def then(changed: World) -> int:
    """The position at which everything had been told once."""
    told = takewhile(lambda recorded: recorded.entry.kind() != "RegistrationCorrected", changed.log.read(limit=1000))
    return max(recorded.position for recorded in told)


def broken(position: str) -> str:
    """The id of an actor with such a position."""
    return base64.b64encode(f"Actor:{KIM}@{position}".encode()).decode()


def test_what_is_read_as_of_a_position_says_so_in_its_id_wherever_it_is_met(changed: World, then: int) -> None:
    past = positions_in(changed.ask(EVERYTHING, at={"position": then}))
    present = positions_in(changed.ask(EVERYTHING))

    assert min(len(past), len(present)) > 40
    assert (set(past), set(present)) == ({then}, {None})


def test_the_position_of_a_time_is_the_one_that_the_answer_is_of(changed: World, then: int) -> None:
    changes = changed.ask("query($s: AsOf!) { changes(since: $s) { nodes { position recordedAt } } }", s={"position": then - 1})
    (time,) = (change["recordedAt"] for change in changes["changes"]["nodes"] if change["position"] == then)

    assert changed.ask(EVERYTHING, at={"time": time}) == changed.ask(EVERYTHING, at={"position": then})


def test_now_and_then_of_one_thing_are_two_in_one_answer(changed: World, then: int) -> None:
    query = '{ now: actor(ref: "kim") { id name } then: actor(ref: "kim", asOf: {position: %d}) { id name } }'

    assert changed.ask(query % then) == {
        "now": {"id": relay_id("Actor", KIM), "name": "Kim Two"},
        "then": {"id": relay_id("Actor", KIM, then), "name": "Kim One"},
    }


def test_a_long_position_breaks_no_id_into_lines(world: World) -> None:
    with psycopg.connect(world.url) as conn:
        conn.execute("SELECT setval(pg_get_serial_sequence('annals.annals_events', 'notification_id'), (2::numeric ^ 62)::bigint)")
    world.append(a_source("paper"), a_call("long") | {"report": {"source": "paper"}})
    head = world.log.head()

    event = world.ask(f'{{ event(key: "long", asOf: {{position: {head}}}) {{ reports {{ source {{ id }} }} }} }}')["event"]

    assert event["reports"][0]["source"]["id"] == relay_id("Source", source_id("paper"), head)
    assert head > 2**62


def test_changes_up_to_a_moment_show_their_events_as_of_there(changed: World, then: int) -> None:
    since = "since: {position: 0}, first: 1000"
    query = f"query($until: AsOf) {{ changes({since}, until: $until) {{ nodes {{ event {{ id }} actor {{ id }} }} }} }}"

    assert set(positions_in(changed.ask(query, until={"position": then}))) == {then}
    assert set(positions_in(changed.ask(query))) == {None}


def test_an_id_finds_its_thing_as_it_was_known_then(changed: World, then: int) -> None:
    things = ['actor(ref: "kim"', 'actor(ref: "kim-again"', 'event(key: "talks"', 'event(key: "before"', 'event(key: "again"']
    past = changed.ask(f"{{ {' '.join(f'f{n}: {t}, asOf: {{position: {then}}}) {THING}' for n, t in enumerate(things))} }}")
    place_and_source = f"place {THING} reports {{ source {THING} }}"
    talks = changed.ask(f'{{ event(key: "talks", asOf: {{position: {then}}}) {{ {place_and_source} }} }}')["event"]
    shown = [*past.values(), talks["place"], talks["reports"][0]["source"]]

    for thing in shown:
        assert thing != changed.ask(NODE, id=id_now(thing["id"]))["node"]
        assert changed.ask(NODE, id=thing["id"])["node"] == thing
    assert changed.ask(NODES, ids=[thing["id"] for thing in shown])["nodes"] == shown


def id_now(id: str) -> str:
    """The id of the same thing as it is known now."""
    named = read_relay_id(id)
    assert named
    return relay_id(named.type_name, named.uuid)


def test_one_list_of_ids_can_be_of_several_positions(changed: World, then: int) -> None:
    head = changed.log.head()
    ids = [relay_id("Actor", KIM, at) for at in (then, None, 0, head, then)] + ["", relay_id("Event", TALKS, then)]

    one, now, nothing, last, again, wrong, talks = changed.ask(NODES, ids=ids)["nodes"]

    assert (one["name"], now["name"], last["name"], talks["key"]) == ("Kim One", "Kim Two", "Kim Two", "talks")
    assert again == one
    assert nothing is wrong is None
    assert [thing["id"] for thing in (one, now, last, talks)] == [ids[0], ids[1], ids[3], ids[6]]
    assert set(positions_in(one)) == {then}
    assert set(positions_in(now)) == {None}
    assert set(positions_in(last)) == {head}


def test_names_within_stand_for_what_they_did_at_each_position(changed: World, then: int) -> None:
    query = """query($ids: [ID!]!, $name: String!) { nodes(ids: $ids) { ... on Actor {
        all: events { totalCount } events(filter: {actors: [$name]}) { totalCount nodes { key } } } } }"""
    ids = [relay_id("Actor", actor_id("RUS"), at) for at in (then, None)]

    for _ in range(2):
        past, present = changed.ask(query, ids=ids, name="Kim Again")["nodes"]

        assert [event["key"] for event in past["events"]["nodes"]] == ["again"]
        assert [event["key"] for event in present["events"]["nodes"]] == ["talks"]
    response = changed.response(query, ids=[relay_id("Actor", actor_id("RUS"), at) for at in (None, then)], name="Kim Two")
    assert [thing and thing["events"]["totalCount"] for thing in response["data"]["nodes"]] == [1, None]
    assert [(e["path"], e["extensions"]["code"]) for e in response["errors"]] == [(["nodes", 1, "events"], "BAD_USER_INPUT")]


def test_an_id_that_also_stands_within_names_what_it_names(changed: World, then: int) -> None:
    russia = relay_id("Actor", actor_id("RUS"), then)

    query = f'{{ nodes(ids: ["{russia}"]) {{ ... on Actor {{ events(filter: {{actors: ["{russia}"]}}) {{ totalCount }} }} }} }}'

    assert changed.ask(query)["nodes"] == [{"events": {"totalCount": 3}}]


def test_a_query_asked_again_looks_at_other_positions(changed: World, then: int) -> None:
    moments = (then, None, then - 1, None, changed.log.head(), then)

    for at in moments:
        assert changed.ask(NODE, id=relay_id("Actor", KIM, at))["node"]["id"] == relay_id("Actor", KIM, at)
    for one, other in pairwise(moments):
        ids = [relay_id("Actor", KIM, one), relay_id("Event", TALKS, other)]
        assert [thing["id"] for thing in changed.ask(NODES, ids=ids)["nodes"]] == ids


@pytest.mark.parametrize("position", ["x", "", "-1", "1.5", str(10**9), str(2**63 - 1), str(2**63)])
def test_a_wrong_position_costs_its_own_field_alone(changed: World, then: int, position: str) -> None:
    query = f'query($id: ID!) {{ before: actor(ref: "kim") {{ ref }} node(id: $id) {THING} after: actor(ref: "kim") {{ ref }} }}'
    good = relay_id("Actor", KIM, then)

    for _ in range(2):
        one = changed.response(query, id=broken(position))
        several = changed.response(NODES, ids=[good, broken(position), good])
        alone = changed.response(NODES, ids=[broken(position)])

        assert one["data"] == {"before": {"ref": "kim"}, "node": None, "after": {"ref": "kim"}}
        assert [thing and thing["id"] for thing in several["data"]["nodes"]] == [good, None, good]
        assert alone["data"]["nodes"] == [None]
        for response, path in ((one, ["node"]), (several, ["nodes", 1]), (alone, ["nodes", 0])):
            (error,) = response["errors"]
            assert error["path"] == path
            assert error["extensions"]["code"] == "BAD_USER_INPUT"
            assert "in an id is none" in error["message"] or "beyond the head" in error["message"]


def test_a_position_not_yet_folded_is_waited_for(world: World) -> None:
    world.log.append(read_entries([a_call("late")], None), by="tester")
    id = relay_id("Event", event_id("late"), world.log.head())

    with later(0.3, world.views.fold):
        assert world.ask(NODE, id=id)["node"]["key"] == "late"
    world.log.append(read_entries([a_call("later")], None), by="tester")
    ids = [id, relay_id("Event", event_id("later"), world.log.head())]
    with later(0.3, world.views.fold):
        assert [thing["key"] for thing in world.ask(NODES, ids=ids)["nodes"]] == ["late", "later"]


def test_ids_of_too_many_positions_are_refused_in_one_go(changed: World, then: int) -> None:
    ids = [relay_id("Actor", KIM, then - number) for number in range(MOST_MOMENTS + 1)]

    error = changed.refusal(NODES, ids=ids)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert f"at most {MOST_MOMENTS} different positions" in error["message"]
    assert len(changed.ask(NODES, ids=[*ids[1:], *ids[1:]])["nodes"]) == 2 * MOST_MOMENTS


def test_an_argument_takes_an_id_with_a_position_for_the_thing_itself(changed: World, then: int) -> None:
    query = """query($kim: String!, $talks: ID!, $paper: ID!, $paperName: String!, $hall: String!, $at: AsOf) {
        event(id: $talks, asOf: $at) { id title } actor(ref: $kim, asOf: $at) { id name } source(id: $paper) { id }
        place(ref: $hall) { id } relationship(between: [$kim, "RUS"], asOf: $at) { eventCount }
        relationships(actor: $kim, asOf: $at) { totalCount } appearances(together: [$kim, "RUS"], asOf: $at) { ordinal }
        actors: events(filter: {actors: [$kim], source: $paperName, place: $hall}, asOf: $at) { nodes { key } }
        any: events(filter: {anyActor: [$kim]}, asOf: $at) { totalCount } }"""

    def named(at: int | None) -> dict[str, str]:
        paper = relay_id("Source", source_id("paper"), at)
        others = {"kim": ("Actor", KIM), "talks": ("Event", TALKS), "hall": ("Place", place_id("stage"))}
        return {"paper": paper, "paperName": paper} | {name: relay_id(*thing, at) for name, thing in others.items()}

    for as_of in (None, {"position": then}):
        expected = changed.ask(query, **named(None), at=as_of)
        assert expected["event"]
        assert expected["actors"]["nodes"]
        for at in (then, 0, 10**9):
            assert changed.ask(query, **named(at), at=as_of) == expected


def test_a_broken_id_is_nothing_to_an_argument(changed: World) -> None:
    assert changed.ask("query($id: String!) { actor(ref: $id) { ref } }", id=broken("x")) == {"actor": None}
    error = changed.refusal("query($id: String!) { relationships(actor: $id) { totalCount } }", id=broken("x"))
    assert error["message"].startswith("unknown actor")


def test_a_subscriber_is_told_of_each_change_as_of_its_own_position(world: World) -> None:
    world.append(a_call("one"), a_call("two"))
    query = "subscription { eventRecorded(after: 0) { position event { id parties { actor { id } } } } }"

    with listening(create_app(world.url, follow=False)) as port, socket(port) as subscriber:
        subscriber.subscribe(query)
        told = [subscriber.receive()["payload"]["data"]["eventRecorded"] for _ in range(2)]

    for change in told:
        assert set(positions_in(change["event"])) == {change["position"]}
