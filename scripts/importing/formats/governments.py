"""Governments, forces and groups by the names that conflict data sets give them: whom a cell lists, and for whom each acts."""

import re
from functools import lru_cache

from scripts.importing.countries import country_named

GOVERNMENT = "Government of "
FORCES = re.compile(
    r"(?:Government|(?:Military|Police) Forces) of (?:the )?(?P<state>[^()]+?)(?: \([0-9]{4}-(?:[0-9]{4})?\)(?: .+)?)?"
)
"""ACLED's names: mostly with the years of the regime, and perhaps a unit or branch behind them."""
BETWEEN = re.compile(rf", *(?={GOVERNMENT})")
AND = re.compile(r" (?:and|&|et|y) ")
"""What stands before the last of several things that one name has."""


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


def groups(cell: str) -> list[str]:
    """The groups that a cell lists, separated by commas; the cell itself, whole, where its commas are those of one name.

    They are where a bracket holds them, or where the last part has a word for "and": Front for Democracy, Peace and Justice."""
    names = [name.strip() for name in cell.split(",")]
    is_one = "(" in cell or not all(names) or AND.search(names[-1])
    return [cell] if is_one else names
