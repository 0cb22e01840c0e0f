"""ACLED's list of deleted events. Every row here is made up."""

import csv
import io
import json

import pytest
from rows import comma_separated, entry, reason

from scripts.importing.draft import Format
from scripts.importing.encodings import AUTO
from scripts.importing.formats import FORMATS
from scripts.importing.formats.acled_deleted import ACLED_DELETED, COLUMNS
from scripts.importing.telling_formats import formats_of

ROW = {"event_id_cnty": "YEM93004", "deleted_timestamp": "1747440000"}


def known(file: bytes) -> list[Format]:
    return [found.format for found in formats_of(io.BytesIO(file), AUTO, FORMATS)]


@pytest.mark.parametrize(
    "file",
    [
        comma_separated(COLUMNS, ROW),
        comma_separated(COLUMNS[::-1], ROW),
        json.dumps({"success": True, "count": 1, "data": [ROW]}).encode(),
    ],
    ids=["table", "other order", "API"],
)
def test_a_row_is_the_retraction_of_the_event_that_acled_deleted(file: bytes) -> None:
    assert known(file)[0] is ACLED_DELETED
    assert entry(ACLED_DELETED, file) == {
        "kind": "EventRetracted",
        "event": "acled:YEM93004",
        "reason": "ACLED deleted it on 2025-05-17",
        "key": "acled:YEM93004@release-deleted-1747440000",
    }


def test_only_a_heading_tells_that_a_table_of_two_columns_is_such_a_list() -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["Germany", "France"], ["YEM93004", "1747440000"]])

    assert known(text.getvalue().encode()) == []


@pytest.mark.parametrize("stamp", ["yesterday", "9" * 30])
def test_what_is_no_time_is_refused(stamp: str) -> None:
    assert f"deleted_timestamp is '{stamp}'" in reason(ACLED_DELETED, comma_separated(COLUMNS, ROW | {"deleted_timestamp": stamp}))
