"""Reading files of entries: what their values are, on which lines, and what is said of files that cannot be read."""

from pathlib import Path

import pytest

from scripts.support.entry_file import read_entries, read_file
from scripts.support.located import BadFile

BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)


def values(text: str, suffix: str = "") -> list[object]:
    return [entry.value for entry in read_entries(text, suffix)]


def test_yaml_scalars_are_text() -> None:
    assert values("- {kind: NO, code: 012, on: 2025-09-03, half: 0.50}") == [
        {"kind": "NO", "code": "012", "on": "2025-09-03", "half": "0.50"}
    ]


def test_only_a_plain_null_or_an_empty_value_is_nothing() -> None:
    found = values("- {a: null, b: ~, c: , d: 'null', e: \"~\", f: ''}")

    assert found == [{"a": None, "b": None, "c": None, "d": "null", "e": "~", "f": ""}]


def test_json_numbers_and_booleans_stay_what_they_are() -> None:
    assert values('[{"a": 12, "b": true, "c": null, "d": [1.5, "x"]}]') == [{"a": 12, "b": True, "c": None, "d": [1.5, "x"]}]


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}\n\n{"a": 2}\n', '[{"a": 1},\n {"a": 2}]', '[\n{\n"a": 1\n}, {"a": 2}]'],
    ids=["an entry a line", "a list", "a list over many lines"],
)
def test_json_is_recognised_by_how_it_begins(text: str) -> None:
    assert values(text) == [{"a": 1}, {"a": 2}]


def test_one_mapping_is_one_entry() -> None:
    assert values("a: x") == values('{\n  "a": "x"\n}') == values("{a: x}") == [{"a": "x"}]


def test_every_yaml_value_knows_its_line() -> None:
    (entry,) = read_entries("# a comment\n- kind: X\n  parties:\n    - {actor: A}\n    - actor: B\n      as_said: >-\n        b\n")

    lines = [entry.follow(path)[0].line for path in ((), ("parties",), ("parties", 0, "actor"), ("parties", 1, "as_said"))]

    assert lines == [2, 3, 4, 6]


def test_every_json_value_knows_its_line() -> None:
    (entry,) = read_entries('[\n {"kind": "X",\n  "parties": [{"actor": "A"},\n   {"actor": "B"}]}]')

    lines = [entry.follow(path)[0].line for path in ((), ("parties",), ("parties", 0, "actor"), ("parties", 1, "actor"))]

    assert lines == [2, 3, 3, 4]


def test_a_number_is_left_out_of_a_path_where_one_thing_stands_for_a_list() -> None:
    (entry,) = read_entries("- kind: X\n  report:\n    source: s\n")

    part, path = entry.follow(("report", 0, "hedge"))

    assert (part.line, path) == (2, ("report", "hedge"))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- kind: [x\n- b: 1\n", 2, "is not YAML"),
        ('- a: 1\n- b: "x\n', 2, "close the quotes"),
        ("- a: 1\n- t: a: b\n", 2, "put text that has a colon between quotes"),
        ("- a: 1\n---\n- a: 2\n", 2, "make it one list"),
        ("- a: 1\n- b: \x01\n", 2, "U+0001"),
        ("- kind: A\n  kind: B", 2, "the field 'kind' stands twice (first on line 1)"),
        ("- a: 1\n- ? [x]\n  : y", 2, "has a list or mapping where the name of a field should be"),
        ("- a: 1\n- just text", 2, "'just text' is not an entry"),
        ("just text", 1, "is not an entry"),
        (BILLION_LAUGHS, 1, "write out what is meant"),
        ("- &a [*a]", 1, "deep"),
        ("[" * 5000, 1, "is not YAML"),
        ('[{"a": 1},\n]', 2, "is not JSON"),
        ('[{"a": 1,\n  "a": 2}]', 2, "the field 'a' stands twice"),
        ('[{"a": 1},\n{"a": NaN}]', 2, "NaN is not a number in JSON"),
        ('{"a": 1}\n{"b": 2,}\n', 2, "is not JSON"),
        ('{"a": 1}\n{"b": 2, "b": 3}\n', 2, "the field 'b' stands twice"),
        ('{"a": 1}\n{"a": "\\ud83d"}\n', 2, "half of a character"),
        ('[{"a": ' + "[" * 5000, 1, "deep"),
    ],
)
def test_a_broken_text_is_refused_with_the_line_and_the_remedy(text: str, line: int, words: str) -> None:
    with pytest.raises(BadFile) as refused:
        values(text)

    assert refused.value.line == line
    assert words in refused.value.problem


def test_a_line_of_ndjson_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(BadFile, match="line 2: is not an entry"):
        values('{"a": 1}\n[2]\n', ".ndjson")


@pytest.mark.parametrize("data", [b"", b"\n  \n", b"# nothing but a comment\n", b"[]"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "empty.yaml"
    file.write_bytes(data)

    with pytest.raises(BadFile, match="is empty; it must hold a list of entries"):
        read_file(str(file))


def test_a_file_that_is_not_utf8_is_refused_with_byte_and_line(tmp_path: Path) -> None:
    file = tmp_path / "latin1.yaml"
    file.write_bytes(b"\xef\xbb\xbf- kind: A\n  title: \xe9t\xe9\n")

    with pytest.raises(BadFile) as refused:
        read_file(str(file))

    assert refused.value.line == 2
    assert refused.value.problem.startswith("is not UTF-8: byte 0xe9 at column 10")


def test_utf16_is_named(tmp_path: Path) -> None:
    file = tmp_path / "utf16.yaml"
    file.write_bytes("- kind: A".encode("utf-16"))

    with pytest.raises(BadFile, match="UTF-16; save it as UTF-8"):
        read_file(str(file))


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(tmp_path: Path) -> None:
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbf- kind: A\r\n  title: B\r\n")

    (entry,) = read_file(str(file))

    assert entry.content.value == {"kind": "A", "title": "B"}
