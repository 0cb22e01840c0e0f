"""Every kind: its name, its words, and its codes as the table of kinds has them."""

import re
from typing import Any

import pytest
from kinds_coded import CODES, TWO

from domain.codes import PLOVER_MODES, PLOVER_TYPES
from domain.entries import Entry
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.kinds import BY_TOPIC, ENTRY_KINDS
from domain.registrations import REGISTRATION_KINDS
from domain.revisions import REVISION_KINDS

BY_NAME = {kind.__name__: kind for kind in EVENT_KINDS}


def an_event(kind: str, **fields: Any) -> Event:
    return BY_NAME[kind].model_validate({"key": "e"} | fields)


@pytest.mark.parametrize(("kind", "fields", "plover", "cameo", "quad", "goldstein"), CODES)
def test_an_event_is_coded_as_the_table_says(
    kind: str, fields: dict[str, Any], plover: str | None, cameo: str | None, quad: int | None, goldstein: int | None
) -> None:
    event = an_event(kind, **fields)

    coding = event.coding
    assert "/".join(filter(None, (coding.plover, coding.mode))) == (plover or "")
    assert coding.cameo == cameo
    assert (event.quad and event.quad.number, event.goldstein) == (quad, goldstein)


def test_the_table_has_every_kind_and_every_value_of_the_fields_that_decide() -> None:
    told = {(kind, fields.get(BY_NAME[kind].CODED_BY)) for kind, fields, *_ in CODES}

    for kind in EVENT_KINDS:
        assert kind.__name__ in {name for name, _ in told}
        default = kind.model_fields[kind.CODED_BY].default if kind.CODED_BY in kind.model_fields else None
        values = {str(value) for value in kind.CODINGS if value != default and isinstance(value, str)}
        assert {(kind.__name__, value) for value in values} <= told


def test_every_type_and_mode_of_plover_and_every_root_of_cameo_is_the_code_of_some_kind() -> None:
    codings = [coding for kind in EVENT_KINDS for coding in kind.codings().values()]

    assert {coding.plover for coding in codings} >= PLOVER_TYPES.keys()
    assert {(coding.plover, coding.mode) for coding in codings} >= {
        (t, mode) for t, modes in PLOVER_MODES.items() for mode in modes
    }
    assert {coding.cameo[:2] for coding in codings if coding.cameo} == {f"{root:02}" for root in range(1, 21)}


NO_ACTS = (
    *("ElectionHeld", "VoteTaken", "LawEnacted", "OfficeTaken", "OfficeLeft", "BodyFormed", "BodyDissolved"),
    *("PeopleDisplaced", "DisasterStruck"),
)


@pytest.mark.parametrize("kind", NO_ACTS)
def test_what_is_no_act_of_one_towards_another_counts_neither_as_cooperation_nor_as_conflict(kind: str) -> None:
    coded = [an_event(name, **fields) for name, fields, *_ in CODES if name == kind]

    assert {(event.quad, event.goldstein) for event in coded} == {(None, None)}


@pytest.mark.parametrize("status", ["planned", "announced"])
@pytest.mark.parametrize(("kind", "fields", "quad"), [(k, f, q) for k, f, _, _, q, _ in CODES if "intensity" not in f])
def test_a_cooperative_act_still_to_come_is_an_intent_to_cooperate(
    kind: str, fields: dict[str, Any], quad: int | None, status: str
) -> None:
    done = an_event(kind, **fields)

    to_come = an_event(kind, status=status, **fields)

    if quad in (1, 2):
        assert (to_come.coding.plover, to_come.coding.cameo, to_come.goldstein) == ("AGREE", "030", 400)
    else:
        assert to_come.coding == done.coding


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "done"),
        ({"occurred": "2025-09-03"}, "done"),
        ({"occurred": "2024/.."}, "under_way"),
        ({"occurred": "2024/"}, "done"),
        ({"occurred": "2024/..", "status": "denied"}, "denied"),
    ],
)
def test_an_event_is_done_unless_its_end_is_open_or_a_status_is_given(fields: dict[str, Any], status: str) -> None:
    assert an_event("CallHeld", participants=TWO, **fields).standing == status


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.__name__)
def test_a_topic_is_the_kinds_name_in_snake_case(kind: type[Entry]) -> None:
    assert re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower() == kind.TOPIC
    assert BY_TOPIC[kind.TOPIC] is kind


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.__name__)
def test_a_kind_and_its_fields_say_what_they_are(kind: type[Entry]) -> None:
    undescribed = [name for name, field in kind.model_fields.items() if not field.description]

    assert undescribed == []
    assert kind.__doc__


def test_there_is_one_kind_of_each_name() -> None:
    assert len(BY_TOPIC) == len(ENTRY_KINDS) == len(EVENT_KINDS) + len(REGISTRATION_KINDS) + len(REVISION_KINDS)


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.__name__)
def test_every_event_names_at_least_one_party(kind: type[Event]) -> None:
    fields = next(fields for name, fields, *_ in CODES if name == kind.__name__)

    parties = list(an_event(kind.__name__, **fields).taking_part)

    assert parties
    assert {taking.field for taking in parties} <= kind.party_fields().keys()
