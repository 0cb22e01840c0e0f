"""SQL over the log for those who only read it: the views, the API and the command line."""

from domain.log.store.sql import NOW as NOW
from domain.log.store.sql import STORE, TABLE

HEAD = f"SELECT coalesce(max(notification_id), 0) FROM {TABLE}"
"""The position of the last entry; 0 for an empty log."""

POSITION_AT = f"""
SELECT coalesce(
    (SELECT notification_id FROM {TABLE} WHERE recorded_at <= %(time)s ORDER BY recorded_at DESC LIMIT 1), 0),
    %(time)s > clock_timestamp()
"""
"""The position of the last entry recorded at or before a time, and whether that time is in the future."""

ENTRIES = f"(SELECT notification_id AS position, recorded_at, originator_id AS stream, topic FROM {TABLE})"
"""All entries: position, recorded_at, stream and topic."""

ENTRIES_AFTER = f"SELECT count(*) FROM {TABLE} WHERE notification_id > {{position}}"
"""How many entries there are after a position."""

RECORDED_AT = f"SELECT recorded_at FROM {TABLE} WHERE notification_id = {{position}}"
"""When the entry at a position was recorded; no row where there is none."""

LAST_RECORDED_AT = f"SELECT recorded_at FROM {TABLE} WHERE notification_id <= {{position}} ORDER BY notification_id DESC LIMIT 1"
"""When the last entry up to a position was recorded; no row where there is none."""

HELD = f"SELECT DISTINCT originator_id FROM {TABLE} WHERE originator_id = ANY(%(streams)s)"
"""Which of some streams the log holds."""

STORE_ID = f"SELECT id FROM {STORE}"
"""The id that tells this log from every other."""
