"""annals import table: a map is suggested, imports what it describes, and says where it or the table is wrong."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command_line import Answer, run_annals
from world import World

DELIVERIES = """\
No,Date,From,To,Weapon,Number,Remarks
1,03/04/2023,Germany,Ukraine,Leopard 2,18,first batch
2,23/04/2023,USA,Ukraine,M777,"1,200",
"""
TABLES = {
    "deliveries.csv": (DELIVERIES, "MATERIEL_SUPPLIED", "2023-04-03", ["DEU", "UKR"]),
    "meetings.csv": (
        "date;participants;city;country;notes\n2024-05-01;France|Germany;Paris;France;They talked\n",
        "MEETING_HELD",
        "2024-05-01",
        ["FRA", "DEU"],
    ),
    "talks.tsv": ("Date\tParticipants\n2024-05-01\tFrance;Germany\n", "MEETING_HELD", "2024-05-01", ["FRA", "DEU"]),
    "incidents.tsv": (
        "id\tevent date\tactor1\tactor2\tfatalities\tlocation\tlat\tlon\na1\t20240102\tFRA\tGermany\t3\tArhab\t15.6\t44.1\n",
        "VIOLENCE_RECORDED",
        "2024-01-02",
        ["FRA", "DEU"],
    ),
    "protests.json": (
        '[{"date": "2024-02-01", "protesters": "France", "city": "Paris", "country": "FRA", "url": null}]',
        "PROTEST_HELD",
        "2024-02-01",
        ["FRA"],
    ),
    "troops.csv": (
        "Start date,End date,Sender,Recipient,Troops,Min,Max\n2024-01-02,2024-02-03,France,Mali,400,350,450\n",
        "TROOPS_DISPATCHED",
        "2024-01-02/2024-02-03",
        ["FRA", "MLI"],
    ),
}
EVENTS = "{ events(orderBy: POSITION_ASC) { nodes { key kind occurred { edtf } parties { actor { ref } } place { name } } } }"


def suggested(world: World, file: Path) -> Path:
    """The map that is suggested for a table, saved beside it."""
    answer = run_annals(world.url, "import", "table", file, "--suggest")
    assert answer.code == 0, answer.err
    map = file.with_suffix(".yaml")
    map.write_text(answer.out, encoding="utf-8")
    return map


def imported(world: World, file: Path, map: Path, *options: str) -> Answer:
    return run_annals(world.url, "import", "table", file, "--map", map, "--format", "json", *options)


def recorded(answer: Answer) -> list[int]:
    return [answer.json["files"][0][name] for name in ("recorded", "duplicates", "rejected")]


def events(world: World) -> list[Any]:
    return list(world.ask(EVENTS)["events"]["nodes"])


@pytest.mark.parametrize("name", TABLES)
def test_a_suggested_map_imports_a_simple_table_as_it_is(world: World, name: str, tmp_path: Path) -> None:
    text, kind, occurred, refs = TABLES[name]
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")

    map = suggested(world, file)
    first, again = imported(world, file, map), imported(world, file, map)

    assert first.code == 0, first.err
    rows = recorded(first)[0]
    assert (rows > 0, recorded(first), recorded(again)) == (True, [rows, 0, 0], [0, rows, 0])
    event = events(world)[0]
    assert (event["kind"], event["occurred"]["edtf"]) == (kind, occurred)
    assert [party["actor"]["ref"] for party in event["parties"]] == refs


def test_a_workbook_is_read_like_any_other_table(world: World, tmp_path: Path) -> None:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    for row in (["No", "Date", "From", "To", "Weapon"], [1, "2023-04-03", "Germany", "Ukraine", "Leopard 2"]):
        book.worksheets[0].append(row)
    book.save(packed)
    file = tmp_path / "book.xlsx"
    file.write_bytes(packed.getvalue())

    assert recorded(imported(world, file, suggested(world, file))) == [1, 0, 0]


def test_what_the_suggested_map_does_not_cover_is_said_in_it(world: World, tmp_path: Path) -> None:
    file = tmp_path / "deliveries.csv"
    file.write_text("Date,From,Weapon,Colour\n2023-04-03,Germany,Leopard 2,green\n", encoding="utf-8")

    text = run_annals(world.url, "import", "table", file, "--suggest").out

    assert "# It needs a column for recipient: To whom." in text
    assert "# Columns that nothing is read from: Colour" in text


def test_a_newer_table_corrects_the_one_before_where_it_is_called_a_release(world: World, tmp_path: Path) -> None:
    file = tmp_path / "deliveries.csv"
    file.write_text(DELIVERIES, encoding="utf-8")
    map = suggested(world, file)
    imported(world, file, map, "--release", "2024-01-31")
    file.write_text(DELIVERIES.replace(",18,", ",20,"), encoding="utf-8")

    answer = imported(world, file, map, "--release", "2024-02-29")

    assert (answer.code, answer.json["files"][0]["corrected"], answer.json["files"][0]["duplicates"]) == (0, 1, 1)
    query = '{ event(key: "deliveries:1") { ... on MaterielSupplied { items { quantity { best } } } } }'
    assert world.ask(query) == {"event": {"items": [{"quantity": {"best": 20}}]}}


def test_a_row_that_is_wrong_is_named_with_its_cell_and_the_others_are_recorded(world: World, tmp_path: Path) -> None:
    file = tmp_path / "deliveries.csv"
    file.write_text(DELIVERIES, encoding="utf-8")
    map = suggested(world, file)
    file.write_text(DELIVERIES.replace(",18,", ",eighteen,"), encoding="utf-8")

    answer = imported(world, file, map)

    assert (answer.code, recorded(answer)) == (2, [1, 0, 1])
    assert "deliveries.csv:2: items.0.quantity.best (column 'Number'): 'eighteen' is not a number" in answer.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["table"], "table needs a map: --map map.yaml; annals import table FILE --suggest writes a first one"),
        (["tabel"], "there is no format 'tabel'; did you mean table?"),
        (["gdelt", "--suggest"], "--map and --suggest are for the format table, not for gdelt"),
        (["auto"], "or describe it in a map, of which this writes a first one: annals import table"),
        (["table", "--map", "none.yaml"], "the map none.yaml cannot be read: No such file or directory"),
    ],
)
def test_a_call_without_what_it_needs_is_refused_with_the_remedy(
    world: World, options: list[str], told: str, tmp_path: Path
) -> None:
    file = tmp_path / "deliveries.csv"
    file.write_text(DELIVERIES, encoding="utf-8")

    answer = run_annals(world.url, "import", options[0], file, *options[1:])

    assert answer.code == 2
    assert told in answer.err
