"""The states and territories of the world, present and former, as entries to append."""

from domain.cast.tables import Row, aliased, codes, registered, rows

SCHEMES = {
    "alpha2": "iso3166-1-alpha-2",
    "numeric": "iso3166-1-numeric",
    "iso3166_3": "iso3166-3",
    "former_alpha2": "iso3166-1-alpha-2-former",
    "wikidata": "wikidata",
}
"""The columns of states.tsv that hold codes, and the lists these are from."""

OTHER_SCHEMES = {
    "cow": "cow",
    "cow_abbreviation": "cow-abbreviation",
    "gleditsch_ward": "gleditsch-ward",
    "fips": "fips-10-4",
    "cameo": "cameo-country",
}
"""The same of codes.tsv."""


def entries() -> list[dict[str, object]]:
    """Who the states and territories are, then what else they are called, then who succeeded whom.

    Source: the first lines of states.tsv, codes.tsv and successions.tsv."""
    states = rows("states.tsv")
    return [
        *(registered(row, codes(row, SCHEMES)) for row in states),
        *(alias for row in states for alias in aliased(row)),
        *(_coded(row) for row in rows("codes.tsv")),
        *(_succeeded(row) for row in rows("successions.tsv")),
    ]


def _coded(row: Row) -> dict[str, object]:
    return {"kind": "ActorCoded", "actor": row["id"], "codes": codes(row, OTHER_SCHEMES)}


def _succeeded(row: Row) -> dict[str, object]:
    dated = {"on": row["on"]} if row["on"] else {}
    return {
        "kind": "ActorSucceeded",
        "predecessor": row["predecessor"],
        "successor": row["successor"],
        **dated,
    }
