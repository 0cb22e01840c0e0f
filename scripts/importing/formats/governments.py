"""Governments and their forces by the names that conflict data sets give them, and the states for which they act."""

import re
from functools import lru_cache

from scripts.importing.countries import country_named

GOVERNMENT = "Government of "
FORCES = re.compile(
    r"(?:Government|(?:Military|Police) Forces) of (?:the )?(?P<state>[^()]+?)(?: \([0-9]{4}-(?:[0-9]{4})?\)(?: .+)?)?"
)
"""ACLED's names: mostly with the years of the regime, and perhaps a unit or branch behind them."""
BETWEEN = re.compile(rf", *(?={GOVERNMENT})")


@lru_cache(maxsize=4096)
def state_of_forces(name: str) -> str | None:
    """The state of a government or its forces as ACLED calls them; None for anybody else, and where no state is called so."""
    found = FORCES.fullmatch(name)
    return country_named(found["state"]) if found else None


def state_of_government(name: str) -> str | None:
    """The state of a government as UCDP calls it; None for anybody else, and where no state is called so."""
    return country_named(name.removeprefix(GOVERNMENT)) if name.startswith(GOVERNMENT) else None


def governments(cell: str) -> list[str]:
    """The governments that a cell lists; the cell itself, whole, where it names one or anybody else."""
    return BETWEEN.split(cell) if cell.startswith(GOVERNMENT) else [cell]
