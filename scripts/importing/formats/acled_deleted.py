"""ACLED's list of the events that it has deleted: what its API gives as deleted, and the weekly updates do not say.

Source: the documentation of acledR."""

from datetime import UTC, datetime

from scripts.importing.draft import Draft, Format
from scripts.importing.formats.acled import ACLED
from scripts.importing.layout import Layout
from scripts.importing.reading import BadRow, Row, table
from scripts.importing.releases import DELETED, MARK

COLUMNS = ("event_id_cnty", "deleted_timestamp")
LAYOUT = Layout(orders=(COLUMNS,), needs=COLUMNS, headed=True)


def understand(row: Row) -> Draft:
    """The retraction of the event that a row says was deleted. Raises BadRow."""
    event, stamp = f"acled:{row.need('event_id_cnty')}", row.need_whole("deleted_timestamp")
    reason = f"ACLED deleted it on {_day(stamp)}"
    return row.draft({"kind": "EventRetracted", "event": event, "reason": reason, "key": f"{event}{MARK}{DELETED}{stamp}"})


def _day(stamp: str) -> str:
    """The day (UTC) of a Unix time in seconds."""
    try:
        return datetime.fromtimestamp(int(stamp), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise BadRow(f"deleted_timestamp is {stamp!r}, which is no Unix time in seconds, such as 1747440000") from None


ACLED_DELETED = Format(
    name="acled-deleted",
    description="The events that ACLED has deleted (event_id_cnty, deleted_timestamp); they are retracted with --retract.",
    source=ACLED.source,
    read=table(understand, LAYOUT),
    layout=LAYOUT,
    deletes=True,
)
