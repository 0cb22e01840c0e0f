"""Spans of days as EDTF writes them."""

from calendar import monthrange
from datetime import date

from scripts.importing.dates import iso_day
from scripts.importing.reading import BadRow


def spell(start: str, end: str, *, throughout: bool, about: bool = False) -> str:
    """The days from start to end (YYYY-MM-DD).

    throughout: the whole span; else once some day within it, which for a whole month or year is that month or year.
    about: the days are not certain, which only shows where they are one. Raises BadRow."""
    first, last = date.fromisoformat(iso_day("the first day", start)), date.fromisoformat(iso_day("the last day", end))
    if last < first:
        raise BadRow(f"ends on {end}, before it starts on {start}")
    if first == last:
        return f"{start}~" if about else start
    if throughout:
        return f"{start}/{end}"
    return _whole(first, last) or f"[{start}..{end}]"


def _whole(first: date, last: date) -> str | None:
    """The month or year that a span is."""
    if (first.year, first.day) != (last.year, 1) or last.day != monthrange(last.year, last.month)[1]:
        return None
    return {(first.month, first.month): f"{first:%Y-%m}", (1, 12): f"{first:%Y}"}.get((first.month, last.month))
