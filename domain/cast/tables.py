"""Tables of the cast. Lines that begin with # name the sources; the first other line has the columns."""

import csv
from functools import cache
from pathlib import Path

Row = dict[str, str]


@cache
def rows(file: str) -> tuple[Row, ...]:
    """The rows of a table, in its order, every cell as text."""
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def registered(row: Row, codes: list[dict[str, str]]) -> dict[str, object]:
    """The registration of an actor: `id`, `kind`, `of` and `name` are columns."""
    belongs = {"of": row["of"]} if row["of"] else {}
    named = {"kind": "ActorRegistered", "id": row["id"], "actor_kind": row["kind"], "name": row["name"]}
    return {**named, **belongs, "codes": codes}


def codes(row: Row, schemes: dict[str, str]) -> list[dict[str, str]]:
    """The codes in some columns, each with the scheme that it is of; a cell may have several."""
    return [{"scheme": scheme, "code": code} for column, scheme in schemes.items() for code in row[column].split()]


def aliased(row: Row) -> list[dict[str, object]]:
    """The other names of an actor, in the column `aliases`."""
    aliases = filter(None, row["aliases"].split(" | "))
    return [{"kind": "ActorAliased", "actor": row["id"], "alias": alias, "language": "en"} for alias in aliases]
