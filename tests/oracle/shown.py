"""Values as JSON has them, by the oracle."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from oracle.knowledge import Knowledge

from domain.identity import relay_id
from domain.values.dates import read_edtf
from domain.values.estimate import Estimate


def moment(time: datetime) -> str:
    """A time as PostgreSQL writes it: no zeros at the end of the fraction."""
    text, _, zone = time.isoformat().rpartition("+")
    return f"{text.rstrip('0') if '.' in text else text}+{zone}"


def day(value: date | None) -> str | None:
    """A day."""
    return value.isoformat() if value else None


def occurred(edtf: str | None) -> dict[str, Any]:
    """A date, perhaps unknown."""
    when = read_edtf(edtf or "")
    return {
        "edtf": when.edtf,
        "earliest": day(when.earliest),
        "latest": day(when.latest),
        "precision": when.precision.upper(),
    }


def estimate(figure: Estimate | None) -> dict[str, Any] | None:
    """A figure, where there is one."""
    if figure is None:
        return None
    basis = figure.basis and figure.basis.upper()
    return {name: getattr(figure, name) for name in ("low", "best", "high", "approximate", "unit")} | {"basis": basis}


def relay(known: Knowledge, type: str, id: UUID) -> str:
    """The Relay id of a thing as it was known then."""
    return relay_id(type, id, known.as_of)
