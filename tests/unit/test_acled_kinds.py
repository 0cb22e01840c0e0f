"""ACLED's events and sub-events: of what kind each is, who acts upon whom, and which words are kept. All rows are made up."""

from typing import Any

import pytest
from rows import comma_separated, read
from rows import reason as reason_of

from domain.codes.tables import read_table
from domain.events import EVENT_KINDS
from scripts.importing.draft import Draft
from scripts.importing.formats.acled import ACLED
from scripts.importing.layouts import columns

COLUMNS = columns("acled")
KINDS = {kind.kind(): kind for kind in EVENT_KINDS}
ROW = {
    "event_id_cnty": "KEN7",
    "event_date": "2026-04-02",
    "time_precision": "1",
    "iso": "404",
    "geo_precision": "3",
    "fatalities": "5",
}
POLICE, FRONT, CIVILIANS, PROTESTERS, RIOTERS = (
    ("Police Forces of Kenya (2022-)", "1"),
    ("Front (Kenya)", "2"),
    ("Civilians (Kenya)", "7"),
    ("Protesters (Kenya)", "6"),
    ("Rioters (Kenya)", "5"),
)
Who = tuple[str, str]


def draft(event_type: str, sub_event_type: str, one: Who, other: Who = ("", "0"), /, **cells: str) -> Draft:
    actors = dict(zip(("actor1", "inter1", "actor2", "inter2"), (*one, *other), strict=True))
    row = ROW | {"event_type": event_type, "sub_event_type": sub_event_type} | actors | cells
    (found,) = read(ACLED, comma_separated(COLUMNS, row))
    assert isinstance(found, Draft), found
    return found


def told(event_type: str, sub_event_type: str, one: Who, other: Who = ("", "0"), /, **cells: str) -> tuple[Any, ...]:
    """The kind, what decides its codes, and the names on the side of those who acted and on the other."""
    entry = draft(event_type, sub_event_type, one, other, **cells).entry
    kind = KINDS[entry["kind"]]
    decides = entry.get("code") if entry["kind"] == "InteractionCoded" else entry.get(kind.CODED_BY)
    fields = [name for name in kind.party_fields() if name in entry]
    named = [[party["actor"].name for party in _listed(entry[field])] for field in fields]
    return (entry["kind"], decides, *named)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


BATTLES, REMOTE, CIVIL, STRATEGIC = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Strategic developments",
)
ARMY = ("Military Forces of Kenya (2022-)", "1")

DIRECTED = [
    (BATTLES, "Government regains territory", "TerritoryTaken", None, ARMY, FRONT),
    (BATTLES, "Non-state actor overtakes territory", "TerritoryTaken", None, FRONT, ARMY),
    (REMOTE, "Chemical weapon", "ForceUsed", "unconventional", ARMY, CIVILIANS),
    (REMOTE, "Air/drone strike", "ForceUsed", "aerial", ARMY, CIVILIANS),
    (REMOTE, "Suicide bomb", "ForceUsed", "suicide_attack", FRONT, CIVILIANS),
    (REMOTE, "Shelling/artillery/missile attack", "ForceUsed", "heavy_weapons", ARMY, CIVILIANS),
    (REMOTE, "Remote explosive/landmine/IED", "ForceUsed", "explosives", FRONT, CIVILIANS),
    (REMOTE, "Grenade", "ForceUsed", "explosives", FRONT, CIVILIANS),
    (CIVIL, "Attack", "ViolenceRecorded", True, FRONT, CIVILIANS),
    (CIVIL, "Sexual violence", "AbuseCommitted", "sexual", FRONT, CIVILIANS),
    (CIVIL, "Abduction/forced disappearance", "HostagesTaken", None, FRONT, CIVILIANS),
    ("Protests", "Excessive force against protesters", "ViolenceRecorded", True, POLICE, PROTESTERS),
    ("Protests", "Protest with intervention", "ProtestHeld", "demo", PROTESTERS, POLICE),
    ("Protests", "Peaceful protest", "ProtestHeld", "demo", PROTESTERS, POLICE),
    ("Riots", "Violent demonstration", "ProtestHeld", "riot", RIOTERS, POLICE),
    ("Riots", "Mob violence", "ProtestHeld", "riot", RIOTERS, CIVILIANS),
    (STRATEGIC, "Arrests", "ArrestMade", None, POLICE, CIVILIANS),
    (STRATEGIC, "Looting/property destruction", "InteractionCoded", "Looting/property destruction", FRONT, CIVILIANS),
]


@pytest.mark.parametrize("coded", ["inter codes", "names"])
@pytest.mark.parametrize("swapped", [False, True], ids=["as here", "columns exchanged"])
@pytest.mark.parametrize(
    ("event_type", "sub_event", "kind", "decides", "who", "whom"), DIRECTED, ids=[line[1] for line in DIRECTED]
)
def test_who_acts_is_told_by_the_sub_event_and_the_inter_codes_whatever_the_columns(
    event_type: str, sub_event: str, kind: str, decides: object, who: Who, whom: Who, swapped: bool, coded: str
) -> None:
    one, other = (whom, who) if swapped else (who, whom)
    if coded == "names":
        one, other = (one[0], ""), (other[0], "")

    assert told(event_type, sub_event, one, other) == (kind, decides, [who[0]], [whom[0]])


@pytest.mark.parametrize(
    ("event_type", "sub_event", "kind", "decides", "parties"),
    [
        (BATTLES, "Armed clash", "ViolenceRecorded", False, ([FRONT[0]], [ARMY[0]])),
        (STRATEGIC, "Agreement", "AgreementSigned", None, ([FRONT[0], ARMY[0]],)),
        (STRATEGIC, "Change to group/activity", "InteractionCoded", "Change to group/activity", ([FRONT[0]], [ARMY[0]])),
        (STRATEGIC, "Headquarters or base established", "InteractionCoded", "Headquarters or base established", None),
        (STRATEGIC, "Disrupted weapons use", "InteractionCoded", "Disrupted weapons use", None),
        (STRATEGIC, "Non-violent transfer of territory", "InteractionCoded", "Non-violent transfer of territory", None),
        (STRATEGIC, "Other", "InteractionCoded", "Other", None),
    ],
)
def test_where_nobody_acts_upon_the_other_the_sides_are_those_of_the_columns(
    event_type: str, sub_event: str, kind: str, decides: object, parties: tuple[list[str], ...] | None
) -> None:
    assert told(event_type, sub_event, FRONT, ARMY) == (kind, decides, *(parties or ([FRONT[0]], [ARMY[0]])))


def test_two_armed_sides_of_remote_violence_are_as_the_code_book_has_them_the_perpetrator_first() -> None:
    assert told(REMOTE, "Air/drone strike", ARMY, FRONT)[2:] == ([ARMY[0]], [FRONT[0]])
    assert told(REMOTE, "Grenade", FRONT, ARMY)[2:] == ([FRONT[0]], [ARMY[0]])


def test_what_the_notes_call_excessive_force_is_a_protest_where_nobody_died() -> None:
    found = told("Protests", "Excessive force against protesters", POLICE, PROTESTERS, fatalities="0")

    assert found == ("ProtestHeld", "demo", [PROTESTERS[0]], [POLICE[0]])


@pytest.mark.parametrize("sub_event", ["Government regains territory", "Non-state actor overtakes territory"])
def test_where_both_sides_are_of_one_sort_nobody_is_said_to_have_taken_the_territory(sub_event: str) -> None:
    other = ("Other front (Kenya)", "3")

    found = draft(BATTLES, sub_event, FRONT, other)

    assert told(BATTLES, sub_event, FRONT, other) == ("ViolenceRecorded", False, [FRONT[0]], [other[0]])
    assert ["as Battles in general" in flaw.what for flaw in found.flaws] == [True]
    assert [flaw.reason for flaw in found.flaws] == [""]


@pytest.mark.parametrize("sub_event", ["Sexual violence", "Abduction/forced disappearance"])
def test_where_no_victim_is_named_it_is_violence_against_civilians_in_general(sub_event: str) -> None:
    assert told(CIVIL, sub_event, FRONT) == ("ViolenceRecorded", True, [FRONT[0]], [])


def test_deaths_among_protesters_alone_are_those_of_the_protest() -> None:
    found = draft("Protests", "Excessive force against protesters", PROTESTERS)

    assert (found.entry["kind"], found.entry["deaths"]) == ("ProtestHeld", {"best": "5"})


@pytest.mark.parametrize(
    ("event_type", "sub_event"),
    [line[:2] for line in DIRECTED if line[0] != STRATEGIC] + [(BATTLES, "Armed clash")],
)
def test_all_violence_keeps_its_deaths(event_type: str, sub_event: str) -> None:
    found = draft(event_type, sub_event, ARMY, FRONT)

    assert found.entry["deaths"] == {"best": "5"}
    assert not [flaw for flaw in found.flaws if "fatalities" in flaw.what]


def test_deaths_that_the_kind_cannot_hold_are_told() -> None:
    assert [flaw.what for flaw in draft(STRATEGIC, "Agreement", FRONT, ARMY).flaws] == ["without fatalities"]
    assert not draft(STRATEGIC, "Agreement", FRONT, ARMY, fatalities="0").flaws


def test_an_empty_cell_says_nothing_of_deaths() -> None:
    assert "deaths" not in draft(BATTLES, "Armed clash", FRONT, ARMY, fatalities="").entry


def test_an_unknown_sub_event_is_left_out_and_told_and_the_row_is_what_its_event_type_says() -> None:
    found = draft(BATTLES, "Duel", FRONT, ARMY)

    assert found.entry["kind"] == "ViolenceRecorded"
    assert [flaw.what for flaw in found.flaws] == ["without sub_event_type"]
    assert "sub_event_type is 'Duel', which Battles does not have; it has Armed clash" in found.flaws[0].reason


def test_an_unknown_inter_code_is_left_out_and_told() -> None:
    found = draft(BATTLES, "Armed clash", (FRONT[0], "17"), ARMY)

    assert [flaw.what for flaw in found.flaws] == ["without inter1"]


def test_civilians_alone_have_done_nothing() -> None:
    row = ROW | {"event_type": CIVIL, "sub_event_type": "Attack", "actor1": CIVILIANS[0], "inter1": "7"}

    assert "who acted, and towards whom, cannot be told" in reason_of(ACLED, comma_separated(COLUMNS, row))


@pytest.mark.parametrize(("code", "words"), [("1", "State forces"), ("2", "Rebel groups"), ("3", "political militia")])
def test_inter_codes_are_the_same_as_numbers_and_in_words(code: str, words: str) -> None:
    one, other = (
        draft(BATTLES, "Armed clash", ("Somebody", written), CIVILIANS).entry["side_a"][0]["actor"].kind
        for written in (code, words)
    )

    assert one == other == ("armed_force" if code == "1" else "armed_group")


def test_the_columns_that_decide_and_the_tags_are_kept_word_for_word() -> None:
    tags = "crowd size=about 5,000; women targeted: girls; local administrators"

    entry = draft("Protests", "Peaceful protest", PROTESTERS, tags=tags, civilian_targeting="Civilian targeting").entry

    assert entry["report"]["coded"] == {
        "event_type": "Protests",
        "sub_event_type": "Peaceful protest",
        "inter1": "6",
        "inter2": "0",
        "civilian_targeting": "Civilian targeting",
        "crowd size": ["about 5,000"],
        "tags": ["women targeted: girls", "local administrators"],
    }


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("about 5,000", {"best": "5000", "approximate": True}),
        ("200", {"best": "200"}),
        ("at least 40", {"low": "40"}),
        ("over 1 000 000", {"low": "1000000"}),
        ("up to 60 people", {"high": "60"}),
        ("between 300-3000", {"low": "300", "high": "3000"}),
        ("between 300 and 3000", {"low": "300", "high": "3000"}),
        ("no report", None),
        ("several dozen people", None),
        ("38 cars", None),
        ("between several hundred and 1100", None),
        ("between 3000 and 300", None),
    ],
)
def test_a_crowd_is_the_figure_that_its_words_are(words: str, size: object) -> None:
    entry = draft("Protests", "Peaceful protest", PROTESTERS, tags=f"crowd size={words}").entry

    assert entry.get("size") == size
    assert entry["report"]["coded"]["crowd size"] == [words]


def test_every_line_of_the_table_names_fields_that_its_kind_has() -> None:
    for _, _, _, kind, _, first, second, field, _ in read_table("acled_kinds", "scripts.importing.codes"):
        fields = KINDS[kind].party_fields()
        assert {first, second} <= fields.keys(), (kind, first, second)
        assert field in ("", KINDS[kind].CODED_BY)
