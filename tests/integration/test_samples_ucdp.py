"""The samples of UCDP GED, where they are at hand: 1,000 incidents, and 21 as two releases had them."""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from command_line import Answer, run_annals
from rows import comma_separated
from samples import sample
from world import new_database

from scripts.importing.layouts import columns

COLUMNS = columns("ucdp_ged")
Raw = list[dict[str, str]]

pytestmark = pytest.mark.slow


def ask(url: str, query: str) -> Any:
    answer = run_annals(url, "query", "-", stdin=query.encode())
    assert answer.code == 0, answer.err
    return answer.json["data"]


def tally(answer: Answer) -> dict[str, int]:
    (file,) = json.loads(answer.out)["files"]
    return {name: file[name] for name in ("recorded", "duplicates", "rejected")}


@pytest.fixture(scope="module")
def thousand(server_url: str) -> Iterator[tuple[str, Raw]]:
    file = sample("ucdp-ged-sample/ged_sample_1000.csv.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    with new_database(server_url) as url:
        for recorded in (1000, 0):
            answer = run_annals(url, "import", "ucdp-ged", file, "--format", "json")
            assert tally(answer) == {"recorded": recorded, "duplicates": 1000 - recorded, "rejected": 0}, answer.err
        yield url, rows


def test_incidents_of_two_groups_count_as_in_the_file(thousand: tuple[str, Raw]) -> None:
    url, rows = thousand
    dyads = Counter((r["side_a_new_id"], r["side_b_new_id"]) for r in rows if r["type_of_violence"] != "3")
    actors = ask(url, "{ actors(first: 1000) { nodes { ref codes { scheme code } } } }")["actors"]["nodes"]
    refs = {c["code"]: actor["ref"] for actor in actors for c in actor["codes"] if c["scheme"] == "ucdp-actor"}
    asked = [dyad for dyad, _ in dyads.most_common(20)]

    query = " ".join(
        f"p{n}: relationship(between: {json.dumps([refs[a], refs[b]])}) {{ eventCount }}" for n, (a, b) in enumerate(asked)
    )
    found = ask(url, f"{{ {query} }}")

    assert [found[f"p{n}"]["eventCount"] for n, _ in enumerate(asked)] == [dyads[dyad] for dyad in asked]


def test_a_persistent_number_is_one_actor(thousand: tuple[str, Raw]) -> None:
    url, rows = thousand
    sides = [("side_a", rows), ("side_b", [r for r in rows if r["type_of_violence"] != "3"])]
    # Names with a comma are those of several groups, each of which has a number of its own, and of no single one here.
    numbers = {r[f"{side}_new_id"] for side, those in sides for r in those if "," not in r[side]}

    found = ask(url, "{ actors(first: 1000) { nodes { codes { scheme code } } } }")["actors"]["nodes"]

    codes = Counter(c["code"] for actor in found for c in actor["codes"] if c["scheme"] == "ucdp-actor")
    assert codes == dict.fromkeys(numbers, 1)


def test_deaths_and_reports_are_those_of_the_file(thousand: tuple[str, Raw]) -> None:
    url, rows = thousand
    fields = "key reportCount ... on ViolenceRecorded { deaths { low best high } oneSided aggregate }"

    found = {e["key"]: e for e in ask(url, f"{{ events(first: 1000) {{ nodes {{ {fields} }} }} }}")["events"]["nodes"]}

    for row in rows:
        event = found[f"ucdp-ged:{row['id']}"]
        assert event["deaths"]["best"] == int(row["best"])
        assert event["deaths"]["low"] in (int(row["low"]), None if int(row["low"]) > int(row["best"]) else -1)
        assert event["oneSided"] == (row["type_of_violence"] == "3")
        assert event["aggregate"] == (row["event_clarity"] == "2")
        assert event["reportCount"] >= 2


def revisions(release: str) -> list[Mapping[str, str]]:
    with sample("ucdp-ged-revisions/ged_revisions.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["release"] == release]


MAIN = ("best", "low", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "date_start", "date_end", "date_prec")
PLACED = ("where_prec", "where_coordinates", "side_a_new_id", "side_a", "side_b_new_id", "side_b", "event_clarity")
CITED = ("source_article", "source_original", "type_of_violence")
TAKEN = (*MAIN, *PLACED, *CITED)
"""The columns that an incident is made of."""


def test_a_newer_release_corrects_what_changed_and_the_old_one_is_still_known(database_url: str, tmp_path: Path) -> None:
    old, new = revisions("19.1"), revisions("23.1")
    for release, rows in (("19.1", old), ("23.1", new)):
        (tmp_path / f"{release}.csv").write_bytes(comma_separated(COLUMNS, *rows))
    before = {row["id"]: row for row in old}
    changed = {row["id"] for row in new if any(row[c] != before[row["id"]][c] for c in TAKEN)}

    def take(release: str) -> Answer:
        file = tmp_path / f"{release}.csv"
        return run_annals(database_url, "import", "ucdp-ged", file, "--release", release, "--format", "json")

    first, second, again = take("19.1"), take("23.1"), take("23.1")

    assert tally(first)["recorded"] == len(old) == 21
    assert tally(second) == {"recorded": len(changed), "duplicates": 21 - len(changed), "rejected": 0}
    assert tally(again) == {"recorded": 0, "duplicates": 21, "rejected": 0}
    asked = "key history { entryKind reason } ... on ViolenceRecorded { deaths { low best high } }"
    for head, rows in ((first.json["head"], old), (second.json["head"], new)):
        found = ask(database_url, f"{{ events(first: 100, asOf: {{position: {head}}}) {{ nodes {{ {asked} }} }} }}")["events"][
            "nodes"
        ]
        assert {e["key"]: e["deaths"]["best"] for e in found} == {f"ucdp-ged:{row['id']}": int(row["best"]) for row in rows}
    told = {e["key"].removeprefix("ucdp-ged:") for e in found if "EventCorrected" in [r["entryKind"] for r in e["history"]]}
    assert told == changed
