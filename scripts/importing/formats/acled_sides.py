"""The two sides of an ACLED event: who is on each, of what sort they are, and which of them acted."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from domain.codes.tables import read_table
from scripts.importing.draft import Mention
from scripts.importing.formats.governments import GOVERNMENT, state_of_forces
from scripts.importing.reading import BadRow, Row

Raw = dict[str, Any]

_INTERS = {
    key: (sort, kind or None)
    for code, words, sort, kind in read_table("acled_inters", "scripts.importing.codes")
    for key in (code, words.casefold())
}
NOBODY = "0"
"""The inter code of a side that is not there."""
STATE, RIOTERS, PROTESTERS, CIVILIANS = "state", "rioters", "protesters", "civilians"

BY_NAME = {"Rioters": RIOTERS, "Protesters": PROTESTERS, "Civilians": CIVILIANS}
"""The names by which those are known who are of a sort, where a file has no inter codes."""

RULES: Mapping[str, Mapping[str, int]] = {
    "either": {},
    "state": {STATE: 2, "external": 1},
    "not_state": {STATE: -2, "external": -1},
    "armed": {CIVILIANS: -2, PROTESTERS: -1},
    "protesters": {PROTESTERS: 2, RIOTERS: 1},
    "rioters": {RIOTERS: 2, PROTESTERS: 1},
}
"""Which side acted: that of the sort with the greater number, 0 for a sort not named; where both have the same, ACLED's first."""

TOLD_BY_SORT = ("state", "not_state")
"""The rules by which nobody comes first where both sides are of one sort."""


class Side(NamedTuple):
    """Those on one side of an event, and of what sort they are, where that is known."""

    parties: list[Raw]
    sort: str | None


def sides(row: Row) -> tuple[Side, Side]:
    """The two sides, in the order of the columns."""
    return _side(row, "1"), _side(row, "2")


def in_order(one: Side, other: Side, rule: str) -> tuple[Side, Side] | None:
    """The sides, those who acted first; None where that cannot be told. Raises BadRow where nobody is named at all."""
    if not one.parties or not other.parties:
        first, second = (one, other) if one.parties else (other, one)
    else:
        weights = [RULES[rule].get(side.sort or "", 0) for side in (one, other)]
        if weights[0] == weights[1] and rule in TOLD_BY_SORT:
            return None
        first, second = (other, one) if weights[1] > weights[0] else (one, other)
    if not first.parties:
        raise BadRow("actor1 and actor2 are empty")
    return None if rule == "armed" and first.sort in (CIVILIANS, PROTESTERS) else (first, second)


def _side(row: Row, number: str) -> Side:
    """Those on a side, each a party of its own; a state's government and forces act for it."""
    name = row.get(f"actor{number}", "")
    listed = [text.strip() for text in row.get(f"assoc_actor_{number}", "").split(";")]
    known = row.attempt(f"inter{number}", _inter, f"inter{number}", row.whole(f"inter{number}"))
    sort, kind = known or (None, None)
    parties = [{"actor": _mention(each, kind if each == name else None)} for each in dict.fromkeys((name, *listed)) if each]
    return Side(parties, sort or _sort_by_name(name))


def _inter(column: str, text: str | None) -> tuple[str, str | None] | None:
    if text in (None, NOBODY):
        return None
    if (found := _INTERS.get(str(text).casefold())) is None:
        raise BadRow(f"{column} is {text!r}; it is 1 to 8, or {', '.join(sorted({sort for sort, _ in _INTERS.values()}))} in words")
    return found


def _sort_by_name(name: str) -> str | None:
    return STATE if state_of_forces(name) else next((sort for word, sort in BY_NAME.items() if name.startswith(word)), None)


@lru_cache(maxsize=65_536)
def _mention(name: str, kind: str | None) -> Mention:
    state = state_of_forces(name)
    return Mention(name, state, "organization" if kind and name.startswith(GOVERNMENT) else kind, of=state is not None)
