"""The international bodies of the news, as entries to append."""

from domain.cast.tables import aliased, codes, registered, rows

SCHEMES = {"cameo": "cameo"}
"""The columns of bodies.tsv that hold codes, and the lists these are from."""


def entries() -> list[dict[str, object]]:
    """Who the bodies are, and what else they are called.

    Source: the first lines of bodies.tsv."""
    bodies = rows("bodies.tsv")
    return [*(registered(row, codes(row, SCHEMES)) for row in bodies), *(alias for row in bodies for alias in aliased(row))]
