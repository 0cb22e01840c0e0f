"""UCDP/PRIO Armed Conflict Dataset: one row for each conflict and year with at least 25 deaths in battle.

Source: the codebook of UCDP/PRIO ACD 20.1, and version 20.1 itself as josefortou/postconflict_psn on GitHub has it."""

import re
from typing import Any

from scripts.importing import calendars
from scripts.importing.codes import iso_of_ward
from scripts.importing.countries import usual_name
from scripts.importing.dates import iso_day
from scripts.importing.draft import Draft, Format, Mention, Spot
from scripts.importing.formats.governments import GOVERNMENT
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.reading import BadRow, Row, table
from scripts.importing.row import whole
from scripts.importing.spans import spell

LAYOUT = Layout(
    orders=(columns("ucdp_acd"),),
    needs=("conflict_id", "side_a", "side_a_id", "side_b", "side_b_id", "year", "intensity_level", "gwno_a"),
    reads=(
        *(
            "side_a_2nd",
            "side_b_2nd",
            "gwno_b",
            "gwno_a_2nd",
            "gwno_b_2nd",
            "gwno_loc",
            "incompatibility",
            "territory_name",
            "location",
        ),
        *("start_date2", "start_prec2", "ep_end", "ep_end_date", "ep_end_prec"),
    ),
    days=("start_date", "start_date2", "ep_end_date"),
    besides=("region", "version"),
)

DEATHS = {"1": {"low": "25", "high": "999"}, "2": {"low": "1000"}}
"""How many died in battle in the year, by intensity_level."""
ISSUES = {"1": "over {}", "2": "over government", "3": "over {} and over government"}
"""What the conflict is about, by incompatibility."""
EXACT = "1"
BETWEEN = re.compile(r", *(?![^()]*\))")
"""What divides the names of a cell that lists several; commas in brackets belong to a name."""


def understand(row: Row) -> Draft:
    """The fighting of one conflict in one year. Raises BadRow."""
    if "dyad_id" in row:
        raise BadRow("has a dyad_id: it is of UCDP's Dyadic Dataset, which divides the conflicts of this one; import that one")
    year, level = row.need_whole("year"), row.need_whole("intensity_level")
    if level not in DEATHS:
        raise BadRow(f"intensity_level is {level!r}; it is 1 or 2")
    first, last = _days(row, year)
    entry = {
        "kind": "ViolenceRecorded",
        "key": f"ucdp-acd:{row.need_whole('conflict_id')}:{year}",
        "title": row.attempt("a title", _title, row, year),
        "occurred": spell(first, last, throughout=True),
        "place": row.attempt("a place", _place, row, first),
        "side_a": [*_primary(row, "a", first), *_secondary(row, "a", first)],
        "side_b": [*_primary(row, "b", first), *_secondary(row, "b", first)],
        "aggregate": True,
        "deaths": DEATHS[level],
        "report": {"source": SOURCE["id"]},
    }
    return row.draft({name: value for name, value in entry.items() if value is not None})


def _days(row: Row, year: str) -> tuple[str, str]:
    """The first and the last day of the year on which the conflict went on, as far as it is known to the day."""
    if not re.fullmatch("[0-9]{4}", year):
        raise BadRow(f"year is {year!r}, which is no year")
    began = row.get("start_date2", "")[:10] if row.whole("start_prec2") == EXACT else ""
    ended = row.get("ep_end_date", "")[:10] if (row.whole("ep_end"), row.whole("ep_end_prec")) == ("1", EXACT) else ""
    first = iso_day("start_date2", began) if began.startswith(year) else f"{year}-01-01"
    last = iso_day("ep_end_date", ended) if ended.startswith(year) else f"{year}-12-31"
    return first, last


def _title(row: Row, year: str) -> str:
    issue = row.whole("incompatibility") or ""
    if issue not in ISSUES:
        raise BadRow(f"incompatibility is {issue!r}; it is 1, 2 or 3")
    where = f" in {row['location']}" if "location" in row else ""
    return f"Armed conflict{where} {ISSUES[issue].format(row.get('territory_name', 'territory'))}, {year}"


def _place(row: Row, day: str) -> Spot | None:
    """The country whose government or territory is fought over; nowhere where there are several."""
    states = _states(row, "gwno_loc", day)
    return Spot("", "country", states[0]) if len(states) == 1 else None


def _primary(row: Row, side: str, day: str) -> list[dict[str, Any]]:
    """Those whom the conflict is between: governments by their states, others by UCDP's number."""
    cell, ids = row.need(f"side_{side}"), [part.strip() for part in row.need_whole(f"side_{side}_id").split(",")]
    states = _states(row, f"gwno_{side}", day)
    if len(states) > 1:
        return [_government(state) for state in states]
    names = BETWEEN.split(cell) if len(ids) > 1 else [cell]
    if len(names) != len(ids):
        raise BadRow(f"side_{side} is {cell!r}, and side_{side}_id is {', '.join(ids)}; which is whose cannot be told")
    state, kind = next(iter(states), None), "organization" if cell.startswith(GOVERNMENT) else "armed_group"
    return [
        {"actor": Mention(name, state, kind, (("ucdp-actor", id),), of=bool(state)), "as_said": name}
        for name, id in zip(names, ids, strict=True)
    ]


def _secondary(row: Row, side: str, day: str) -> list[dict[str, Any]]:
    """The governments that sent troops to help a side."""
    return [_government(state) for state in _states(row, f"gwno_{side}_2nd", day)]


def _government(state: str) -> dict[str, Any]:
    return {"actor": Mention(f"Government of {usual_name(state)}", state, "organization", of=True)}


def _states(row: Row, column: str, day: str) -> list[str]:
    """The states in a cell; one that is none any more, and has no code, is left out."""
    numbers = [whole(number) for part in row.get(column, "").split(",") if (number := part.strip())]
    known = {number: iso_of_ward(number, day) for number in numbers}
    for number in (number for number, state in known.items() if state is None):
        row.spoil(f"without a state of {column}", f"{column} has {number}, no state that Gleditsch and Ward have for {day}")
    return [state for state in known.values() if state]


SOURCE = {
    "kind": "SourceRegistered",
    "id": "ucdp-acd",
    "publisher": "Uppsala Conflict Data Program; Peace Research Institute Oslo",
    "title": "UCDP/PRIO Armed Conflict Dataset",
    "url": "https://ucdp.uu.se",
}

UCDP_ACD = Format(
    name="ucdp-acd",
    description="UCDP/PRIO Armed Conflict Dataset (28 columns). Left out: type of conflict, when it first began.",
    source=SOURCE,
    read=table(understand, LAYOUT),
    layout=LAYOUT,
    releases=calendars.UCDP,
)
