"""PLOVER JSON: what a record stands for."""

import json
from typing import Any

import pytest
from rows import entry as entry_of
from rows import read
from rows import reason as reason_of

from scripts.importing.draft import Draft, Mention, Reject
from scripts.importing.formats.plover import PLOVER

RECORD: dict[str, Any] = {
    "id": "R-1",
    "date": "2023-01-01",
    "actor": [{"code": "USA", "sector": "GOV", "entity_text": "officials"}],
    "recipient": [{"code": "KOR"}],
    "event": ["CONSULT"],
    "mode": ["phone"],
    "context": ["economic"],
    "quad_code": 1,
    "event_scale": 1.5,
    "text": "Made up: officials called Seoul.",
    "cite_info": {"publication": "An Agency", "url": "http://paper.example/a"},
}


def written(**fields: Any) -> bytes:
    return json.dumps(RECORD | fields).encode()


def entry(**fields: Any) -> Any:
    return entry_of(PLOVER, written(**fields))


def test_a_record_is_an_interaction_in_plover() -> None:
    officials = Mention("Government (United States)", "USA", None, (("plover", "USAGOV"),), of=True)

    assert entry() == {
        "kind": "InteractionCoded",
        "key": "plover:R-1",
        "occurred": "2023-01-01",
        "scheme": "plover",
        "code": "CONSULT/phone",
        "source": {"actor": officials, "as_said": "officials"},
        "target": {"actor": "KOR"},
        "contexts": ["economic"],
        "coded_quad": "verbal_cooperation",
        "intensity": 1.5,
        "report": {
            "source": "plover",
            "quote": "Made up: officials called Seoul.",
            "via": "http://paper.example/a",
            "attributed_to": "An Agency",
        },
    }


def test_a_meeting_of_twenty_is_one_event_of_all_of_them() -> None:
    found = entry(actor=[{"code": "USA"}, {"code": "CHN"}, {"code": "RUS"}], recipient=[])

    assert found["participants"] == [{"actor": "USA"}, {"actor": "CHN"}, {"actor": "RUS"}]


def test_an_actor_that_the_coder_identified_is_named_by_wikidata() -> None:
    person = {"code": "USA", "entity_text": "the envoy", "identifier_text": "Ann Example", "identifier_id": "Q7"}

    assert entry(actor=[person])["source"]["actor"] == Mention("Ann Example", "USA", None, (("wikidata", "Q7"),), of=True)


def test_a_span_of_days_lasted_throughout() -> None:
    assert entry(enddate="2023-01-03")["occurred"] == "2023-01-01/2023-01-03"


RECORDS = [RECORD, RECORD | {"id": "R-2"}, RECORD | {"id": "R-3"}]


@pytest.mark.parametrize(
    ("file", "lines"),
    [
        ("\n".join(map(json.dumps, RECORDS)), [1, 2, 3]),
        (json.dumps(RECORDS), [1, 1, 1]),
        ("[\n" + ",\n".join(map(json.dumps, RECORDS)) + "\n]\n", [2, 3, 4]),
        ("\ufeff" + "\n".join(map(json.dumps, RECORDS)), [1, 2, 3]),
    ],
    ids=["a record a line", "an array in one line", "an array in lines", "with a byte order mark"],
)
def test_records_stand_in_lines_or_in_an_array(file: str, lines: list[int]) -> None:
    found = read(PLOVER, file.encode())

    assert [(d.line, d.entry["key"]) for d in found if isinstance(d, Draft)] == list(
        zip(lines, ["plover:R-1", "plover:R-2", "plover:R-3"], strict=True)
    )


def test_records_may_be_spread_over_lines() -> None:
    found = read(PLOVER, json.dumps(RECORDS, indent=4).encode())

    assert [d.entry["key"] for d in found if isinstance(d, Draft)] == ["plover:R-1", "plover:R-2", "plover:R-3"]
    assert found[0].line == 2


def test_a_file_that_breaks_off_keeps_the_records_before() -> None:
    first, broken = read(PLOVER, json.dumps(RECORDS[:2], indent=1)[:-30].encode())

    assert isinstance(first, Draft)
    assert isinstance(broken, Reject)
    assert "breaks off" in broken.reason


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"event": ["DEMAND"]}, "'DEMAND' is not a PLOVER type"),
        ({"event": ["CONSULT", "AID"]}, "event has 2 types"),
        ({"mode": ["ban"]}, "'ban' is not a mode of CONSULT"),
        ({"has_event": 0}, "no event in this text"),
        ({"actor": [{"code": "JAP"}]}, "'JAP' is neither a country"),
        ({"actor": "USA"}, "actor is not a list"),
        ({"actor": [], "source": [{"actorText": "Ann"}]}, "records of 2016"),
        ({"id": ""}, "id is missing"),
    ],
)
def test_what_plover_does_not_have_is_rejected(fields: dict[str, Any], told: str) -> None:
    assert told in reason_of(PLOVER, written(**fields))


def test_a_line_that_is_not_json_is_rejected_alone() -> None:
    wrong, right, other = read(PLOVER, b"{oops}\n" + written() + b"\n7\n")

    assert "is not JSON" in getattr(wrong, "reason", "")
    assert isinstance(right, Draft)
    assert "is not an object" in getattr(other, "reason", "")
