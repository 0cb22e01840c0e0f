"""Releases of a data set, one after the other: what changes, what goes, and what was known before."""

from collections.abc import Sequence
from typing import Any

import psycopg
import pytest
from dsl import Annals, a_place, an_actor, read

from domain.errors import BadInput
from domain.events.base import Event
from domain.postgres.connection import set_schema
from projections.coverage import Coverage
from projections.schemas import LIVE
from scripts.importing.calendars import UCDP
from scripts.importing.releases import NONE_NEWER, LaterReleases, read_release
from scripts.importing.revising import Fate, Revising, read_covers

CAST = (
    *(an_actor(code) for code in ("SYR", "IRQ")),
    an_actor("front", "armed_group"),
    a_place("homs", within="SYR"),
    a_place("mosul", within="IRQ"),
)
Rows = Sequence[dict[str, Any]]


def row(number: int, deaths: int = 1, place: str | None = "homs", occurred: str = "2016-01-05") -> dict[str, Any]:
    said = {"side_a": ["front"], "deaths": {"best": deaths}, "occurred": occurred}
    placed = {"place": place} if place else {}
    return {"kind": "ViolenceRecorded", "key": f"ucdp-ged:{number}"} | said | placed


class Releases:
    """A database that takes releases."""

    def __init__(self, annals: Annals) -> None:
        self.annals = annals

    def take(self, label: str, rows: Rows, covers: str = "", newer: LaterReleases = NONE_NEWER) -> list[Fate | str]:
        """Takes a release, and retracts what it lacks; what became of its rows."""
        with psycopg.connect(self.annals.url, autocommit=True) as conn:
            set_schema(conn, LIVE)
            revising = Revising(self.annals.log, Coverage(conn), read_release("ucdp-ged", UCDP, label), newer)
            events = [event for event in read(*rows) if isinstance(event, Event)]
            taken = revising.take(events, [f"file:{line}" for line, _ in enumerate(events, start=1)])
            self.annals.views.fold()
            if covered := revising.gone(covers):
                revising.retract(covered, "file")
            self.annals.views.fold()
        return [t.fate or t.problem for t in taken]

    def keys(self, at: int | None = None) -> list[str]:
        """The keys of the events that hold."""
        return sorted(e["key"] for e in self.annals.rows("event", at) if not e["retracted"])


@pytest.fixture
def releases(annals: Annals) -> Releases:
    annals.given(*CAST)
    return Releases(annals)


def test_a_newer_release_records_corrects_and_takes_back(releases: Releases) -> None:
    assert releases.take("19.1", [row(1), row(2), row(3)]) == [Fate.RECORDED] * 3
    before = releases.annals.log.head()

    assert releases.take("23.1", [row(1), row(2, deaths=5), row(4)]) == [Fate.HELD, Fate.CORRECTED, Fate.RECORDED]

    assert releases.keys() == ["ucdp-ged:1", "ucdp-ged:2", "ucdp-ged:4"]
    assert releases.keys(at=before) == ["ucdp-ged:1", "ucdp-ged:2", "ucdp-ged:3"]


def test_every_revision_says_which_release_and_file_it_comes_from(releases: Releases) -> None:
    releases.take("19.1", [row(1), row(2)])
    releases.take("23.1", [row(1, deaths=5)])

    assert [(r["reason"], r["appended_by"]) for r in releases.annals.rows("history") if r["reason"]] == [
        ("release 23.1 of ucdp-ged has another deaths", "file:1"),
        ("release 23.1 of ucdp-ged no longer has it", "file"),
    ]


def test_the_same_release_twice_is_once(releases: Releases) -> None:
    releases.take("19.1", [row(1), row(2), row(3)])
    releases.take("23.1", [row(1), row(2, deaths=5)])
    head = releases.annals.log.head()

    assert releases.take("23.1", [row(1), row(2, deaths=5)]) == [Fate.HELD] * 2
    assert releases.annals.log.head() == head


def test_only_what_lies_in_the_time_and_the_countries_of_the_file_is_gone(releases: Releases) -> None:
    elsewhere, nowhere = row(2, place="mosul"), row(3, place=None)
    later, perhaps_later = row(4, occurred="2017-01-01"), row(5, occurred="2016")
    releases.take("19.1", [row(1), elsewhere, nowhere, later, perhaps_later, row(6)])

    releases.take("23.1", [row(1)])

    assert releases.keys() == [f"ucdp-ged:{n}" for n in (1, 2, 3, 4, 5)]


def test_what_a_file_covers_is_what_somebody_says_that_it_does(releases: Releases) -> None:
    releases.take("19.1", [row(n) for n in range(1, 21)])

    releases.take("23.1", [row(1)], "none")
    assert len(releases.keys()) == 20

    releases.take("23.1", [row(1)], "2016")
    assert len(releases.keys()) == 1


def test_events_of_others_are_never_gone(releases: Releases) -> None:
    releases.annals.given(row(1) | {"key": "ucdp-ged-by-hand"})

    releases.take("23.1", [row(1)])

    assert releases.keys() == ["ucdp-ged-by-hand", "ucdp-ged:1"]


def test_a_release_imported_late_takes_nothing_back_and_brings_nothing_new(releases: Releases) -> None:
    releases.take("23.1", [row(1), row(2)])

    held, refused = releases.take("19.1", [row(1), row(3)], newer=LaterReleases(any=True, restating=True))

    assert held is Fate.HELD
    assert "comes after a newer one" in str(refused)
    assert releases.keys() == ["ucdp-ged:1", "ucdp-ged:2"]


def test_an_id_that_stands_twice_in_a_file_with_other_content_is_rejected(releases: Releases) -> None:
    assert releases.take("19.1", [row(1), row(1), row(1, deaths=9)]) == [
        Fate.RECORDED,
        Fate.HELD,
        "key: stands in the file before, with other content",
    ]


@pytest.mark.parametrize("text", ["soon", "2016/.."])
def test_what_is_no_span_of_days_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="--covers"):
        read_covers(text)
