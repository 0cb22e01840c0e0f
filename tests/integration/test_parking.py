"""Entries that cannot be folded: set aside and told of in the live views; the end of a rebuild."""

from typing import Any

import pytest
from by_hand import put
from dsl import CAST, Annals, a_summit, contents, correct, read

from domain.errors import Unreadable
from domain.identity import event_id

Content = dict[str, Any]

LINKED_TO_NOTHING = {"key": "poison", "participants": [{"actor": "PRK"}, {"actor": "RUS"}], "part_of": "no uuid"}
"""What can be read, but not folded."""


def test_what_cannot_be_read_is_parked_and_the_rest_is_folded(annals: Annals) -> None:
    annals.given(*CAST)
    put(annals.url, event_id("poison"), "war_begun", {})
    position = annals.log.head()

    annals.when(a_summit())

    annals.then("event", {"key": "summit"})
    assert parked(annals) == [(position, "war_begun", "this program knows no such kind")]


def test_what_cannot_be_folded_is_parked_too(annals: Annals) -> None:
    annals.given(*CAST)
    put(annals.url, event_id("poison"), "summit_held", LINKED_TO_NOTHING)

    annals.when(a_summit())

    annals.then("event", {"key": "summit"})
    assert [reason for _, _, reason in parked(annals)] == ["ValueError: badly formed hexadecimal UUID string"]


@pytest.mark.parametrize(("topic", "content"), [("war_begun", {}), ("summit_held", LINKED_TO_NOTHING)])
def test_what_cannot_be_folded_stops_a_rebuild_and_leaves_the_live_views(annals: Annals, topic: str, content: Content) -> None:
    annals.given(*CAST, a_summit())
    put(annals.url, event_id("poison"), topic, content)
    annals.views.fold()
    before = contents(annals.url)

    with pytest.raises(Unreadable) as caught:
        annals.views.rebuild()

    assert (caught.value.position, caught.value.topic) == (annals.log.head(), topic)
    assert contents(annals.url) == before


def test_a_correction_of_an_event_that_could_not_be_read_states_it_anew(annals: Annals) -> None:
    annals.given(*CAST)
    put(annals.url, event_id("summit"), "summit_held", {"key": "summit"})
    (correction,) = read(correct("summit", a_summit(participants=["RUS", "PRK"])))
    put(annals.url, event_id("summit"), "event_corrected", correction.content(), version=2)

    annals.views.fold()

    annals.then("event", {"key": "summit"})
    annals.then("party", {"actor": "RUS"}, {"actor": "PRK"})
    assert [topic for _, topic, _ in parked(annals)] == ["summit_held"]


def parked(annals: Annals) -> list[tuple[Any, ...]]:
    with annals.connect() as conn:
        return conn.execute("SELECT * FROM parked ORDER BY position").fetchall()
