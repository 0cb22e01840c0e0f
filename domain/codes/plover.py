"""PLOVER: sixteen types of acts, some with modes that say how."""

from collections.abc import Mapping

from domain.codes.quad import Quad
from domain.codes.tables import read_table

PLOVER_TYPES: Mapping[str, Quad] = {name: Quad(quad) for name, quad in read_table("plover_types")}
"""The types of the manual of 2024, each with its quad class."""

PLOVER_MODES: Mapping[str, frozenset[str]] = {
    name: frozenset(mode for owner, mode in read_table("plover_modes") if owner == name) for name in PLOVER_TYPES
}
"""The modes of each type; none where the manual has none."""

_MAP = {cameo: (plover, mode) for cameo, plover, mode in read_table("cameo_to_plover")}


def plover_of(cameo: str) -> tuple[str, str | None] | None:
    """The PLOVER type and mode of a CAMEO code by the map of 2021; None where that has no single type.

    The mode is None where the map names none, or one that the manual does not know: see `unknown_modes`."""
    if cameo not in _MAP:
        return None
    plover, mode = _MAP[cameo]
    return plover, mode if mode in PLOVER_MODES[plover] else None


def unknown_modes() -> tuple[tuple[str, str, str], ...]:
    """CAMEO code, type and mode wherever the map gives a mode that the manual does not know."""
    return tuple((cameo, plover, mode) for cameo, (plover, mode) in _MAP.items() if mode and mode not in PLOVER_MODES[plover])


def check_plover(plover: str, mode: str | None) -> None:
    """Raises ValueError where the manual has no such type, or the type no such mode."""
    if plover not in PLOVER_TYPES:
        raise ValueError(f"{plover!r} is not a PLOVER type; the types are {', '.join(PLOVER_TYPES)}")
    if mode is not None and mode not in PLOVER_MODES[plover]:
        known = f"its modes are {', '.join(sorted(PLOVER_MODES[plover]))}" if PLOVER_MODES[plover] else "it has no modes"
        raise ValueError(f"{mode!r} is not a mode of {plover}; {known}")
