"""The sides of UCDP GED: by type of violence, who they are, and whom a cell lists that names several."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from domain.codes.tables import read_table
from scripts.importing.codes import iso_of_ward
from scripts.importing.draft import Mention
from scripts.importing.formats.governments import governments, groups, state_of_government
from scripts.importing.reading import BadRow, Row
from scripts.importing.row import whole

CIVILIANS = "Civilians"


class Violence(NamedTuple):
    """A type of violence: a line of the table `ucdp_violence.csv`."""

    number: str
    words: str
    one_sided: bool
    kind: str | None
    """What sort of actor a side is that is no government; None where that can be any."""
    lists_groups: bool
    """Whether a cell may list groups that UCDP counts as one side; else it lists governments alone."""


_TYPES: Mapping[str, Violence] = {
    number: Violence(number, words, one_sided == "true", kind or None, lists == "groups")
    for number, words, one_sided, kind, lists in read_table("ucdp_violence", "scripts.importing.codes")
}


def violence(row: Row) -> Violence:
    """The type of violence that a row tells of. Raises BadRow."""
    number = row.need_whole("type_of_violence")
    if number not in _TYPES:
        known = ", ".join(f"{each.number} ({each.words})" for each in _TYPES.values())
        raise BadRow(f"type_of_violence is {number!r}; it is one of {known}")
    return _TYPES[number]


def sides(row: Row, type: Violence, day: str) -> dict[str, list[dict[str, Any]]]:
    """Both sides. The civilians of all countries, whom UCDP has under one number that it changed, are nobody in particular."""
    everybody = type.one_sided and row.need("side_b") == CIVILIANS
    return {"side_a": _side(row, "a", type, day), "side_b": [] if everybody else _side(row, "b", type, day)}


def _side(row: Row, side: str, type: Violence, day: str) -> list[dict[str, Any]]:
    """A side: one by its persistent number, with the name that this row has for it, or each of those that are one side together."""
    cell, number = row.need(f"side_{side}"), row.need_whole(f"side_{side}_new_id")
    names, numbers = governments(cell), row.get(f"gwno{side}")
    if len(names) > 1:
        # The persistent number is that of the coalition, and of none of its members.
        states = _states(names, numbers, side, day)
        return [_party(name, state, None, ()) for name, state in zip(names, states, strict=True)]
    if type.lists_groups and len(names := groups(cell)) > 1:
        return [_party(name, None, type.kind, ()) for name in names]
    # Side b can be known without its state; of whom side a is, the event cannot do without.
    known = row.attempt("the state of side_b", _state, row, side, day) if side == "b" else _state(row, side, day)
    return [_party(cell, known or (None if numbers else state_of_government(cell)), type.kind, (("ucdp-actor", number),))]


def _party(name: str, state: str | None, kind: str | None, codes: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """A government acts for its state."""
    return {"actor": Mention(name, state, "organization" if state else kind, codes, of=state is not None), "as_said": name}


def _state(row: Row, side: str, day: str) -> str | None:
    ward = row.whole(f"gwno{side}")
    state = iso_of_ward(ward, day) if ward else None
    if ward and state is None:
        raise BadRow(f"gwno{side} is {ward!r}, no state that Gleditsch and Ward have for {day}")
    return state


def _states(names: Sequence[str], numbers: str | None, side: str, day: str) -> list[str]:
    """The states of a coalition by their names, which the numbers bear out; where one name is that of none, its number is left.

    Raises BadRow where names and numbers do not go together."""
    by_name = [state_of_government(name) for name in names]
    numbered = [iso_of_ward(whole(number.strip()), day) for number in re.split("[,;]", numbers or "") if number.strip()]
    left = [state for state in numbered if state not in by_name]
    if len(left) != by_name.count(None) or len(left) > 1 or (numbered and len(numbered) != len(names)) or None in left:
        raise BadRow(f"side_{side} is {', '.join(names)}, and gwno{side} is {numbers or ''!r}; whose each is cannot be told")
    return [state or str(left[0]) for state in by_name]
