"""Spans of days as EDTF writes them."""

from calendar import monthrange
from datetime import date

from scripts.importing.reading import BadRow


def spell(start: str, end: str, *, throughout: bool, about: bool = False) -> str:
    """The days from start to end (YYYY-MM-DD).

    throughout: the whole span; else once some day within it, which for a whole month or year is that month or year.
    about: the days are not certain, which only shows where they are one. Raises BadRow."""
    first, last = _day(start), _day(end)
    if last < first:
        raise BadRow(f"ends on {end}, before it starts on {start}")
    if first == last:
        return f"{start}~" if about else start
    if throughout:
        return f"{start}/{end}"
    if (first.year, first.day) == (last.year, 1) and last.day == monthrange(last.year, last.month)[1]:
        if first.month == last.month:
            return start[:7]
        if (first.month, last.month) == (1, 12):
            return start[:4]
    return f"[{start}..{end}]"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRow(f"{text!r} is not a day; it is written YYYY-MM-DD") from None
