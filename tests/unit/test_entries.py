"""How entries are written down: one form for one content, read back as it was."""

from typing import Any

import orjson
import pytest
from dsl import KIM, PUTIN, Raw, a_place, a_statement, a_summit, an_actor, read, troops
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError
from strategies import entries

from domain.entries import Entry
from domain.errors import Unreadable
from domain.events.meetings import CallHeld
from domain.kinds import ENTRY_KINDS
from domain.log import Log
from domain.log.stored import Stored
from domain.packing import upcast
from domain.registrations.actors import ActorRegistered

quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
MAPPER = Log.in_memory().mapper


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.TOPIC)
def test_what_is_written_is_read_back(kind: type[Entry]) -> None:
    @quick
    @given(entry=entries(kind))
    def holds(entry: Entry) -> None:
        stored: Any = Stored(entry.stream, 1, entry, "tester", "annals 0")

        assert MAPPER.to_domain_event(MAPPER.to_stored_event(stored)) == stored
        assert kind.read(orjson.loads(entry.canonical())).fingerprint() == entry.fingerprint()

    holds()


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.TOPIC)
def test_saying_what_goes_without_saying_changes_nothing(kind: type[Entry]) -> None:
    @quick
    @given(entry=entries(kind))
    def holds(entry: Entry) -> None:
        in_full = kind.read(entry.model_dump(mode="json"))

        assert in_full.canonical() == entry.canonical()

    holds()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a_summit(participants=["PRK", "RUS"]), a_summit(participants=[{"actor": "PRK"}, {"actor": " RUS "}])),
        (a_summit(occurred=" 2025-09-03"), a_summit(occurred="2025-09-03")),
        (a_summit(claimed_ordinal="3"), a_summit(claimed_ordinal=3)),
        (a_summit(report={"source": "paper"}), a_summit(report=[{"source": "paper", "hedge": "asserted"}])),
        (a_statement(about="PRK"), a_statement(about=["PRK"])),
        (troops(troops={"best": "15000"}), troops(troops={"best": 15000.0, "approximate": "false"})),
        (an_actor("PRK", codes=()), an_actor("PRK")),
        (a_place(aliases="Peking", latitude="39"), a_place(aliases=["Peking"], latitude=39.0)),
    ],
)
def test_two_spellings_of_one_thing_are_one_content(one: Raw, other: Raw) -> None:
    (first,), (second,) = read(one), read(other)

    assert first.canonical() == second.canonical()
    assert first.fingerprint() == second.fingerprint()


def test_the_order_of_parties_is_part_of_what_is_said() -> None:
    (one,), (other,) = read(a_summit(participants=[PUTIN, KIM])), read(a_summit(participants=[KIM, PUTIN]))

    assert one.fingerprint() != other.fingerprint()


def test_the_kind_is_part_of_what_is_said() -> None:
    (call,) = read({"kind": "CallHeld", "key": "e", "participants": ["PRK", "RUS"]})
    (meeting,) = read({"kind": "MeetingHeld", "key": "e", "participants": ["PRK", "RUS"]})

    assert call.canonical() == meeting.canonical()
    assert call.fingerprint() != meeting.fingerprint()


def test_an_entry_cannot_be_changed() -> None:
    (summit,) = read(a_summit())

    with pytest.raises(ValidationError, match="frozen"):
        summit.key = "another"  # type: ignore[attr-defined]


class OfTwoVersionsAgo(CallHeld):
    """A kind that has changed twice since its first entry was stored."""

    VERSION = 3

    @staticmethod
    def upcast_v1_v2(content: dict[str, Any]) -> dict[str, Any]:
        """The field was called `callers`."""
        return {name: value for name, value in content.items() if name != "callers"} | {"speakers": content["callers"]}

    @staticmethod
    def upcast_v2_v3(content: dict[str, Any]) -> dict[str, Any]:
        """Then it was called `speakers`."""
        return {"key": content["key"], "participants": content["speakers"]}


def test_an_old_form_is_brought_up_to_date_version_by_version() -> None:
    today = {"key": "e", "participants": ["PRK", "RUS"]}

    assert upcast(OfTwoVersionsAgo, {"key": "e", "callers": ["PRK", "RUS"]}, 1) == today
    assert upcast(OfTwoVersionsAgo, {"key": "e", "speakers": ["PRK", "RUS"]}, 2) == today
    assert upcast(OfTwoVersionsAgo, today, 3) == today


@pytest.mark.parametrize(
    ("version", "message"), [(2, "in version 2, newer than this program's 1"), (0, "no upcaster from version 0 to 1")]
)
def test_a_form_that_no_upcaster_reaches_is_refused(version: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        upcast(CallHeld, {}, version)


@pytest.mark.parametrize(
    ("topic", "state", "message"),
    [
        ("war_begun", {}, "an entry (war_begun) cannot be read: this program knows no such kind"),
        ("call_held", {"version": 1}, "an entry (call_held) cannot be read: it has no 'content'"),
        ("call_held", [], "an entry (call_held) cannot be read: "),
        ("call_held", {"version": 1, "content": {"key": "e"}}, "an entry (call_held) cannot be read: 1 validation error"),
    ],
)
def test_what_cannot_be_read_says_why(topic: str, state: Any, message: str) -> None:
    (summit,) = read(a_summit())
    stored: Any = Stored(summit.stream, 1, summit, "tester", "annals 0")
    broken = vars(MAPPER.to_stored_event(stored)) | {"topic": topic, "state": orjson.dumps(state)}

    with pytest.raises(Unreadable) as caught:
        MAPPER.to_domain_event(type(MAPPER.to_stored_event(stored))(**broken))

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("name", ["", "  ", "x" * 301, "a\x00b"])
def test_a_name_is_short_enough_to_be_found(name: str) -> None:
    with pytest.raises(ValidationError):
        ActorRegistered.model_validate(an_actor("PRK", name=name) | {"kind": None})
