"""Exporting as users do, and reading what comes out."""

import csv
import io

from command_line import Answer, run_annals
from world import World

from scripts.exporting.gdelt import HEADINGS


def export(world: World, *options: str) -> Answer:
    """What an export prints; it must not fail."""
    answer = run_annals(world.url, "export", *options)
    assert answer.code == 0, answer.err
    return answer


def rows_of_csv(text: str) -> dict[str, dict[str, str]]:
    """The rows, by key."""
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    return {row["key"]: row for row in rows}


def rows_of_gdelt(text: str) -> dict[str, dict[str, str]]:
    """The rows, by position."""
    rows = [line.split("\t") for line in text.splitlines()]
    assert {len(row) for row in rows} == {61}
    found = [dict(zip(HEADINGS, row, strict=True)) for row in rows]
    return {row["GLOBALEVENTID"]: row for row in found}


def position(world: World, key: str) -> str:
    """Where an event was first recorded."""
    return str(world.ask("query($key: String!) { event(key: $key) { position } }", key=key)["event"]["position"])
