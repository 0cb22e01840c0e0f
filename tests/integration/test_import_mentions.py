"""GDELT's mentions through the command line: many articles, one event."""

import csv
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from command_line import Answer, run_annals
from rows import tabbed
from samples import sample

from scripts.importing.layouts import columns

EVENT = {
    "SQLDATE": "20180101",
    "Actor1Code": "PRK",
    "Actor1CountryCode": "PRK",
    "Actor2Code": "KOR",
    "Actor2CountryCode": "KOR",
    "EventCode": "042",
    "QuadClass": "1",
    "DATEADDED": "20180101001500",
    "SOURCEURL": "http://paper.example/a",
}
COUNTED = "fragment c on EventConnection { nodes { key reportCount } }"
MENTION = {
    "MentionTimeDate": "20180101001500",
    "MentionType": "1",
    "MentionSourceName": "paper.example",
    "MentionIdentifier": "http://paper.example/a",
    "Confidence": "40",
}


def imported(url: str, folder: Path, format: str, *rows: dict[str, str]) -> Answer:
    layout = {"gdelt": "gdelt2", "gdelt-mentions": "gdelt_mentions"}[format]
    file = folder / f"{layout}.tsv"
    file.write_bytes(tabbed(columns(layout), *rows))
    return run_annals(url, "import", format, file, "--format", "json")


def tally(answer: Answer) -> tuple[int, int, int]:
    (file,) = json.loads(answer.out)["files"]
    return file["recorded"], file["duplicates"], file["rejected"]


def ask(url: str, query: str) -> Any:
    return run_annals(url, "query", "-", stdin=query.encode()).json["data"]


@pytest.fixture
def url(database_url: str, tmp_path: Path) -> str:
    imported(database_url, tmp_path, "gdelt", {"GLOBALEVENTID": "900"} | EVENT, {"GLOBALEVENTID": "901"} | EVENT)
    return database_url


def test_every_article_that_mentions_an_event_is_a_report_of_it(url: str, tmp_path: Path) -> None:
    articles = [{"GLOBALEVENTID": "900", "MentionIdentifier": f"http://paper.example/{name}"} for name in "ab"]

    assert tally(imported(url, tmp_path, "gdelt-mentions", *(MENTION | article for article in articles))) == (2, 0, 0)

    found = ask(url, '{ event(key: "gdelt2:900") { reportCount reports { confidence source { url publisher language } } } }')[
        "event"
    ]
    assert found["reportCount"] == 3
    assert [(r["source"]["url"], r["source"]["publisher"], r["confidence"]) for r in found["reports"][1:]] == [
        ("http://paper.example/a", "paper.example", 40),
        ("http://paper.example/b", "paper.example", 40),
    ]
    pair = ask(url, '{ relationship(between: ["PRK", "KOR"]) { eventCount reportCount } }')["relationship"]
    assert pair == {"eventCount": 2, "reportCount": 4}


def test_a_mention_of_an_event_that_is_not_there_is_rejected_alone(url: str, tmp_path: Path) -> None:
    answer = imported(url, tmp_path, "gdelt-mentions", MENTION | {"GLOBALEVENTID": "7"}, MENTION | {"GLOBALEVENTID": "900"})

    assert (answer.code, tally(answer)) == (2, (1, 0, 1))
    assert "gdelt_mentions.tsv:1: event: is about something that the log does not hold" in answer.err


def test_the_same_mentions_twice_are_once(url: str, tmp_path: Path) -> None:
    imported(url, tmp_path, "gdelt-mentions", MENTION | {"GLOBALEVENTID": "900"})

    assert tally(imported(url, tmp_path, "gdelt-mentions", MENTION | {"GLOBALEVENTID": "900"})) == (0, 1, 0)


def test_the_mentions_of_the_sample_are_counted_as_in_the_file(database_url: str, tmp_path: Path) -> None:
    file = sample("gdelt2-mentions-sample/mentionssamp.csv.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    said = defaultdict(set)
    for row in rows:
        said[row["globaleventid"]].add((row["mentionidentifier"], row["confidence"], row["mentiontimedate"][:8]))
    told = sum(map(len, said.values()))

    assert tally(run_annals(database_url, "import", "gdelt-mentions", file, "--format", "json")) == (0, 0, len(rows))
    imported(database_url, tmp_path, "gdelt", *({"GLOBALEVENTID": id} | EVENT for id in said))
    for counts in ((told, len(rows) - told, 0), (0, len(rows), 0)):
        assert tally(run_annals(database_url, "import", "gdelt-mentions", file, "--format", "json")) == counts

    found = ask(database_url, "{ a: events(first: 1000) { ...c } b: events(last: 430) { ...c } } " + COUNTED)
    counts_found = {e["key"]: e["reportCount"] - 1 for page in found.values() for e in page["nodes"]}
    assert counts_found == Counter({f"gdelt2:{id}": len(articles) for id, articles in said.items()})
