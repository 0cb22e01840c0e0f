"""The feed: what the log recorded between two moments, entry by entry."""

from datetime import timedelta
from typing import Any

import pytest
from world import World

from domain.kinds import BY_TOPIC

FEED = """query($since: AsOf!, $until: AsOf, $n: Int, $c: String) { changes(since: $since, until: $until, first: $n, after: $c) {
    totalCount nodes { position recordedAt entryKind event { key retracted } actor { ref } }
    pageInfo { hasNextPage endCursor } } }"""
CALL = {"kind": "CallHeld", "key": "call", "occurred": "2024", "participants": ["PRK", "RUS"]}
ALIAS = {"kind": "ActorAliased", "actor": "PRK", "alias": "The North"}
RETRACTION = {"kind": "EventRetracted", "event": "call", "reason": "it was another day"}


def feed(world: World, since: int, until: int | None = None, **page: Any) -> Any:
    return world.ask(FEED, since={"position": since}, until=until and {"position": until}, **page)["changes"]


def test_every_entry_after_a_moment_is_told_in_order_with_what_it_is_about(world: World) -> None:
    before = world.log.head()
    for entry in (CALL, ALIAS, {"kind": "SourceRegistered", "id": "paper"}, RETRACTION):
        world.append(entry)

    changes = feed(world, before)

    told = [(c["entryKind"], c["event"] and c["event"]["key"], c["actor"] and c["actor"]["ref"]) for c in changes["nodes"]]
    assert told == [
        ("CallHeld", "call", None),
        ("ActorAliased", None, "PRK"),
        ("SourceRegistered", None, None),
        ("EventRetracted", "call", None),
    ]
    entries = world.log.read(after=before, limit=10)
    assert [c["position"] for c in changes["nodes"]] == [entry.position for entry in entries]
    assert changes["totalCount"] == 4


def test_up_to_another_moment_everything_is_as_known_then(world: World) -> None:
    before = world.log.head()
    world.append(CALL)
    world.append(RETRACTION)
    first = world.log.read(after=before, limit=1)[0].position

    (then,) = feed(world, before, first)["nodes"]

    assert then["event"] == {"key": "call", "retracted": False}
    assert feed(world, before)["nodes"][0]["event"]["retracted"] is True
    assert feed(world, first, first)["nodes"] == []


def test_moments_can_be_given_as_times(world: World) -> None:
    before = world.log.head()
    world.append(CALL)
    world.append(RETRACTION)
    (call, retraction) = world.log.read(after=before, limit=2)
    since, until = call.recorded_at - timedelta(microseconds=1), retraction.recorded_at - timedelta(microseconds=1)

    changes = world.ask(FEED, since={"time": since.isoformat()}, until={"time": until.isoformat()})["changes"]

    assert [c["position"] for c in changes["nodes"]] == [call.position]


def test_pages_make_up_the_whole_feed(world: World) -> None:
    found: list[int] = []
    cursor = None

    while True:
        page = feed(world, 0, world.log.head(), n=123, c=cursor)
        found += [c["position"] for c in page["nodes"]]
        cursor = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert found == [entry.position for entry in world.log.read(limit=10_000)]


MERGED = (
    {**CALL, "key": "same-call"},
    {"kind": "EventsMerged", "event": "call", "duplicates": ["same-call"], "reason": "the same"},
)


def test_with_a_filter_only_entries_about_events_that_meet_it_are_told(world: World) -> None:
    before = world.log.head()
    for entry in (CALL, ALIAS, {**CALL, "key": "other", "participants": ["PRK", "CHN"]}, *MERGED, RETRACTION):
        world.append(entry)
    query = """query($since: AsOf!, $f: EventFilter, $last: Int) { changes(since: $since, filter: $f, last: $last) {
        totalCount nodes { entryKind } pageInfo { hasPreviousPage } } }"""

    def told(last: int = 9, **filter: Any) -> Any:
        return world.ask(query, since={"position": before}, f=filter, last=last)["changes"]

    russian = ["CallHeld", "CallHeld", "EventsMerged", "EventRetracted"]
    assert [c["entryKind"] for c in told(actors=["RUS"], includeRetracted=True)["nodes"]] == russian
    assert [c["entryKind"] for c in told(actors=["CHN"])["nodes"]] == ["CallHeld"]
    assert told(actors=["RUS"])["totalCount"] == 0
    newest = told(last=1, actors=["RUS"], includeRetracted=True)
    assert newest == {
        "totalCount": 4,
        "nodes": [{"entryKind": "EventRetracted"}],
        "pageInfo": {"hasPreviousPage": True},
    }


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [(5, 3, "since (position 5) lies after until (position 3)"), (99_999, None, "beyond the head"), (1, 99_999, "beyond the head")],
)
def test_moments_that_cannot_be_are_refused(article: World, since: int, until: int | None, message: str) -> None:
    error = article.refusal(FEED, since={"position": since}, until=until and {"position": until})

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert message in error["message"]


def test_the_feed_names_every_kind_as_files_do() -> None:
    assert {topic.replace("_", " ").title().replace(" ", ""): topic for topic in BY_TOPIC} == {
        kind.kind(): topic for topic, kind in BY_TOPIC.items()
    }
