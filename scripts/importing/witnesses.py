"""Codes checked against the rest of their row: one that a program took for a number has lost its zero, and may look like another.

CAMEO's 10 is a demand and 010 a statement; only the row's other cells tell which of the two "10" is."""

from collections.abc import Mapping
from functools import lru_cache

from domain.codes import Quad, goldstein, is_cameo
from scripts.importing.row import BadRow, Row

LAST_ROOTS = {5: 1, 9: 2, 14: 3, 20: 4}
"""GDELT's quad class of the root codes up to and including each of these."""

MENDED = "with a CAMEO code mended that had lost its zero"


def cameo(row: Row, column: str, witnesses: Mapping[str, str], score: str) -> str:
    """The CAMEO code in a column, mended where the row's witnesses agree on it. Raises BadRow where they contradict it.

    witnesses: the columns of root code, base code and quad class, by these names; score: that of the Goldstein score."""
    written = row.need(column)
    said = tuple((kind, name, text) for kind, name in witnesses.items() if (text := row.whole(name)) is not None)
    found = _read(written, said, row.get(score, ""))
    if len(found) != 1:
        raise BadRow(f"{column} is {written!r}, {_why(written, said)}")
    if found[0] != written:
        row.spoil(MENDED, f"{column} is {written!r}, which {', '.join(name for _, name, _ in said)} show to be {found[0]}")
    return found[0]


@lru_cache(maxsize=4096)
def _read(written: str, said: tuple[tuple[str, str, str], ...], score: str) -> tuple[str, ...]:
    """The codes that a text can stand for by all witnesses; one that no code book has stands as it is, to be refused as such."""
    possible = readings(written) or (written,)
    agreeing = tuple(code for code in possible if not _contradicting(code, said))
    return tuple(code for code in agreeing if _scores(code, score)) or agreeing if len(agreeing) > 1 else agreeing


def readings(written: str) -> tuple[str, ...]:
    """The CAMEO codes that a text can stand for: itself, and the code whose zero it has lost."""
    plain = written.removesuffix(".0")
    return tuple(code for code in (plain, f"0{plain}") if is_cameo(code))


def _contradicting(code: str, said: tuple[tuple[str, str, str], ...]) -> list[tuple[str, str]]:
    """The witnesses that speak against a code."""
    return [(name, text) for kind, name, text in said if text.isdigit() and not _agrees(code, kind, int(text))]


def _agrees(code: str, kind: str, number: int) -> bool:
    if not code[:2].isdigit():
        return True
    if kind == "quad":
        return number not in range(1, len(Quad) + 1) or number == next((q for r, q in LAST_ROOTS.items() if int(code[:2]) <= r), 0)
    return number == int(code[:2] if kind == "root" else code[:3])


def _scores(code: str, score: str) -> bool:
    try:
        return goldstein(code) == round(float(score) * 100)
    except ValueError:
        return True


def _why(written: str, said: tuple[tuple[str, str, str], ...]) -> str:
    """Each reading, and what speaks against it."""
    told = []
    for code in readings(written) or (written,):
        against = ", ".join(f"{name} is {text!r}" for name, text in _contradicting(code, said))
        told.append(f"which as {code} does not go with the row: {against}" if against else f"which can be {code}")
    return "; ".join(told)
