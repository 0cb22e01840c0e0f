"""When something happened, as far as it is known: EDTF (ISO 8601-2) between the years 0001 and 9999."""

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field

EXAMPLES = ["2025-09-03", "2025-09", "2025", "2024/..", "2024~", "[..2025-09-03]"]
OPEN = ("", "..")
POINT = re.compile(r"[?~%]?(?P<year>[0-9X]{4})[?~%]?(?:-[?~%]?(?P<month>[0-9X]{2})[?~%]?(?:-[?~%]?(?P<day>[0-9X]{2})[?~%]?)?)?")
"""Year, month and day, each perhaps with a qualifier (?, ~ or %) beside it."""
FAR_YEAR = re.compile(r"(?:Y-?|-)[0-9]+.*")


class Precision(StrEnum):
    """How finely a date is known."""

    DAY = "day"
    """One day."""
    MONTH = "month"
    """Some time in a month."""
    SEASON = "season"
    """Some time in a season, a quarter or another part of a year."""
    YEAR = "year"
    """Some time in a year."""
    DECADE = "decade"
    """Some time in ten years."""
    CENTURY = "century"
    """Some time in a hundred years."""
    INTERVAL = "interval"
    """It lasted throughout, from a start to an end, either perhaps open."""
    SET = "set"
    """Once, at one of several times or some time within."""
    UNKNOWN = "unknown"
    """Coarser than a century, or not at all."""


MASKS = (
    (re.compile(r"[0-9]{3}X"), Precision.DECADE),
    (re.compile(r"[0-9]{2}XX"), Precision.CENTURY),
)


class Occurred(NamedTuple):
    """When something happened: the EDTF text, and its first and last day (None: open or unknown)."""

    edtf: str
    earliest: date | None
    latest: date | None
    precision: Precision


@lru_cache(maxsize=65_536)
def read_edtf(text: str) -> Occurred:
    """The days that an EDTF text stands for; the empty text is a time nobody knows.

    A qualifier (2024~) does not widen the bounds. Seasons without a hemisphere are northern; a winter
    runs from December to February.
    Raises: ValueError, with the value and what would be right."""
    text = text.strip()
    if not text:
        return Occurred("", None, None, Precision.UNKNOWN)
    if "/" in text:
        return _range(text, "/", Precision.INTERVAL)
    if text.startswith("["):
        return _one_of(text)
    if text.startswith("{"):
        raise ValueError(f"{text!r} names several dates; write an entry for each, or [..] for one of them")
    return _point(text)


def _range(text: str, separator: str, precision: Precision) -> Occurred:
    ends = [end.strip() for end in text.split(separator)]
    if len(ends) != 2 or not any(ends):
        raise _not_edtf(text)
    start, end = (None if end in OPEN else _point(end) for end in ends)
    earliest, latest = start and start.earliest, end and end.latest
    if earliest and latest and earliest > latest:
        raise ValueError(f"{text!r} ends before it starts; write {ends[1]}{separator}{ends[0]}")
    return Occurred(separator.join(ends), earliest, latest, precision)


def _one_of(text: str) -> Occurred:
    if not text.endswith("]"):
        raise _not_edtf(text)
    members = [_member(part.strip()) for part in text[1:-1].split(",")]
    edtf = f"[{','.join(member.edtf for member in members)}]"
    if ",.." in edtf or "..," in edtf:
        raise ValueError(f"{text!r} is open in its middle; write .. before the first date or after the last")
    starts, ends = [member.earliest for member in members], [member.latest for member in members]
    return Occurred(edtf, _unless_open(starts, min), _unless_open(ends, max), Precision.SET)


def _member(text: str) -> Occurred:
    return _range(text, "..", Precision.SET) if ".." in text else _point(text)


def _unless_open(bounds: list[date | None], pick: Callable[[Iterable[date]], date]) -> date | None:
    known = [bound for bound in bounds if bound]
    return pick(known) if len(known) == len(bounds) else None


def _point(text: str) -> Occurred:
    parts = POINT.fullmatch(text)
    if parts is None:
        return _moment(text)
    year, month, day = parts.group("year", "month", "day")
    _check(text, year, month, day)
    if "X" in text or _is_season(month):
        return Occurred(text, *_vague_bounds(text, year, month, day), _precision(year, month, day))
    return Occurred(text, *_bounds(int(year), month, day), _precision(year, month, day))


def _moment(text: str) -> Occurred:
    """A day with a time of day: the text keeps the time, the bounds are the day."""
    if FAR_YEAR.fullmatch(text):
        raise _far(text)
    day, clock, _ = text.partition("T")
    if not clock:
        raise _not_edtf(text)
    whole = _point(day)
    _parse(text, text)
    return whole._replace(edtf=text)


def _is_season(month: str | None) -> bool:
    return month is not None and month.isdigit() and month > "20"


def _check(text: str, year: str, month: str | None, day: str | None) -> None:
    if year == "0000":
        raise _far(text)
    if any("X" in part and part != "XX" for part in (month, day) if part):
        raise ValueError(f"{text!r} leaves one digit of a month or day open; write both as XX")
    if month is None or month == "XX" or _is_season(month):
        return
    if not "01" <= month <= "12":
        raise ValueError(f"{text!r} is not a date: months run from 01 to 12 (seasons from 21 to 24)")
    if day and day != "XX":
        _check_day(text, year, int(month), int(day))


def _check_day(text: str, year: str, month: int, day: int) -> None:
    # An open year may be a leap year.
    days = monthrange(2000 if "X" in year else int(year), month)[1]
    if not 1 <= day <= days:
        raise ValueError(f"{text!r} is not a date: {month_name[month]} {year} has {days} days")


def _bounds(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
    return date(year, int(month), int(day)), date(year, int(month), int(day))


def _vague_bounds(text: str, year: str, month: str | None, day: str | None) -> tuple[date | None, date | None]:
    parsed = _parse(text, "-".join(filter(None, (year, month, day))))
    if year == "XXXX":
        return None, None
    earliest, latest = _nearest(*parsed.lower_strict()[:3]), _nearest(*parsed.upper_strict()[:3])
    if _is_season(month) and earliest.month == 12:
        # The library ends a winter with its year.
        latest = _nearest(latest.year + 1, 2, 29)
    return earliest, latest


def _nearest(year: int, month: int, day: int) -> date:
    """The day itself, else the nearest before it that there is."""
    if year > date.max.year:
        return date.max
    year = max(year, 1)
    return date(year, month, min(day, monthrange(year, month)[1]))


def _precision(year: str, month: str | None, day: str | None) -> Precision:
    if "X" in year:
        return next((precision for mask, precision in MASKS if mask.fullmatch(year)), Precision.UNKNOWN)
    if month is None or month == "XX":
        return Precision.YEAR
    if _is_season(month):
        return Precision.SEASON
    return Precision.MONTH if day in (None, "XX") else Precision.DAY


def _parse(text: str, edtf: str) -> Any:
    # The library takes 0.2 seconds to load, and plain dates never need it.
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        return parse_edtf(edtf)
    except EDTFParseException as error:
        raise _not_edtf(text) from error


def _not_edtf(text: str) -> ValueError:
    return ValueError(f"{text!r} is not an EDTF date; write {', '.join(EXAMPLES[:-1])} or {EXAMPLES[-1]}")


def _far(text: str) -> ValueError:
    return ValueError(f"{text!r} is out of range: years run from 0001 to 9999")


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _canonical(text: str) -> str:
    if not text.strip():
        raise ValueError(f"the date is empty; leave the field out, or write {', '.join(EXAMPLES)}")
    return read_edtf(text).edtf


Edtf = Annotated[str, BeforeValidator(_as_text), AfterValidator(_canonical), Field(examples=EXAMPLES)]
"""A date as EDTF text: a day, month or year, an interval (throughout) or a set (once some time within)."""
