"""UCDP GED, the Georeferenced Event Dataset: incidents of organised violence with at least one death.

Source: the codebooks of UCDP GED 19.1 to 23.1."""

from collections.abc import Sequence
from typing import Any

from scripts.importing import calendars
from scripts.importing.draft import Draft, Format
from scripts.importing.formats import ucdp_citations, ucdp_places
from scripts.importing.formats.ucdp_sides import sides, violence
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.reading import BadRow, Row, table
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
        *("code_status", "conflict_new_id", "conflict_name", "dyad_new_id"),
    ),
    names={"side_a_id": "side_a_new_id", "side_b_id": "side_b_new_id"} | {f"{name}_est": name for name in ("best", "high", "low")},
    days=("date_start", "date_end"),
    besides=(
        *("year", "country", "region", "geom_wkt", "dyad_name", "conflict_dset_id", "dyad_dset_id"),
        *("side_a_dset_id", "side_b_dset_id", "number_of_sources", "source_office", "source_date", "source_headline"),
    ),
)

AGGREGATE = {"1": False, "2": True}
"""event_clarity."""
CODED = ("type_of_violence", "code_status", "conflict_new_id", "conflict_name", "dyad_new_id")
"""The columns that are kept as they are."""
CLEAR = "clear"
"""The code_status of what UCDP has no doubts about; candidate releases have others, such as "Check deaths"."""
DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def understand(row: Row) -> Draft:
    """The incident that a row records, with its sides, its deaths, and whom UCDP has it from."""
    type, day = violence(row), row.need("date_start")[:10]
    citations, both = ucdp_citations.sources(row), sides(row, type, day)
    # The number of a coalition is that of none of its members: it says which coalition it was.
    coalitions = [f"{side}_new_id" for side, parties in both.items() if len(parties) > 1]
    entry = {
        "kind": "ViolenceRecorded",
        "key": f"ucdp-ged:{row.need_whole('id')}",
        "occurred": occurred(row),
        "place": row.attempt("a place", ucdp_places.place, row, day),
        **both,
        "one_sided": type.one_sided,
        "aggregate": _aggregate(row),
        "deaths": {name: row.whole(name) for name in bounds(row)},
        **{name: {"best": row.whole(name)} for name in DEATHS if name in row and row.attempt(name, _count, row, name) is not None},
        "report": [_own_report(row, coalitions), *({"source": source["id"]} for source in citations)],
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


def _own_report(row: Row, coalitions: Sequence[str]) -> dict[str, Any]:
    """What UCDP itself says, how it codes the incident, and whether it still has doubts.

    Where its bounds contradict each other they are quoted, since they cannot be counted with."""
    said = [name.strip() for name in row.get("source_original", "").split(";") if name.strip()]
    quote = "" if len(bounds(row)) == 3 else "low {low}, best {best}, high {high}".format(**row)
    hedge = "" if row.get("code_status", CLEAR).casefold() == CLEAR else "reported"
    coded = {name: row[name] for name in (*CODED, *coalitions) if name in row}
    told = {"attributed_to": said, "quote": quote, "hedge": hedge, "coded": coded}
    return {"source": "ucdp-ged"} | {name: value for name, value in told.items() if value}


def _aggregate(row: Row) -> bool:
    clarity = row.need_whole("event_clarity")
    if clarity not in AGGREGATE:
        raise BadRow(f"event_clarity is {clarity!r}; it is 1 or 2")
    return AGGREGATE[clarity]


UCDP_GED = Format(
    name="ucdp-ged",
    description="UCDP GED (49 columns). Left out: PRIO-GRID cell, name of the dyad, points that stand for more than one place.",
    source={
        "kind": "SourceRegistered",
        "id": "ucdp-ged",
        "publisher": "Uppsala Conflict Data Program",
        "title": "UCDP Georeferenced Event Dataset",
        "url": "https://ucdp.uu.se",
    },
    read=table(understand, LAYOUT),
    layout=LAYOUT,
    releases=calendars.UCDP,
)
