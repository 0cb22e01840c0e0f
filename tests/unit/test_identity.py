"""Ids follow from names, on every machine and for ever."""

import base64
from contextlib import suppress
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInput
from domain.identity import LAST_POSITION, NAMESPACE, actor_id, event_id, place_id, read_relay_id, read_uuid, relay_id, source_id

SUMMIT = event_id("summit-rus-prk-2025-09-03")


def test_ids_are_for_ever() -> None:
    assert str(SUMMIT) == "d4ee7e04-6d99-56fb-9d7e-4130933dc08e"
    assert str(actor_id("PRK")) == "745db213-10cb-5aaf-afb2-1f1cace0e04d"
    assert str(place_id("beijing")) == "b3a550e9-1039-5e56-98d2-9e9354787564"
    assert str(source_id("asiae")) == "45d5d00d-4194-5d1c-836b-8424e0bc3fa9"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_id_is_the_name_based_uuid_of_rfc_9562(key: str) -> None:
    assert event_id(key) == uuid5(NAMESPACE, f"event:{key}")


def test_things_of_different_sorts_with_one_name_have_different_ids() -> None:
    assert len({event_id("x"), actor_id("x"), place_id("x"), source_id("x")}) == 4


@given(st.uuids(), st.sampled_from(["Event", "Actor", "Place", "Source"]), st.none() | st.integers(0, LAST_POSITION))
def test_a_relay_id_gives_back_what_it_was_made_of(uuid: UUID, type_name: str, position: int | None) -> None:
    id = relay_id(type_name, uuid, position)

    assert read_relay_id(id) == (type_name, uuid, position)
    assert read_uuid(id, type_name) == uuid
    assert read_uuid(str(uuid), type_name) == uuid


def test_the_past_of_a_thing_has_an_id_of_its_own_in_a_form_that_is_for_ever() -> None:
    assert base64.b64decode(relay_id("Event", SUMMIT)).decode() == f"Event:{SUMMIT}"
    assert base64.b64decode(relay_id("Event", SUMMIT, 765)).decode() == f"Event:{SUMMIT}@765"


@pytest.mark.parametrize("position", ["", "x", "-1", "1.0", "1e3", " 7", "007", "7@8", "\u0667", str(2**63), "9" * 500])
def test_a_position_that_cannot_be_is_refused_as_such_but_names_nothing(position: str) -> None:
    id = base64.b64encode(f"Event:{SUMMIT}@{position}".encode()).decode()

    with pytest.raises(BadInput, match="in an id is none") as refused:
        read_relay_id(id)
    assert len(str(refused.value)) < 200
    assert read_uuid(id, "Event") is None


def test_a_relay_id_of_another_type_is_not_taken() -> None:
    assert read_uuid(relay_id("Actor", SUMMIT), "Event") is None


@pytest.mark.parametrize(
    "text", ["", "x", "summit-2025", "é", "====", str(SUMMIT)[:-1], "g" * 36, base64.b64encode(b"\xff").decode()]
)
def test_what_is_no_id_gives_none(text: str) -> None:
    assert read_uuid(text, "Event") is None


@given(st.text() | st.text().map(lambda text: base64.b64encode(f"Event:{SUMMIT}{text}".encode(errors="replace")).decode()))
def test_reading_an_id_never_fails(text: str) -> None:
    assert read_uuid(text, "Event") is None or len(text) >= 36

    with suppress(BadInput):
        assert read_relay_id(text) is None or ":" in base64.b64decode(text).decode()
