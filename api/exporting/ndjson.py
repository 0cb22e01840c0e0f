"""ndjson: an event a line, with the columns of csv as members of an object, each in JSON's own type."""

import orjson

from api.exporting.columns import COLUMNS
from api.exporting.format import Raw, TextFile


def _record(event: Raw) -> bytes:
    return orjson.dumps({column.name: column.value(event) for column in COLUMNS}) + b"\n"


EVENTS = TextFile(b"", lambda events: map(_record, events))
