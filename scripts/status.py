"""annals status: how far log and views have come."""

from typing import Annotated, Any

import typer
from psycopg import Connection

from domain.errors import AnnalsError
from domain.kinds import BY_TOPIC
from domain.postgres.server import durability_warnings
from projections.schemas import of_older_versions
from scripts.support.asking import ask
from scripts.support.command import as_app, run
from scripts.support.output import Format, FormatOption, print_json, print_table
from scripts.support.seals import tables
from scripts.support.session import session
from scripts.support.settings import listed, read_settings

QUERY = """{ status { head position lag parked views { name position lag } counts { kind count }
    discrepancies { kind count }
    overdue_count: overdueCount overdue { key title status occurred { edtf } } } }"""
SIZE = "SELECT pg_database_size(current_database())"

SHOWN = 100
"""Up to so many parked entries are listed."""

PARKED = "SELECT position, topic, reason FROM parked ORDER BY position LIMIT %s"


def status(
    settings: Annotated[bool, typer.Option("--settings", help="List the settings instead.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Tell how far the log goes and each view has come, what could not be folded, how many events there are, how large all is."""
    if settings:
        _show_settings(format)
        return
    with session() as s:
        answer = ask(s.url, QUERY)
        signed = tables(s).signed()
        size, parked, warnings = _size(s.views.connection), _parked(s.views.connection), _warnings(s.views.connection)
    if answer.codes:
        raise AnnalsError(answer.response["errors"][0]["message"])
    sealed = {"entries": signed.size, "position": signed.position} if signed else None
    found = {
        **answer.response["data"]["status"],
        "sealed": sealed,
        "parked_entries": parked,
        "database_bytes": size,
        "warnings": warnings,
    }
    print_json(found) if format is Format.JSON else _print(found)


def _size(conn: Connection[Any]) -> int:
    (size,) = conn.execute(SIZE).fetchone() or (0,)
    return int(size)


def _warnings(conn: Connection[Any]) -> list[str]:
    older = of_older_versions(conn)
    left = [f"{', '.join(older)}: views of older versions of annals are left; annals rebuild removes them"] if older else []
    return [*durability_warnings(conn), *left]


def _parked(conn: Connection[Any]) -> list[dict[str, Any]]:
    rows = conn.execute(PARKED, (SHOWN,)).fetchall()
    return [{"position": position, "kind": _kind(topic), "reason": reason} for position, topic, reason in rows]


def _kind(topic: str) -> str:
    return BY_TOPIC[topic].kind() if topic in BY_TOPIC else topic


def _print(found: dict[str, Any]) -> None:
    print_table(("view", "position", "lag"), [(v["name"], v["position"], v["lag"]) for v in found["views"]])
    print()
    if found["counts"]:
        print_table(("events", "count"), [(c["kind"], c["count"]) for c in found["counts"]])
        print()
    print(f"The log ends at position {found['head']}; the views are {found['lag']:,} entries behind.")
    print(f"It is sealed up to position {found['sealed']['position']}." if found["sealed"] else "It is not sealed yet.")
    if found["parked"]:
        _print_parked(found["parked"], found["parked_entries"])
    if found["overdue_count"]:
        _print_overdue(found["overdue_count"], found["overdue"])
    if found["discrepancies"]:
        _print_discrepancies(found["discrepancies"])
    print(f"The database takes {found['database_bytes'] / 1e6:,.0f} MB.")
    for warning in found["warnings"]:
        print(f"Warning: {warning}.")


def _print_overdue(count: int, events: list[dict[str, Any]]) -> None:
    what = "1 event was" if count == 1 else f"{count:,} events were"
    print(f"{what} planned or announced for a day that has passed; append a correction where it is known what happened:\n")
    rows = [(event["key"], event["status"].lower(), event["occurred"]["edtf"], event["title"]) for event in events]
    print_table(("key", "status", "occurred", "title"), rows, wrapped=["title"])
    print(f"... and {count - len(events):,} more\n" if count > len(events) else "")


def _print_discrepancies(counts: list[dict[str, Any]]) -> None:
    print("The log contradicts itself; ask the query discrepancies what cannot be true together:\n")
    print_table(("discrepancy", "count"), [(c["kind"].lower(), c["count"]) for c in counts])
    print()


def _print_parked(count: int, entries: list[dict[str, Any]]) -> None:
    print(f"{count:,} {'entry' if count == 1 else 'entries'} could not be folded; annals retry folds what is parked again:\n")
    columns = ("position", "kind", "reason")
    print_table(columns, [tuple(entry[c] for c in columns) for entry in entries], wrapped=["reason"])
    print(f"... and {count - len(entries):,} more\n" if count > len(entries) else "")


def _show_settings(format: Format) -> None:
    found = list(listed(read_settings()))
    if format is Format.JSON:
        print_json([setting._asdict() for setting in found])
    else:
        print_table(("setting", "value", "default", "what it is"), found, wrapped=["what it is"])


if __name__ == "__main__":
    run(as_app(status))
