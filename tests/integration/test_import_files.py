"""annals import: files packed in any way, of a format told by what they hold, and nothing left behind where all is refused."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import Answer, run_annals
from published import ACLED, GDELT, SAMPLES, UCDP, Sample, as_json, written
from world import World

from domain.errors import BadInput
from scripts.importing.opening import opened

every_format = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.format)


def imported(world: World, layout: str, *arguments: str | Path) -> Answer:
    return run_annals(world.url, "import", layout, *arguments, "--format", "json")


def recorded(answer: Answer) -> int:
    return sum(file["recorded"] for file in answer.json["files"])


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file.getvalue()


def archive(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in files.items():
            packed.writestr(name.replace("_", "."), content)
    return file.getvalue()


@every_format
@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda data: archive(a_csv=data)])
def test_a_file_may_be_compressed(sample: Sample, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(pack(written(sample)))

    with opened(str(tmp_path / "packed")) as file:
        assert file.text.read() == written(sample)


@every_format
def test_all_tables_of_a_zip_are_imported_and_what_else_is_in_it_is_told(world: World, sample: Sample, tmp_path: Path) -> None:
    first, second = ({sample.columns[0]: f"9100{n}"} for n in (1, 2))
    file = tmp_path / "year.zip"
    tables = [written(sample, sample.cells(**cells)) for cells in (first, second)]
    file.write_bytes(archive(a_csv=tables[0], b_csv_gz=gzip.compress(tables[1]), readme_txt=b"Read me.\n", codebook_pdf=b"%PDF-1"))

    answer = imported(world, sample.format, file)

    assert answer.code == 0, answer.err
    assert [(f["file"], f["recorded"]) for f in answer.json["files"]] == [("year.zip/a.csv", 1), ("year.zip/b.csv.gz", 1)]
    assert "note: year.zip/readme.txt is left out: it is of another format" in answer.err


@every_format
def test_the_first_sheet_of_a_workbook_that_fits_is_imported_or_the_one_named(world: World, sample: Sample, tmp_path: Path) -> None:
    def table(id: str) -> list[list[object]]:
        cells = [float(cell) if cell.isdigit() and cell[0] != "0" else cell for cell in sample.cells(**{sample.columns[0]: id})]
        return [list(sample.columns), list(cells)]

    file = tmp_path / "book.xlsx"
    file.write_bytes(workbook(("Read me", [["What it is"]]), ("Data", table("91001")), ("More", table("91002"))))

    answer, other = imported(world, sample.format, file), imported(world, sample.format, file, "--sheet", "More")

    assert answer.code == 0, answer.err
    assert [f["file"] for a in (answer, other) for f in a.json["files"]] == ["book.xlsx/Data", "book.xlsx/More"]
    assert (recorded(answer), recorded(other)) == (1, 1)
    assert "note: book.xlsx/More is left out: it is another sheet" in answer.err


def test_a_day_in_a_workbook_is_that_day_however_it_is_shown(world: World, tmp_path: Path) -> None:
    cells: list[object] = list(ACLED.cells())
    cells[ACLED.columns.index("event_date")] = date(2026, 3, 2)
    (tmp_path / "book.xlsx").write_bytes(workbook(("Data", [list(ACLED.columns), cells])))

    imported(world, "acled", tmp_path / "book.xlsx")

    assert world.ask('{ event(key: "acled:YEM91001") { occurred { edtf } } }') == {"event": {"occurred": {"edtf": "2026-03-02"}}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0 old", "is a workbook of old Excel; save it as .xlsx or CSV"),
        (b"PAR1 more", "is a Parquet file; write it as CSV"),
        (archive(a_txt=b"1\n", b_txt=b"2\n"), "holds 2 files; unpack it and name the one that is meant"),
    ],
)
def test_what_holds_no_table_is_refused_with_the_remedy(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(BadInput, match=told), opened(str(tmp_path / "file")):
        pass


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(world: World, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(workbook(("Data", [list(ACLED.columns)])))

    assert "book.xlsx has no sheet 'Date'; it has Data" in imported(world, "acled", tmp_path / "book.xlsx", "--sheet", "Date").err


@every_format
@pytest.mark.parametrize("heading", [True, False], ids=["heading", "none"])
def test_auto_tells_what_a_file_is_and_why_and_imports_it(world: World, sample: Sample, heading: bool, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(written(sample, heading=None if heading else []))

    answer = imported(world, "auto", tmp_path / "file")

    assert f"note: file is {sample.format}: {len(sample.columns)} columns" in answer.err
    assert (answer.code, recorded(answer)) == (0, 1)


def test_auto_tells_what_json_is(world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(json.dumps({"count": 1, "data": [as_json(ACLED)]}))

    answer = imported(world, "auto", tmp_path / "file")

    assert "note: file is acled: JSON with the fields event_id_cnty, event_date" in answer.err
    assert recorded(answer) == 1


def test_auto_refuses_what_it_does_not_know_and_files_of_several_formats(world: World, tmp_path: Path) -> None:
    names = [tmp_path / name for name in ("a", "b", "c")]
    for name, content in zip(names, (written(GDELT), written(UCDP), b"one\ttwo\n"), strict=True):
        name.write_bytes(content)
    head = world.log.head()

    assert "the files are of several formats: gdelt, ucdp-ged; import those of each" in imported(world, "auto", *names[:2]).err
    assert f"{names[2]} is of no format that annals knows; name one (icews" in imported(world, "auto", names[2]).err
    assert world.log.head() == head


@pytest.mark.parametrize("named", ["gdelt", "ucdp-ged", "acled", "icews", "quadruples", "plover"])
@every_format
def test_a_wrong_format_is_answered_with_the_right_one_and_nothing_is_recorded(
    world: World, sample: Sample, named: str, tmp_path: Path
) -> None:
    if named == sample.format:
        return
    (tmp_path / "file").write_bytes(written(sample, heading=[]))
    head = world.log.head()

    answer = imported(world, named, tmp_path / "file")

    width = len(sample.columns)
    assert answer.code == 2
    assert (
        f"file is not {named}: {width} columns, commas between: this looks like {sample.format}; write: annals import" in answer.err
    )
    assert world.log.head() == head


@every_format
def test_an_import_of_which_every_row_is_rejected_appends_nothing_and_says_nothing_of_others(
    world: World, sample: Sample, tmp_path: Path
) -> None:
    key = "EventCode" if sample is GDELT else "latitude" if sample is UCDP else "event_type"
    (tmp_path / "file").write_bytes(written(sample, sample.cells(**{key: "none", sample.day: "none"})))
    head = world.log.head()

    answer = imported(world, sample.format, tmp_path / "file")

    assert "error: 1 row was rejected; --rejects FILE keeps them" in answer.err
    assert (answer.code, world.log.head()) == (2, head)


@every_format
def test_others_that_the_log_had_already_are_not_said_to_be_recorded_now(world: World, sample: Sample, tmp_path: Path) -> None:
    once, again = tmp_path / "once", tmp_path / "again"
    once.write_bytes(written(sample))
    again.write_bytes(written(sample, sample.cells(), sample.cells(**{sample.day: "none"})))
    imported(world, sample.format, once)
    head = world.log.head()

    answer = imported(world, sample.format, again)

    assert "error: 1 row was rejected, the others recorded already; --rejects FILE keeps them" in answer.err
    assert (answer.code, world.log.head()) == (2, head)


@every_format
def test_a_row_that_the_log_has_with_other_content_registers_nobody(world: World, sample: Sample, tmp_path: Path) -> None:
    other = {"Actor1CountryCode": "", "Actor1Code": "UAF", "actor1": "Others", "side_a": "Others", "side_a_new_id": "7"}
    imported_first, again = tmp_path / "first", tmp_path / "again"
    imported_first.write_bytes(written(sample))
    again.write_bytes(written(sample, sample.cells(**{name: text for name, text in other.items() if name in sample.columns})))
    imported(world, sample.format, imported_first)
    head = world.log.head()

    answer = imported(world, sample.format, again)

    assert "is recorded already with other content" in answer.err
    assert world.log.head() == head
