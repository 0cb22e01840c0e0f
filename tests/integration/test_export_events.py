"""Which events are exported, and where to."""

from pathlib import Path

import pytest
from command_line import run_annals, started
from exporting import FILTERS, export, position, rows_of_csv
from world import World

from scripts.support.command import UNREAD


@pytest.mark.parametrize(("filter", "options"), FILTERS, ids=[filter for filter, _ in FILTERS])
def test_the_options_are_the_filter_of_the_api(turmoil: World, filter: str, options: list[str]) -> None:
    events = turmoil.ask(f"{{ events(filter: {{{filter}}}, first: 1000) {{ nodes {{ key }} }} }}")["events"]["nodes"]

    assert rows_of_csv(export(turmoil, "csv", *options).out).keys() == {event["key"] for event in events}
    assert events


def test_every_condition_of_the_filter_has_its_option(turmoil: World) -> None:
    asked = " ".join(filter for filter, _ in FILTERS)
    conditions = turmoil.ask('{ __type(name: "EventFilter") { inputFields { name } } }')["__type"]["inputFields"]

    assert [c["name"] for c in conditions if f"{c['name']}:" not in asked] == []


def test_an_export_as_of_a_position_knows_nothing_later(turmoil: World) -> None:
    before = int(position(turmoil, "call")) - 1

    rows = rows_of_csv(export(turmoil, "csv", "--as-of", str(before)).out)

    assert len(rows) == 20
    assert rows["kursk-liberated"]["retracted"] == "false"


def test_pages_do_not_show(turmoil: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = export(turmoil, "csv")
    monkeypatch.setattr("api.exporting.events.PAGE", 4)

    assert export(turmoil, "csv") == whole


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["exel"], "there is no format 'exel'; the formats are ndjson, csv, geojson, jsonld, gdelt, parquet"),
        (
            ["csv", "--kind", "SumitHeld"],
            "--kind: unknown kind 'SumitHeld'; did you mean SummitHeld? annals kinds lists the kinds of events",
        ),
        (["csv", "--actor", "Rusia"], "unknown actor 'Rusia'; did you mean"),
        (["csv", "--occurred", "2025-13"], "--occurred: '2025-13' is not a date: months run from 01 to 12"),
        (["csv", "--reported", "2025-13"], "--reported: '2025-13' is not a date: months run from 01 to 12"),
        (["csv", "--goldstein", "much"], "--goldstein: 'much' is not a number; write -10/-5, or 5/.."),
        (["csv", "--output", "no/such/folder/x"], "no/such/folder/x cannot be written: No such file or directory"),
        (["ndjson", "--kind", "HostagesTaken"], "no event meets the filter; there is nothing to export"),
    ],
)
def test_what_cannot_be_exported_is_told(turmoil: World, options: list[str], problem: str) -> None:
    answer = run_annals(turmoil.url, "export", *options)

    assert answer.code in (1, 2)
    assert answer.err.startswith(f"error: {problem}")


def test_an_export_that_fails_leaves_the_file_that_was_there(
    turmoil: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "events.csv"
    file.write_text("what was there")
    monkeypatch.setattr("api.exporting.columns.note_losses", lambda event, losses: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run_annals(turmoil.url, "export", "csv", "--output", file)

    assert file.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [file]


def test_whoever_reads_may_stop_early(turmoil: World) -> None:
    with started(turmoil.url, "export", "ndjson") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert process.wait(timeout=120) == UNREAD
        assert "Error" not in process.stderr.read()
