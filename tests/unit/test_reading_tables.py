"""Reading the tables of data sets: every trap that real files set."""

import io

import pytest

from domain.errors import BadInput
from scripts.importing.draft import Draft, Reject
from scripts.importing.layout import Layout
from scripts.importing.lines import Line, read_lines
from scripts.importing.reading import BadRow, Row, table

COLUMNS = ("id", "date", "name")
LAYOUT = Layout(orders=(COLUMNS,), needs=("id", "name"))
WITH_MORE = Layout(orders=((*COLUMNS, "more"),), needs=("id", "name"))


def understand(row: Row) -> Draft:
    return row.draft({"key": row.need("id"), "name": row.get("name")})


def read(data: bytes, encoding: str = "utf-8") -> list[Draft | Reject]:
    return list(table(understand, LAYOUT)(io.BytesIO(data), encoding))


def entries(data: bytes, **how: object) -> list[tuple[int, str, str | None]]:
    found = read(data, **how)  # type: ignore[arg-type]
    return [(d.line, d.entry["key"], d.entry["name"]) for d in found if isinstance(d, Draft)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("last", [True, False])
def test_lines_end_with_line_feeds_carriage_returns_or_both(end: bytes, last: bool) -> None:
    data = end.join([b"1\td\tone", b"2\td\ttwo"]) + (end if last else b"")

    assert entries(data) == [(1, "1", "one"), (2, "2", "two")]


def test_a_carriage_return_inside_a_cell_ends_no_line() -> None:
    assert entries(b"1\td\ton\re\n2\td\ttwo\n") == [(1, "1", "on\re"), (2, "2", "two")]


def test_lines_are_whole_however_the_file_is_cut_into_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.importing.lines.CHUNK", 5)

    assert list(read_lines(io.BytesIO(b"ab\r\ncdefg\r\n\r\nh"))) == [Line(1, "ab"), Line(2, "cdefg"), Line(4, "h")]


def test_a_byte_order_mark_is_no_part_of_the_first_cell() -> None:
    assert entries(b"\xef\xbb\xbf0012\td\tone\n") == [(1, "0012", "one")]


def test_cells_are_text_so_leading_zeros_stay() -> None:
    assert entries(b"010\td\tone\n") == [(1, "010", "one")]


@pytest.mark.parametrize("cell", [b"", b" ", b"NA"])
def test_a_cell_that_holds_nothing_is_not_there(cell: bytes) -> None:
    assert entries(b"1\td\t" + cell + b"\n") == [(1, "1", None)]


def test_no_break_spaces_become_plain_ones() -> None:
    assert entries("1\td\t\xa0New\xa0York\xa0\n".encode()) == [(1, "1", "New York")]


def test_quotation_marks_in_a_table_with_tabs_are_like_any_character() -> None:
    assert entries(b'1\td\t"one\n2\td\tt"wo\n') == [(1, "1", '"one'), (2, "2", 't"wo')]


def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_ends() -> None:
    found = entries(b'1,d,"a, ""b""\nc"\n2,d,two\n')

    assert found == [(1, "1", 'a, "b"\nc'), (3, "2", "two")]


def test_blank_lines_are_no_rows_but_count_as_lines() -> None:
    assert entries(b"\n1\td\tone\n\n \n2\td\ttwo\n") == [(2, "1", "one"), (5, "2", "two")]


def test_a_heading_is_no_row_and_orders_the_columns() -> None:
    assert entries(b"Name\tID\tmore\tDate\none\t1\tx\td\n") == [(2, "1", "one")]


def test_a_heading_without_a_column_that_is_needed_refuses_the_file() -> None:
    with pytest.raises(BadInput, match="no column name"):
        list(table(understand, WITH_MORE)(io.BytesIO(b"id\tdate\tmore\tother\n1\td\tx\ty\n"), "utf-8"))


def test_a_row_of_another_width_is_rejected_and_the_others_are_read() -> None:
    found = read(b"1\td\tone\n2\td\n3\td\tthree\n")

    assert found[1] == Reject(2, "has 2 columns instead of 3", "2\td")
    assert [d.line for d in found] == [1, 2, 3]


def test_what_is_not_in_the_encoding_is_rejected_with_the_remedy_and_keeps_its_bytes() -> None:
    data = b"1\td\tone\n2\td\tM\xfcller\n"

    reject = read(data)[1]

    assert isinstance(reject, Reject)
    assert reject.reason == "byte 0xfc at column 6 is not utf-8; if the file is in another encoding, say so: --encoding cp1252"
    assert reject.raw.encode("utf-8", "surrogateescape") == b"2\td\tM\xfcller"
    assert entries(data, encoding="cp1252") == [(1, "1", "one"), (2, "2", "Müller")]


def test_a_row_with_a_nul_character_is_rejected() -> None:
    (reject,) = read(b"1\td\to\0ne\n")

    assert isinstance(reject, Reject)
    assert reject.reason.startswith("has a NUL character")


def test_a_row_that_is_not_understood_is_rejected_with_its_reason() -> None:
    assert read(b"NA\td\tone\n") == [Reject(1, "id is empty", "NA\td\tone")]


def test_a_badly_quoted_row_is_rejected_and_the_others_are_read() -> None:
    found = read(b'1,d,one\n2,d,"two" x\n3,d,three\n')

    assert [type(each) for each in found] == [Draft, Reject, Draft]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_or_without_a_mark(encoding: str) -> None:
    assert entries("1\td\tMüller\n2\td\ttwo\n".encode(encoding), encoding="auto") == [(1, "1", "Müller"), (2, "2", "two")]


def test_a_cell_that_should_be_a_number_says_what_it_is() -> None:
    row = Row(score="-9.2", other="high")

    assert row.number("score") == -9.2
    assert row.number("missing") is None
    with pytest.raises(BadRow, match="other is 'high', which is not a number"):
        row.number("other")
