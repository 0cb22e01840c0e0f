"""The states and territories of the world, present and former, as entries to append."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

Row = dict[str, str]

SCHEMES = {
    "alpha2": "iso3166-1-alpha-2",
    "numeric": "iso3166-1-numeric",
    "iso3166_3": "iso3166-3",
    "former_alpha2": "iso3166-1-alpha-2-former",
    "wikidata": "wikidata",
}
"""The columns of states.tsv that hold codes, and the lists these are from."""


def entries() -> list[dict[str, object]]:
    """Who the states and territories are, then what else they are called, then who succeeded whom.

    Source: the first lines of states.tsv and successions.tsv.
    """
    states = _rows("states.tsv")
    successions = _rows("successions.tsv")
    return [
        *(_registered(row) for row in states),
        *(alias for row in states for alias in _aliased(row)),
        *(_succeeded(row) for row in successions),
    ]


@cache
def _rows(file: str) -> tuple[Row, ...]:
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _registered(row: Row) -> dict[str, object]:
    belongs = {"of": row["of"]} if row["of"] else {}
    named = {"kind": "ActorRegistered", "id": row["id"], "actor_kind": row["kind"], "name": row["name"]}
    return {**named, **belongs, "codes": _codes(row)}


def _codes(row: Row) -> list[dict[str, str]]:
    return [{"scheme": scheme, "code": code} for column, scheme in SCHEMES.items() for code in row[column].split()]


def _aliased(row: Row) -> Iterator[dict[str, object]]:
    for alias in filter(None, row["aliases"].split(" | ")):
        yield {"kind": "ActorAliased", "actor": row["id"], "alias": alias, "language": "en"}


def _succeeded(row: Row) -> dict[str, object]:
    dated = {"on": row["on"]} if row["on"] else {}
    return {
        "kind": "ActorSucceeded",
        "predecessor": row["predecessor"],
        "successor": row["successor"],
        **dated,
    }
