"""Actors whom a list knows by number: names come and go, and several have the same."""

from collections.abc import Iterator

import psycopg
import pytest
from dsl import Annals, an_actor

from domain.postgres.connection import set_schema
from projections.schemas import LIVE
from scripts.importing.draft import Draft, Mention, Reject
from scripts.importing.settling import Settler


@pytest.fixture
def settler(annals: Annals) -> Iterator[Settler]:
    annals.given(an_actor("front", "armed_group", name="Front", codes=[{"scheme": "ucdp-actor", "code": "1"}]))
    with psycopg.connect(annals.url, autocommit=True) as conn:
        set_schema(conn, LIVE)
        yield Settler(conn)


def actors(settler: Settler, *mentions: Mention) -> list[str]:
    drafts = [Draft(line, {"kind": "ViolenceRecorded", "key": f"e:{line}", "side_a": [m]}) for line, m in enumerate(mentions)]
    return [entry["side_a"][0] for entry in settler.settle(drafts)[1] if not isinstance(entry, Reject)]


def numbered(name: str, number: str) -> Mention:
    return Mention(name, None, "armed_group", (("ucdp-actor", number),))


def test_one_number_is_one_actor_whatever_it_is_called(settler: Settler) -> None:
    assert actors(settler, numbered("Front", "1"), numbered("New Front", "1")) == ["front", "front"]


def test_one_name_with_two_numbers_is_two_actors(settler: Settler) -> None:
    first, other, again = actors(settler, numbered("Front", "2"), numbered("Front", "3"), numbered("Front", "2"))

    assert len({"front", first, other}) == 3
    assert again == first


def test_a_known_name_without_a_number_is_taken_for_the_one_meant(settler: Settler) -> None:
    assert actors(settler, Mention("Front")) == ["front"]
