"""annals status: how far log and views have come."""

from typing import Annotated, Any

import psycopg
import typer

from domain.errors import AnnalsError
from scripts.support.asking import ask
from scripts.support.command import as_app, run
from scripts.support.output import Format, FormatOption, print_json, print_table
from scripts.support.session import session
from scripts.support.settings import listed, read_settings

QUERY = "{ status { head position lag parked views { name position lag } counts { kind count } } }"
SIZE = "SELECT pg_database_size(current_database())"


def status(
    settings: Annotated[bool, typer.Option("--settings", help="List the settings instead.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Tell how far the log goes, how far each view has come, how many events there are, how large the database is."""
    if settings:
        _show_settings(format)
        return
    with session() as s:
        answer = ask(s.url, QUERY)
        size = _size(s.url)
    if answer.codes:
        raise AnnalsError(answer.response["errors"][0]["message"])
    found = {**answer.response["data"]["status"], "database_bytes": size}
    print_json(found) if format is Format.JSON else _print(found)


def _size(url: str) -> int:
    with psycopg.connect(url) as conn:
        (size,) = conn.execute(SIZE).fetchone() or (0,)
    return int(size)


def _print(found: dict[str, Any]) -> None:
    print_table(("view", "position", "lag"), [(v["name"], v["position"], v["lag"]) for v in found["views"]])
    print()
    if found["counts"]:
        print_table(("events", "count"), [(c["kind"], c["count"]) for c in found["counts"]])
        print()
    print(f"The log ends at position {found['head']:,}; the views are {found['lag']:,} entries behind.")
    if found["parked"]:
        print(f"{found['parked']:,} entries could not be folded and are parked.")
    print(f"The database takes {found['database_bytes'] / 1e6:,.0f} MB.")


def _show_settings(format: Format) -> None:
    found = list(listed(read_settings()))
    if format is Format.JSON:
        print_json([setting._asdict() for setting in found])
    else:
        print_table(("setting", "value", "default", "what it is"), found, wrapped="what it is")


if __name__ == "__main__":
    run(as_app(status))
