"""Exporting as users do, and reading what comes out."""

import csv
import io

from command_line import Answer, run_annals
from world import World

from scripts.exporting.gdelt import HEADINGS

FILTERS = (
    ("kinds: [SUMMIT_HELD]", ["--kind", "SummitHeld"]),
    ("kinds: [SUMMIT_HELD, CALL_HELD]", ["--kind", "SUMMIT_HELD", "--kind", "call_held"]),
    ('actors: ["Kim Jong Un", "CHN"]', ["--actor", "Kim Jong Un", "--actor", "CHN"]),
    ('anyActor: ["USA", "UKR"]', ["--any-actor", "USA", "--any-actor", "UKR"]),
    ('actors: ["RUS"], role: RECIPIENT', ["--actor", "RUS", "--role", "recipient"]),
    ('between: ["PRK", "RUS"], directed: true', ["--between", "PRK", "RUS", "--directed"]),
    ('occurred: {from: "2024-01-01", to: "2025-09-04"}', ["--occurred", "2024/2025-09-04"]),
    ('occurred: {from: "2025-09-01"}', ["--occurred", "2025-09/.."]),
    ('reported: {from: "2025-09-01", to: "2025-09-30"}', ["--reported", "2025-09"]),
    ('place: "China"', ["--place", "China"]),
    ('source: "other-paper"', ["--source", "other-paper"]),
    ('plover: ["AID"]', ["--plover", "AID"]),
    ("quad: [MATERIAL_CONFLICT]", ["--quad", "material_conflict"]),
    ("goldstein: {min: 5, max: 8.5}", ["--goldstein", "5/8.5"]),
    ("goldstein: {max: -5}", ["--goldstein", "../-5"]),
    ("hedge: [ALLEGED]", ["--hedge", "alleged"]),
    ("status: [PLANNED, DENIED]", ["--status", "planned", "--status", "denied"]),
    ("overdue: true", ["--overdue"]),
    ('coded: ["event_type=battles"]', ["--coded", "event_type=battles"]),
    ('text: "Kursk"', ["--text", "Kursk"]),
    ("includeRetracted: true", ["--include-retracted"]),
)
"""Conditions of the API's filter, and the options of `annals export` that mean the same."""


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
