"""CAMEO: what one actor does towards another, in two to four digits. Codes are text: 010 is not 10."""

from decimal import Decimal

from domain.codes.tables import read_table

_SCORES = {code: int(Decimal(score) * 100) for code, score in read_table("goldstein")}
_CODES = frozenset(_SCORES) | {code for code, _, _ in read_table("cameo_to_plover")}


def goldstein(cameo: str) -> int | None:
    """How conflictual (negative) or cooperative an act is, by GDELT's table.

    Units: hundredths, -1000 to 1000; None where the table has no score for the code."""
    return _SCORES.get(cameo)


def is_cameo(code: str) -> bool:
    """Whether GDELT's table or the map to PLOVER has the code."""
    return code in _CODES


def check_cameo(code: str) -> None:
    """Raises ValueError where neither GDELT's table nor the map to PLOVER has the code."""
    if code not in _CODES:
        hint = f"; did you mean '0{code}'?" if f"0{code}" in _CODES else "; it has two to four digits, as in 046"
        raise ValueError(f"{code!r} is not a CAMEO code{hint}")
