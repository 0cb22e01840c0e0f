"""Days as data sets write them."""

import re

from domain.values.dates import read_edtf
from scripts.importing.row import BadRow

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def iso_day(column: str, text: str) -> str:
    """A day written as 2014-12-31. Raises BadRow."""
    if not ISO_DAY.fullmatch(text):
        raise BadRow(f"{column} is {text!r}; write year-month-day, as in 2014-12-31")
    try:
        return read_edtf(text).edtf
    except ValueError as error:
        raise BadRow(f"{column}: {error}") from None
