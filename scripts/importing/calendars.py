"""When the releases of a data set came out, by what they are called, and whether one restates what it covers or adds to it.

The digits of a label say nothing of that by themselves: UCDP published 24.1 in May 2024, and 24.0.10 in November."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple


class Calendar(NamedTuple):
    """The releases of a data set."""

    published: Callable[[str], date | None]
    """The day on which a release of this label came out, or about then; None where the label does not tell."""
    adds: Callable[[str], bool]
    """Whether a release adds to those before. One that does not restates all that it covers, and takes back what it lacks."""
    words: str
    """What its releases are, in words."""


YEARLY = re.compile(r"(\d{1,2})\.(\d)")
MONTHLY = re.compile(r"(?P<year>\d{2})\.0\.(?P<month>\d{1,2})|\d{1,2}\.\d{1,2}\.(?P<last_year>\d{2})\.(?P<last_month>\d{1,2})")
"""UCDP's labels: 26.1; 26.0.8, or 25.01.25.12 for January to December. Its files have underscores for the points."""

DAY = re.compile(r"(\d{4})[.-]?(\d{2})[.-]?(\d{2})")
MONTH = re.compile(r"(\d{4})[.-](\d{2})")
WEEK = re.compile(r"(\d{4})-?W(\d{2})")


def _of_ucdp(label: str) -> date | None:
    """A year's release comes as June begins, a month's on the 20th of the next month. The first five were numbered from 2012 on."""
    written = label.replace("_", ".")
    if found := YEARLY.fullmatch(written):
        number, minor = int(found[1]), int(found[2])
        return date(number + (2000 if number > 5 else 2011), 6, max(minor, 1))
    if found := MONTHLY.fullmatch(written):
        year, month = (int(number) for number in found.groups() if number)
        return date(2000 + year + month // 12, month % 12 + 1, 20) if 1 <= month <= 12 else None
    return None


def _of_days(label: str) -> date | None:
    """The day, week or month that a label is; of a span its end."""
    try:
        if found := DAY.fullmatch(label):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := WEEK.fullmatch(label):
            return date.fromisocalendar(int(found[1]), int(found[2]), 7)
        if found := MONTH.fullmatch(label):
            year, month = int(found[1]), int(found[2])
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
    return None


UCDP = Calendar(
    _of_ucdp,
    lambda label: YEARLY.fullmatch(label.replace("_", ".")) is None,
    "A year's release (26.1) restates all years; a candidate month (26.0.8) adds to them.",
)
"""Source: the days on which UCDP published 24.1 to 26.1 and the candidate releases of these years."""

ACLED = Calendar(_of_days, lambda label: True, "A week (2026-05-16) adds new and changed rows; acled-deleted has those deleted.")

POLECAT = Calendar(_of_days, lambda label: True, "A week (2023-W05) or month (2023-05) adds to those before.")

OWN = Calendar(_of_days, lambda label: False, "A newer table says all that it has to say again; its label is a day (2024-05-31).")
