"""Whom every log knows from its first start, as entries to append."""

from domain.cast import bodies, states
from domain.cast.tables import rows


def entries() -> list[dict[str, object]]:
    """The states and territories, and the international bodies."""
    return [*states.entries(), *bodies.entries()]


def ids() -> frozenset[str]:
    """The actors that these register, none of which is another: the European Council is no misspelt Council of Europe."""
    return frozenset(str(entry["id"]) for entry in entries() if entry["kind"] == "ActorRegistered")


def withdrawn() -> list[dict[str, object]]:
    """The retractions of what earlier versions registered wrongly. A log that never had it has no use for them.

    Source: the first lines of withdrawn.tsv."""
    return [
        {
            "kind": "RegistrationRetracted",
            "registration": {"kind": "ActorAliased", "actor": row["actor"], "alias": row["alias"]},
            "reason": row["reason"],
        }
        for row in rows("withdrawn.tsv")
    ]
