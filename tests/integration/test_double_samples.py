"""How many doubles are found in real data, beside counts over the raw files that know nothing of annals."""

import csv
import gzip
from collections import Counter, defaultdict

import pytest
from command_line import run_annals
from samples import sample

from domain.codes.two_sided import MUTUAL, OFTEN_MUTUAL

Row = dict[str, str]

ICEWS = "icews-raw-sample/events.2018.sample.tab.gz"
LEADERS = "archigos-leaders/archigos.csv.gz"
OTHER_SIDE = {"042": "043", "043": "042"}


def rows() -> list[Row]:
    with gzip.open(sample(ICEWS), "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def place(row: Row) -> str:
    return "|".join(row[column] for column in ("City", "District", "Province", "Country"))


def key(row: Row) -> str:
    return f"icews:{row['Event ID']}:{row['Event Date']}"


def said(row: Row) -> tuple[str, str, str]:
    return row["Source Name"], row["Target Name"], row["CAMEO Code"]


def mirrored(row: Row) -> tuple[str, str, str]:
    return row["Target Name"], row["Source Name"], OTHER_SIDE.get(row["CAMEO Code"], row["CAMEO Code"])


def sort_of_double(row: Row, before: set[tuple[str, str, str]]) -> float:
    """The score that a row should have, given what was said before of the same day and place; 0 for one that is new."""
    if said(row) in before:
        return 0.96
    if mirrored(row) in before and row["CAMEO Code"] in MUTUAL | OTHER_SIDE.keys():
        return 0.95
    return 0.7 if mirrored(row) in before and row["CAMEO Code"] in OFTEN_MUTUAL else 0


def counted() -> Counter[float]:
    before: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    scores = Counter[float]()
    for row in rows():
        there = before[row["Event Date"], place(row)]
        scores[sort_of_double(row, there)] += 1
        there.add(said(row))
    return scores


@pytest.mark.slow
def test_the_doubles_of_icews_are_those_that_a_count_over_the_raw_file_finds(database_url: str) -> None:
    expected = counted()
    repeated, seen = set[str](), set[tuple[str, ...]]()
    for row in rows():
        if (told := (row["Event Date"], *said(row))) in seen:
            repeated.add(key(row))
        seen.add(told)
    assert run_annals(database_url, "import", "icews", sample(ICEWS)).code == 0

    found = run_annals(database_url, "events", "suggest", "--above", "0", "--format", "json").json

    assert Counter(s["score"] for s in found if s["score"] >= 0.7) == Counter({s: n for s, n in expected.items() if s})
    assert len(repeated) == 971
    assert repeated <= {s["duplicate"] for s in found}


@pytest.mark.slow
def test_leaders_and_territories_are_imported_and_leaders_meet_their_doubles(database_url: str) -> None:
    assert run_annals(database_url, "import", "archigos", sample(LEADERS)).code == 0
    again = run_annals(database_url, "import", "archigos", sample(LEADERS), "--format", "json").json["files"][0]
    assert run_annals(database_url, "import", "territories", sample("territory-aliases/data.jsonl.gz")).code == 0
    assert run_annals(database_url, "import", "icews", sample(ICEWS)).code == 0

    found = run_annals(database_url, "actors", "suggest", "--format", "json").json
    assert (again["recorded"], again["rejected"]) == (0, 0)
    pairs = {frozenset((s["survivor"]["name"], s["duplicate"]["name"])) for s in found}

    assert {frozenset(("Maduro", "Nicolás Maduro")), frozenset(("Taro Aso", "Aso Taro"))} <= pairs
    query = """{ actor(ref: "Corea del Norte") { ref }
        kim: actors(search: "Kim Jong Un", first: 1) { nodes { offices(on: "2013-01-01") { office of { ref } } } } }"""
    asked = run_annals(database_url, "query", "-", stdin=query.encode()).json["data"]
    assert asked["actor"] == {"ref": "PRK"}
    assert asked["kim"]["nodes"] == [{"offices": [{"office": "Leader", "of": {"ref": "PRK"}}]}]
