"""UCDP GED, the Georeferenced Event Dataset: incidents of organised violence with at least one death.

Source: the codebooks of UCDP GED 19.1 to 23.1."""

import re
from collections.abc import Sequence
from typing import Any

from scripts.importing.codes import iso_of_ward
from scripts.importing.draft import Draft, Format, Mention
from scripts.importing.formats import ucdp_citations, ucdp_places
from scripts.importing.formats.governments import governments, state_of_government
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.reading import BadRow, Row, table
from scripts.importing.row import whole
from scripts.importing.spans import spell

SIDES = tuple(f"side_{side}{part}" for side in "ab" for part in ("", "_new_id"))
LAYOUT = Layout(
    orders=(columns("ucdp_ged"),),
    needs=(
        *("id", "type_of_violence", *SIDES, "where_prec", "where_coordinates", "country_id", "event_clarity", "date_prec"),
        *("date_start", "date_end", "best", "high", "low"),
    ),
    reads=(
        *("source_article", "source_original", "adm_1", "adm_2", "latitude", "longitude"),
        *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "gwnoa", "gwnob"),
    ),
    names={"side_a_id": "side_a_new_id", "side_b_id": "side_b_new_id"} | {f"{name}_est": name for name in ("best", "high", "low")},
    days=("date_start", "date_end"),
)

ONE_SIDED = "3"
TYPES = ("1", "2", ONE_SIDED)
"""Violence of a state, between others, against civilians (type_of_violence)."""
AGGREGATE = {"1": False, "2": True}
"""event_clarity."""
CIVILIANS = "Civilians"
DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def understand(row: Row) -> Draft:
    """The incident that a row records, with its sides, its deaths, and whom UCDP has it from."""
    sort, day = row.need_whole("type_of_violence"), row.need("date_start")[:10]
    if sort not in TYPES:
        raise BadRow(f"type_of_violence is {sort!r}; it is 1, 2 or 3")
    citations = ucdp_citations.sources(row)
    entry = {
        "kind": "ViolenceRecorded",
        "key": f"ucdp-ged:{row.need_whole('id')}",
        "occurred": occurred(row),
        "place": row.attempt("a place", ucdp_places.place, row, day),
        "side_a": _sides(row, "a", day),
        "side_b": [] if _is_everybody(row) else _sides(row, "b", day),
        "one_sided": sort == ONE_SIDED,
        "aggregate": _aggregate(row),
        "deaths": {name: row.whole(name) for name in bounds(row)},
        **{name: {"best": row.whole(name)} for name in DEATHS if name in row and row.attempt(name, _count, row, name) is not None},
        "report": [_own_report(row), *({"source": source["id"]} for source in citations)],
    }
    return row.draft({name: value for name, value in entry.items() if value is not None}, citations)


def occurred(row: Row) -> str:
    """When: once within the days given; or, of several incidents together, throughout them."""
    start, end = row.need("date_start")[:10], row.need("date_end")[:10]
    return spell(start, end, throughout=_aggregate(row), about=row.need_whole("date_prec") != "1")


def bounds(row: Row) -> list[str]:
    """The estimates of deaths that do not contradict the best one."""
    best = _count(row, "best")
    fits = {"low": _count(row, "low") <= best, "best": True, "high": _count(row, "high") >= best}
    return [name for name, fit in fits.items() if fit]


def _count(row: Row, column: str) -> int:
    cell = row.need_whole(column)
    if not cell.isdigit():
        raise BadRow(f"{column} is {cell!r}, which is not a whole number")
    return int(cell)


def _own_report(row: Row) -> dict[str, Any]:
    """What UCDP itself says. Where its bounds contradict each other they are quoted, since they cannot be counted with."""
    said = [name.strip() for name in row.get("source_original", "").split(";") if name.strip()]
    quote = "" if len(bounds(row)) == 3 else "low {low}, best {best}, high {high}".format(**row)
    return {"source": "ucdp-ged"} | ({"attributed_to": said} if said else {}) | ({"quote": quote} if quote else {})


def _aggregate(row: Row) -> bool:
    clarity = row.need_whole("event_clarity")
    if clarity not in AGGREGATE:
        raise BadRow(f"event_clarity is {clarity!r}; it is 1 or 2")
    return AGGREGATE[clarity]


def _is_everybody(row: Row) -> bool:
    """Whether side b is nobody in particular: UCDP has one number for the civilians of all countries, and changed it."""
    return row.need_whole("type_of_violence") == ONE_SIDED and row.need("side_b") == CIVILIANS


def _sides(row: Row, side: str, day: str) -> list[dict[str, Any]]:
    """A side: one by its persistent number, with the name that this row has for it, or each government of a coalition."""
    cell, number = row.need(f"side_{side}"), row.need_whole(f"side_{side}_new_id")
    names, numbers = governments(cell), row.get(f"gwno{side}")
    if len(names) == 1:
        # Side b can be known without its state; of whom side a is, the event cannot do without.
        known = row.attempt("the state of side_b", _state, row, side, day) if side == "b" else _state(row, side, day)
        return [_party(row, cell, known or (None if numbers else state_of_government(cell)), (("ucdp-actor", number),))]
    # The persistent number is that of the coalition, and of none of its governments.
    return [_party(row, name, state, ()) for name, state in zip(names, _states(names, numbers, side, day), strict=True)]


def _party(row: Row, name: str, state: str | None, codes: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """A government acts for its state."""
    kind = "organization" if state else "armed_group" if row.whole("type_of_violence") != "2" else None
    return {"actor": Mention(name, state, kind, codes, of=state is not None), "as_said": name}


def _state(row: Row, side: str, day: str) -> str | None:
    ward = row.whole(f"gwno{side}")
    state = iso_of_ward(ward, day) if ward else None
    if ward and state is None:
        raise BadRow(f"gwno{side} is {ward!r}, no state that Gleditsch and Ward have for {day}")
    return state


def _states(names: Sequence[str], numbers: str | None, side: str, day: str) -> list[str]:
    """The states of a coalition by their names, which the numbers bear out; where one name is that of none, its number is left.

    Raises BadRow where names and numbers do not go together."""
    by_name = [state_of_government(name) for name in names]
    numbered = [iso_of_ward(whole(number.strip()), day) for number in re.split("[,;]", numbers or "") if number.strip()]
    left = [state for state in numbered if state not in by_name]
    if len(left) != by_name.count(None) or len(left) > 1 or (numbered and len(numbered) != len(names)) or None in left:
        raise BadRow(f"side_{side} is {', '.join(names)}, and gwno{side} is {numbers or ''!r}; whose each is cannot be told")
    return [state or str(left[0]) for state in by_name]


UCDP_GED = Format(
    name="ucdp-ged",
    description="UCDP GED (49 columns). Left out: conflict and dyad, PRIO-GRID cell, points that stand for more than one place.",
    source={
        "kind": "SourceRegistered",
        "id": "ucdp-ged",
        "publisher": "Uppsala Conflict Data Program",
        "title": "UCDP Georeferenced Event Dataset",
        "url": "https://ucdp.uu.se",
    },
    read=table(understand, LAYOUT),
    layout=LAYOUT,
    releases=True,
)
