"""What the verbs that only read print."""

import json

import pytest
from command_line import run_annals

from domain.kinds import ENTRY_KINDS
from scripts.demo import ARTICLE

SUMMITS = b"""
query Summits($together: [String!]!) {
  appearances(together: $together, kinds: [SUMMIT_HELD]) { ordinal event { occurred { edtf } } }
}
"""


@pytest.fixture
def article_url(database_url: str) -> str:
    assert run_annals(database_url, "append", ARTICLE).code == 0
    return database_url


def test_a_query_is_answered_without_a_server(article_url: str) -> None:
    answer = run_annals(article_url, "query", "-", "--var", 'together=["PRK", "RUS"]', stdin=SUMMITS)

    dates = [(a["ordinal"], a["event"]["occurred"]["edtf"]) for a in answer.json["data"]["appearances"]]
    assert (answer.code, dates) == (0, [(1, "2023-09"), (2, "2024-06"), (3, "2025-09-03")])


def test_a_variable_that_is_no_json_is_text(article_url: str) -> None:
    query = b"query($ref: String!) { actor(ref: $ref) { ref } }"

    answer = run_annals(article_url, "query", "--var", "ref=North Korea", stdin=query)

    assert answer.json == {"data": {"actor": {"ref": "PRK"}}}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (b"{ status { head }", "GRAPHQL_PARSE_FAILED"),
        (b"{ status { hed } }", "GRAPHQL_VALIDATION_FAILED"),
        (b'{ appearances(together: ["PRK", "Kim Jong On"]) { ordinal } }', "BAD_USER_INPUT"),
    ],
    ids=["broken", "unknown field", "unknown name"],
)
def test_a_bad_query_is_bad_input(database_url: str, query: bytes, code: str) -> None:
    answer = run_annals(database_url, "query", stdin=query)

    assert answer.code == 2
    assert [error["extensions"]["code"] for error in answer.json["errors"]] == [code]


def test_a_variable_needs_a_value(database_url: str) -> None:
    answer = run_annals(database_url, "query", "--var", "ref", stdin=SUMMITS)

    assert answer == (2, "", "error: --var 'ref' is not NAME=VALUE\n")


def test_rebuilding_changes_no_answer(article_url: str) -> None:
    query = b"{ events(first: 100) { nodes { key title position reports { quote } } } }"
    before = run_annals(article_url, "query", stdin=query)

    rebuilt = run_annals(article_url, "rebuild", "--format", "json")

    assert rebuilt.json["position"] == run_annals(article_url, "status", "--format", "json").json["head"]
    assert run_annals(article_url, "query", stdin=query) == before


def test_status_tells_people_what_it_tells_programs(article_url: str) -> None:
    table = run_annals(article_url, "status").out

    found = run_annals(article_url, "status", "--format", "json").json
    assert f"The log ends at position {found['head']}; the views are 0 entries behind." in table
    assert {view["name"] for view in found["views"]} <= set(table.split())


def test_the_settings_are_listed_without_passwords() -> None:
    url = "postgresql://ada:secret@db.example/annals"

    answer = run_annals(url, "status", "--settings", ANNALS_PORT="8123")

    assert answer.code == 0
    assert "user=ada password=*** dbname=annals host=db.example" in answer.out
    assert "secret" not in answer.out
    assert ["ANNALS_PORT", "8123", "8000"] in [line.split()[:3] for line in answer.out.splitlines()]


@pytest.mark.parametrize(("name", "value"), [("LOCK_TIMEOUT", "0"), ("CLOCK_AHEAD", "ignore"), ("PORT", "x")])
def test_a_setting_that_makes_no_sense_is_bad_input(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ANNALS_{name}", value)

    answer = run_annals("", "status", "--settings")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"error: ANNALS_{name} is {value!r}: Input should be ")


def test_the_graphql_schema_is_printed(database_url: str) -> None:
    assert "type Query {" in run_annals(database_url, "schema").out


def test_the_schema_of_entries_has_every_kind_once_and_no_loose_end(database_url: str) -> None:
    schema = run_annals(database_url, "schema", "--entries").json

    refs = [item["$ref"] for item in schema["items"]["oneOf"]]
    assert refs == [f"#/$defs/{kind.__name__}" for kind in ENTRY_KINDS]
    for kind in ENTRY_KINDS:
        assert schema["$defs"][kind.__name__]["properties"]["kind"] == {"const": kind.__name__}
    named = {part.split('"')[0] for part in json.dumps(schema).split("#/$defs/")[1:]}
    assert named <= schema["$defs"].keys()


def test_the_schema_of_entries_lets_one_thing_stand_for_a_list_where_one_will_do(database_url: str) -> None:
    kinds = run_annals(database_url, "schema", "--entries").json["$defs"]

    report, participants = kinds["EventCorroborated"]["properties"]["report"], kinds["SummitHeld"]["properties"]["participants"]
    assert {"$ref": "#/$defs/Report"} in report["anyOf"]
    assert [form["maxItems"] for form in report["anyOf"] if form.get("type") == "array"] == [500]
    assert [(form["type"], form["minItems"]) for form in participants["anyOf"]] == [("array", 2)]


BY_YEAR = b"""{ eventGroups(by: [YEAR, KIND], filter: {kinds: [SUMMIT_HELD, TROOPS_DISPATCHED]}, orderBy: KEYS_ASC) {
  keys eventCount figure(name: "troops") { best } } }"""


def test_an_answer_of_one_list_is_printed_as_csv(article_url: str) -> None:
    answer = run_annals(article_url, "query", "--format", "csv", stdin=BY_YEAR)

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == "keys,eventCount,figure.best"
    assert "2024;TROOPS_DISPATCHED,1,15000" in answer.out.splitlines()
    assert "2025;SUMMIT_HELD,1," in answer.out.splitlines()


def test_an_answer_of_one_list_is_printed_as_a_table(article_url: str) -> None:
    answer = run_annals(article_url, "query", "--format", "table", stdin=BY_YEAR)

    assert answer.code == 0
    assert "15,000" in next(line for line in answer.out.splitlines() if "TROOPS_DISPATCHED" in line)


@pytest.mark.parametrize("format", ["csv", "table"])
@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (b"{ events { nodes { kee } } }", "Cannot query field 'kee' on type 'Event'. Did you mean 'key'?"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(article_url: str, format: str, query: bytes, reason: str) -> None:
    assert run_annals(article_url, "query", "--format", format, stdin=query) == (2, "", f"error: {reason}\n")
