"""annals import: every row is recorded, there already or rejected; twice is once; and where each entry comes from."""

import gzip
import hashlib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from command_line import Answer, run_annals
from dsl import contents
from world import World

from domain.log import Log
from domain.registrations.sources import ImportFinished

QUADRUPLES = """Police (Australia)\tConsult\tVladimir Putin\t2014-01-01
Vladimir Putin\tMake a visit\tNorth Korea\t2014-01-02
Police_(Australia)\tConsult\tVladimir Putin\t2014-01-01
Vladimir Putin\tDance\tNorth Korea\t2014-01-03
Korea\tConsult\tGovernment (Russia)\t2014-01-04
Government (Russian Federation)\tConsult\tDPRK\t2014-01-05
"""
"""Six rows: the third says what the first does, the fourth has no code."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "graph.tsv"
    path.write_text(QUADRUPLES, encoding="utf-8")
    return path


def imported(world: World, *arguments: str | Path, stdin: bytes = b"", layout: str = "quadruples") -> Answer:
    return run_annals(world.url, "import", layout, *arguments, "--by", "tester", "--format", "json", stdin=stdin)


def counts(answer: Answer) -> tuple[int, int, int, int]:
    (file,) = answer.json["files"]
    return file["rows"], file["recorded"], file["duplicates"], file["rejected"]


def parties(world: World, key: str) -> list[Any]:
    query = "query($k: String) { event(key: $k) { parties { actor { ref } representing { ref } } } }"
    return [
        (p["actor"]["ref"], p["representing"] and p["representing"]["ref"]) for p in world.ask(query, k=key)["event"]["parties"]
    ]


def every_party(world: World) -> list[list[str]]:
    found = world.ask("{ events(orderBy: POSITION_ASC) { nodes { parties { actor { ref } } } } }")["events"]["nodes"]
    return [[p["actor"]["ref"] for p in event["parties"]] for event in found]


def finished(url: str) -> list[ImportFinished]:
    log = Log.on_postgres(url)
    entries = [r.entry for r in log.read(limit=10_000) if isinstance(r.entry, ImportFinished)]
    log.close()
    return entries


def test_every_row_is_recorded_there_already_or_rejected(world: World, file: Path) -> None:
    answer = imported(world, file)

    assert counts(answer) == (6, 4, 1, 1)
    assert answer.code == 2
    assert "graph.tsv:4: 'Dance' is not what ICEWS calls any CAMEO code" in answer.err
    assert "error: 1 row was rejected, the others recorded; --rejects FILE keeps them" in answer.err


def test_importing_again_appends_nothing(world: World, file: Path) -> None:
    first = imported(world, file)
    before = contents(world.url)

    again, once_more = imported(world, file), imported(world, file)

    assert counts(again) == (6, 0, 5, 1)
    assert (again.json["head"], once_more.json["head"]) == (first.json["head"], first.json["head"])
    assert contents(world.url) == before


def test_an_import_says_what_file_it_read_and_how_it_went(world: World, file: Path) -> None:
    imported(world, file)

    (entry,) = finished(world.url)
    sha256 = hashlib.sha256(QUADRUPLES.encode()).hexdigest()
    assert (entry.source, entry.format, entry.file, entry.sha256) == ("icews-quadruples", "quadruples", "graph.tsv", sha256)
    assert (entry.rows, entry.recorded, entry.duplicates, entry.rejected) == (6, 4, 1, 1)


def test_an_event_says_from_what_line_of_what_file_it_is(world: World, file: Path) -> None:
    imported(world, file)

    found = world.ask("{ events(orderBy: POSITION_ASC) { nodes { history { appendedBy } } } }")["events"]["nodes"]
    sha256 = hashlib.sha256(QUADRUPLES.encode()).hexdigest()
    lines = [1, 2, 5, 6]
    assert [e["history"][0]["appendedBy"] for e in found] == [f"tester, from graph.tsv:{n} (sha256 {sha256[:12]})" for n in lines]


def test_actors_are_found_and_those_nobody_knows_are_registered_once_and_marked(world: World, file: Path) -> None:
    world.append({"kind": "ActorRegistered", "id": "putin", "actor_kind": "person", "name": "Putin", "of": "RUS"})
    world.append({"kind": "ActorAliased", "actor": "putin", "alias": "Vladimir Putin"})

    imported(world, file)

    assert every_party(world) == [
        ["police-australia", "putin"],
        ["putin", "PRK"],
        ["korea", "government-russia"],
        ["government-russia", "PRK"],
    ]
    actor = world.ask('{ actor(ref: "Police (Australia)") { kind codes { scheme code } } }')["actor"]
    assert actor == {"kind": "OTHER", "codes": [{"scheme": "imported", "code": "Police (Australia)"}]}


def test_what_is_rejected_is_kept_with_file_line_and_reason_and_can_be_mended(world: World, file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "rejects.tsv"

    answer = imported(world, file, "--rejects", kept)

    heading, row = kept.read_text().splitlines()
    assert heading == "file\tline\treason\trow"
    assert row == "graph.tsv\t4\t'Dance' is not what ICEWS calls any CAMEO code\tVladimir Putin\tDance\tNorth Korea\t2014-01-03"
    assert f"see {kept}, which has file, line and reason of each" in answer.err


def test_a_file_may_be_gzip_a_zip_of_one_or_standard_input(world: World, file: Path, tmp_path: Path) -> None:
    packed, zipped = tmp_path / "a.gz", tmp_path / "a.zip"
    packed.write_bytes(gzip.compress(QUADRUPLES.encode()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("graph.tsv", QUADRUPLES)

    assert counts(imported(world, packed)) == (6, 4, 1, 1)
    assert counts(imported(world, zipped)) == (6, 0, 5, 1)
    assert counts(imported(world, "-", stdin=QUADRUPLES.encode())) == (6, 0, 5, 1)
    assert counts(imported(world, "-", stdin=gzip.compress(QUADRUPLES.encode()))) == (6, 0, 5, 1)


def test_several_files_are_told_apart(world: World, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tsv"
    other.write_text("Iran\tConsult\tIraq\t2014-02-01\n")

    answer = run_annals(world.url, "import", "quadruples", file, other)

    assert answer.out.splitlines()[:2] == [
        "graph.tsv: 6 rows: 4 recorded, 1 already recorded, 1 rejected",
        "other.tsv: 1 rows: 1 recorded, 0 already recorded, 0 rejected",
    ]


def test_numbers_are_the_same_events_as_their_names(world: World, file: Path, tmp_path: Path) -> None:
    names, relations, numbers = tmp_path / "entity2id.txt", tmp_path / "relation2id.txt", tmp_path / "train.txt"
    names.write_text("3\nPolice_(Australia)\t0\nVladimir_Putin\t1\nNorth_Korea\t2\n")
    relations.write_text("Consult\t0\nMake_a_visit\t1\n")
    numbers.write_text("0\t0\t1\t1\t0\n1\t1\t2\t2\t0\n")
    imported(world, file)

    answer = imported(world, numbers, "--entities", names, "--relations", relations, "--day-zero", "2013-12-31")

    assert counts(answer) == (2, 0, 2, 0)
    assert answer.code == 0


def test_a_row_whose_key_has_other_content_is_rejected_and_the_first_stays(world: World, tmp_path: Path) -> None:
    file = tmp_path / "events.tab"
    row = ["7", "2018-06-01", "A", "NA", "NA", "Consult", "040", "1", "B", "NA", "NA", "1", "1", "P", *["NA"] * 6]
    file.write_text("\n".join("\t".join(cells) for cells in (row, [*row[:8], "C", *row[9:]], row)))

    answer = imported(world, file, layout="icews")

    assert counts(answer) == (3, 1, 1, 1)
    assert "events.tab:2: key: is recorded already with other content" in answer.err
    assert parties(world, "icews:7:2018-06-01") == [("a", None), ("b", None)]


def test_whoever_acts_for_a_state_represents_it_where_the_row_says_so(world: World, tmp_path: Path) -> None:
    file = tmp_path / "events.tab"
    file.write_text(
        "\t".join(["7", "2018-06-01", "Police (Japan)", "NA", "Japan", "Consult", "040", "1", "Japan", "NA", "Japan"] + ["NA"] * 9)
    )

    imported(world, file, layout="icews")

    assert parties(world, "icews:7:2018-06-01") == [("police-japan", "JPN"), ("JPN", None)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "icew", "FILE"], "there is no format 'icew'; did you mean icews?"),
        (["import", "icews", "missing.tab"], "missing.tab cannot be read: there is no such file"),
        (["import", "icews", "FILE", "--encoding", "utf-9"], "--encoding is 'utf-9', which is none that Python knows"),
        (["import", "icews", "FILE", "--day-zero", "2014-01-01"], "belong together, and to the format quadruples"),
        (["import", "quadruples", "FILE", "--rejects", "missing/rejects"], "missing/rejects cannot be written: No such file"),
    ],
)
def test_what_cannot_be_imported_at_all_says_why(world: World, file: Path, arguments: list[str], message: str) -> None:
    head = world.log.head()

    answer = run_annals(world.url, *(str(file) if argument == "FILE" else argument for argument in arguments))

    assert answer.code == 2
    assert message in answer.err
    assert world.log.head() == head


@pytest.mark.parametrize("count", [10, 20_000])
def test_a_file_that_is_cut_off_is_refused_before_anything_is_recorded(world: World, count: int, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gz"
    rows = "".join(f"Iran\tConsult\tActor {n}\t2014-02-01\n" for n in range(count))
    cut.write_bytes(gzip.compress(rows.encode())[:-20])

    answer = run_annals(world.url, "import", "quadruples", cut)

    assert (answer.code, finished(world.url)) == (2, [])
    assert "error: cut.gz is damaged: " in answer.err
    assert "; nothing of it is recorded" in answer.err


def test_a_file_of_another_layout_is_refused_and_leaves_nothing_behind(world: World) -> None:
    head = world.log.head()

    answer = run_annals(world.url, "import", "icews", "-", stdin=b"Event ID\tEvent Date\tSource Name\n1\t2\t3\n")

    assert answer.code == 2
    assert "error: the file has a heading, but no column Event Text, Target Name" in answer.err
    assert world.log.head() == head


def test_an_empty_file_has_no_rows(world: World, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    assert counts(imported(world, tmp_path / "empty")) == (0, 0, 0, 0)
