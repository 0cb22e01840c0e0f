"""Appearances: events in order of time, each with its rank and the time since the one before."""


def ranked(alias: str, where: str) -> str:
    """SQL for events in order of time: `event_id`, its rank `ordinal`, and the time since the one before.

    That is the `days` and whole `years` from earliest date to earliest date, and the least and the most days that the dates of both
    allow: `least` is 0 where they overlap, `most` null where the later one has no end. Two mirror rows of one act are one."""
    order = "a.sort_date NULLS LAST, a.position"
    before = f"OVER (ORDER BY {order})"
    return (
        f"SELECT r.event_id, r.ordinal, r.earliest - r.earliest_before AS days,"
        " extract(year FROM age(r.earliest, r.earliest_before))::int AS years,"
        " greatest(r.earliest - r.latest_before, 0) AS least, r.latest - r.earliest_before AS most"
        f" FROM (SELECT a.id AS event_id, row_number() {before} AS ordinal,"
        f" a.occurred_earliest AS earliest, lag(a.occurred_earliest) {before} AS earliest_before,"
        f" a.occurred_latest AS latest, lag(a.occurred_latest) {before} AS latest_before"
        f" FROM ({_acts(alias, where)}) a WHERE a.mutual_act IS NULL OR a.telling = 1) r"
    )


def _acts(alias: str, where: str) -> str:
    """SQL for events, each with the number of the row among those that tell of the same act.

    Where the rows of one way round tell of several such acts on one day, the first of them mirrors the first of the others."""
    ways = f"row_number() OVER (PARTITION BY {alias}.mutual_act, {alias}.mirrored ORDER BY {alias}.position) AS nth"
    columns = ("id", "position", "sort_date", "occurred_earliest", "occurred_latest", "mutual_act")
    found = f"SELECT {', '.join(f'{alias}.{column}' for column in columns)}, {ways} FROM event {alias} WHERE {where}"
    return f"SELECT w.*, row_number() OVER (PARTITION BY w.mutual_act, w.nth ORDER BY w.position) AS telling FROM ({found}) w"
