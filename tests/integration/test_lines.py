"""Rows written for COPY come back as they were, whatever is in them."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.lines import Lines, copy
from projections.period import OPEN
from projections.table import Int32, Table


class ThingRow(NamedTuple):
    """A row with a column of every type."""

    id: UUID
    line: int
    name: str | None
    names: list[str]
    content: dict[str, Any] | None
    on_date: date | None
    at: datetime | None
    holds: bool
    latitude: float | None
    score: Int32 | None


TABLE = Table("thing", ThingRow)
SOME_ID = UUID("12345678-1234-5678-1234-567812345678")

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
awkward = st.sampled_from(
    ["", "null", "\\N", "\\.", "a\nb", "\r\n", 'say "so"', "back\\slash", "\\n", "\\u0041", "\x01", "{}", "a\tb", ","]
)
names = texts | awkward
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.none() | names,
    many=st.lists(names, max_size=4),
    content=st.none() | st.dictionaries(names, json_values, max_size=4),
    on=st.none() | st.dates(),
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    holds=st.booleans(),
    latitude=st.none() | st.floats(-90, 90),
    score=st.none() | st.integers(-(2**31), 2**31 - 1),
)
def test_rows_come_back_as_they_were_written(
    empty_url: str,
    name: str | None,
    many: list[str],
    content: dict[str, Any] | None,
    on: date | None,
    at: datetime | None,
    holds: bool,
    latitude: float | None,
    score: int | None,
) -> None:
    row = ThingRow(SOME_ID, 1, name, many, content, on, at, holds, latitude, score)
    other = row._replace(line=2)

    with psycopg.connect(empty_url) as conn:
        conn.execute(TABLE.create().replace("CREATE", "CREATE TEMPORARY").encode())
        copy(conn, TABLE, Lines(TABLE).written([(row, 7, OPEN), (other, 8, 9)]))
        found = conn.execute("SELECT * FROM thing ORDER BY line").fetchall()
        conn.rollback()

    assert found == [(*row, 7, OPEN), (*other, 8, 9)]


def test_the_columns_of_a_table_are_the_fields_of_its_row() -> None:
    assert TABLE.columns == {
        "id": "uuid NOT NULL",
        "line": "bigint NOT NULL",
        "name": 'text COLLATE "C"',
        "names": 'text[] COLLATE "C" NOT NULL',
        "content": "jsonb",
        "on_date": "date",
        "at": "timestamptz",
        "holds": "boolean NOT NULL",
        "latitude": "double precision",
        "score": "int",
    }


def test_no_rows_are_no_lines() -> None:
    assert Lines(TABLE).written([]) == b""
