"""Releases of a data set, imported through the command line."""

import json
from pathlib import Path
from typing import Any

from command_line import Answer, run_annals
from rows import comma_separated

from scripts.importing.layouts import columns

ROW = {
    "type_of_violence": "1",
    "side_a_new_id": "118",
    "side_a": "Government of Utopia",
    "side_b_new_id": "234",
    "side_b": "Front",
    "where_prec": "6",
    "where_coordinates": "Utopia",
    "country_id": "652",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2016-01-05",
    "date_end": "2016-01-05",
    "best": "6",
    "high": "8",
    "low": "5",
    "gwnoa": "652",
}


class Releases:
    """A database, and files of releases to import into it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def take(self, label: str, *rows: dict[str, str] | str, **options: str) -> Answer:
        """Imports rows as a release; options that take no value stand among the rows."""
        file = self.folder / f"ged{label}.csv"
        file.write_bytes(comma_separated(columns("ucdp_ged"), *(ROW | row for row in rows if not isinstance(row, str))))
        given = [word for name, value in ({"release": label} | options).items() if value for word in (f"--{name}", value)]
        given += [row for row in rows if isinstance(row, str)]
        return run_annals(self.url, "import", "ucdp-ged", file, *given, "--format", "json")

    def ask(self, query: str) -> Any:
        return run_annals(self.url, "query", "-", stdin=query.encode()).json["data"]


def counts(answer: Answer) -> dict[str, int]:
    told = json.loads(answer.out)
    names = ("recorded", "corrected", "duplicates", "rejected")
    return {name: told["files"][0][name] for name in names} | {"retracted": told["retracted"]}
