"""The answers of UCDP's and ACLED's APIs, saved as they come, are told and read like the files."""

import io
import json
from typing import Any

import pytest
from published import ACLED, UCDP, Sample, as_json, entries, written

from scripts.importing.draft import Draft
from scripts.importing.formats import FORMATS
from scripts.importing.telling_formats import formats_of

MOMENTS = {
    "date_start": "2003-03-21T00:00:00",
    "date_end": "2003-03-21T00:00:00",
    "latitude": 30.5,
    "longitude": 47.8,
    "gwnob": None,
}
ANSWERS = [
    pytest.param(UCDP, MOMENTS, {"TotalCount": 1, "TotalPages": 1, "PreviousPageUrl": "", "NextPageUrl": ""}, "Result", id="UCDP"),
    pytest.param(ACLED, {}, {"status": 200, "success": True, "last_update": 11, "count": 1, "messages": []}, "data", id="ACLED"),
]


@pytest.mark.parametrize(("sample", "cells", "around", "field"), ANSWERS)
@pytest.mark.parametrize("indent", [None, 2])
def test_an_answer_is_told_and_read(
    sample: Sample, cells: dict[str, Any], around: dict[str, Any], field: str, indent: int | None
) -> None:
    answer = json.dumps({**around, field: [as_json(sample) | cells]}, indent=indent).encode()

    first, *_ = formats_of(io.BytesIO(answer), "auto", FORMATS)
    (found,) = first.format.read(io.BytesIO(answer))

    assert isinstance(found, Draft)
    assert (first.format.name, [found.entry]) == (sample.format, entries(sample, written(sample)))
