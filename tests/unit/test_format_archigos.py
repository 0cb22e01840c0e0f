"""Leaders and their terms of office."""

import io
from typing import Any

import pytest

from scripts.importing.draft import Draft, Mention, Reject
from scripts.importing.formats.archigos import ARCHIGOS
from scripts.importing.layouts import columns
from scripts.importing.numbered_states import state_numbered

HEADING = "obsid,gwcode,leadid,leader,yrborn,gender,startdate,enddate,entry,exit,exitcode"


def a_term(
    obsid: str = "AAA-1950",
    state: str = "2",
    id: str = "1a-2b",
    name: str = "One",
    held: str = "1950-01-02,1952-03-04",
    exit: str = "Regular",
) -> str:
    return f"{obsid},{state},{id},{name},NA,M,{held},Regular,{exit},Regular"


def read(*rows: str) -> list[Draft | Reject]:
    return list(ARCHIGOS.read(io.BytesIO("\n".join((HEADING, *rows)).encode()), "utf-8"))


def entries(*rows: str) -> list[dict[str, Any]]:
    return [dict(draft.entry) for draft in read(*rows) if isinstance(draft, Draft)]


def offices(*rows: str) -> list[tuple[str, str, str]]:
    """Of each term the leader's code, the state and the time."""
    return [(e["actor"].codes[0][1], e["of"], e["held"]) for e in entries(*rows) if e["kind"] == "OfficeHeld"]


def test_a_term_is_an_office_of_a_person_known_by_name_state_and_code() -> None:
    (office,) = entries(a_term())

    assert office == {
        "kind": "OfficeHeld",
        "actor": Mention("One", "USA", "person", (("archigos", "1a-2b"),), strict=True),
        "office": "Leader",
        "of": "USA",
        "held": "1950-01-02/1952-03-04",
        "report": {"source": "archigos", "via": "AAA-1950"},
    }


def test_a_leader_who_came_back_is_one_person_with_two_terms() -> None:
    first, second = entries(a_term("AAA-1"), a_term("AAA-2", held="1960-01-01,1961-01-01"))

    assert first["actor"] == second["actor"]


@pytest.mark.parametrize(
    ("held", "exit", "edtf"),
    [
        ("2009-01-20,2015-12-31", "Still in Office", "2009-01-20/"),
        ("1945-05-01,1945-05-01", "Regular", "1945-05-01"),
    ],
)
def test_a_term_that_was_not_over_has_no_known_end_and_one_of_a_day_is_that_day(held: str, exit: str, edtf: str) -> None:
    ((_, _, found),) = offices(a_term(held=held, exit=exit))

    assert found == edtf


def test_an_id_given_to_two_people_is_not_one_person() -> None:
    found = offices(a_term(name="King", state="20"), a_term(name="Buenaventura Baez", state="42"))

    assert [(actor, of) for actor, of, _ in found] == [("1a-2b", "CAN"), ("1a-2b-dom", "DOM")]


def test_a_leader_of_two_states_is_one_person() -> None:
    found = offices(a_term(state="345", held="2000-10-07,2003-01-01"), a_term(state="340", held="2006-07-01,2008-07-07"))

    assert [(actor, of) for actor, of, _ in found] == [("1a-2b", "YUG"), ("1a-2b", "SRB")]


def test_another_spelling_is_an_alias() -> None:
    found = entries(a_term(name="Ramgoolam N."), a_term(name="Navin Ramgoolam"))

    assert [(e["actor"].name, e["alias"]) for e in found if e["kind"] == "ActorAliased"] == [("Ramgoolam N.", "Navin Ramgoolam")]


def test_a_state_that_iso_never_had_is_registered_once() -> None:
    found = entries(a_term(id="1", state="711"), a_term(id="2", state="711"))

    (state,) = (e for e in found if e["kind"] == "ActorRegistered")
    assert (state["id"], state["actor_kind"]) == ("tibet", "state")
    assert {"scheme": "imported", "code": "Tibet"} in state["codes"]


@pytest.mark.parametrize(
    ("number", "day", "state"),
    [
        ("365", "1917-03-15", "RUS"),
        ("365", "1953-03-05", "SUN"),
        ("365", "1999-12-31", "RUS"),
        ("260", "1969-10-21", "DEU"),
        ("265", "1971-05-03", "DDR"),
        ("490", "1980-01-01", "ZAR"),
        ("731", "2011-12-17", "PRK"),
        ("816", "1976-07-02", "VNM"),
    ],
)
def test_a_number_stands_for_the_state_of_the_day(number: str, day: str, state: str) -> None:
    found = state_numbered(number, day)

    assert found is not None
    assert found.id == state


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (a_term(state="999"), "gwcode 999 is no state"),
        (a_term(held="1952-01-01,1950-01-01"), "enddate 1950-01-01 is before startdate"),
        (a_term(name="NA"), "leader is empty"),
        (a_term(held="1950-13-01,1950-01-01"), "startdate"),
    ],
)
def test_what_cannot_be_understood_is_rejected(row: str, reason: str) -> None:
    (reject,) = read(row)

    assert isinstance(reject, Reject)
    assert reason in reject.reason
    assert (reject.line, reject.raw) == (2, row)


@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_the_file_as_published_with_28_columns_is_read(delimiter: str) -> None:
    cells = {"obsid": "AAA-1950", "ccode": "2", "leadid": "1a-2b", "leader": "Bánzer", "exit": "Regular", "exitcode": "Regular"}
    cells |= {"startdate": "1950-01-02", "eindate": "1950-01-02", "enddate": "1952-03-04", "eoutdate": "1952-03-04", "idacr": "USA"}
    rows = [columns("archigos"), [cells.get(name, "NA") for name in columns("archigos")]]

    (found,) = ARCHIGOS.read(io.BytesIO("\n".join(delimiter.join(row) for row in rows).encode("cp1252")))

    assert isinstance(found, Draft)
    assert (found.entry["actor"].name, found.entry["of"], found.entry["held"]) == ("Bánzer", "USA", "1950-01-02/1952-03-04")
