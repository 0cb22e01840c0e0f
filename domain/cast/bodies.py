"""The international bodies of the news, as entries to append."""

from domain.cast.tables import Row, aliased, codes, registered, rows
from domain.registrations.actors import BUILT_IN

SCHEMES = {"phoenix": "phoenix"}
"""The columns of bodies.tsv that hold codes, and the lists these are from. Not under the scheme of GDELT's codes, `cameo`: a second
import of a file would find other actors by them than the first did before this version."""


def entries() -> list[dict[str, object]]:
    """Who the bodies are, then what else they are called, then which states belong to them.

    Source: the first lines of bodies.tsv and memberships.tsv."""
    bodies = rows("bodies.tsv")
    return [
        *(registered(row, [*codes(row, SCHEMES), {"scheme": BUILT_IN, "code": row["id"]}]) for row in bodies),
        *(alias for row in bodies for alias in aliased(row)),
        *(_belonging(state, row) for row in rows("memberships.tsv") for state in row["members"].split()),
    ]


def _belonging(state: str, row: Row) -> dict[str, object]:
    return {"kind": "MembershipHeld", "actor": state, "of": row["body"], "held": row["held"]}
