"""GDELT 2.0 mentions: which article tells of which event."""

from typing import Any

import pytest
from rows import comma_separated, read, tabbed
from rows import reason as reason_of

from scripts.importing.draft import Draft
from scripts.importing.formats.gdelt_mentions import GDELT_MENTIONS
from scripts.importing.layouts import columns

COLUMNS = columns("gdelt_mentions")
ROW = {
    "GLOBALEVENTID": "900",
    "EventTimeDate": "20180101001500",
    "MentionTimeDate": "20180102003000",
    "MentionType": "1",
    "MentionSourceName": "paper.example",
    "MentionIdentifier": "http://paper.example/a",
    "SentenceID": "4",
    "Confidence": "40",
}


def draft(**cells: str) -> Any:
    (found,) = read(GDELT_MENTIONS, tabbed(COLUMNS, ROW | cells))
    assert isinstance(found, Draft), found
    return found


def test_a_mention_is_a_report_of_its_event_with_outlet_day_and_confidence() -> None:
    found = draft()

    assert found.entry == {
        "kind": "EventCorroborated",
        "event": "gdelt2:900",
        "report": {"source": found.needs[0]["id"], "dated": "2018-01-02", "via": "GDELT 2.0", "confidence": "40"},
    }
    assert found.needs[0]["publisher"] == "paper.example"
    assert found.needs[0]["url"] == "http://paper.example/a"


def test_two_articles_of_one_outlet_are_two_sources_and_the_same_article_is_one() -> None:
    first, again, other = (draft(MentionIdentifier=f"http://paper.example/{name}").needs[0]["id"] for name in "aab")

    assert first == again
    assert first != other
    assert first.startswith("paper-example-")


@pytest.mark.parametrize(("told", "language"), [("", "en"), ("srclc:ara;eng:GT-ARA 1.0", "ar"), ("srclc:sqi;eng:x", "sq")])
def test_an_article_is_english_unless_it_was_translated(told: str, language: str) -> None:
    assert draft(MentionDocTranslationInfo=told).needs[0]["language"] == language


@pytest.mark.parametrize(
    ("sort", "field", "value"),
    [("6", "url", "a/b"), ("2", "title", "a/b"), ("5", "url", "https://doi.org/a/b")],
)
def test_the_type_says_what_the_identifier_is(sort: str, field: str, value: str) -> None:
    assert draft(MentionType=sort, MentionIdentifier="a/b").needs[0][field] == value


def test_a_heading_in_small_letters_and_commas_are_the_same() -> None:
    small = tuple(column.lower() for column in COLUMNS)
    (found,) = read(GDELT_MENTIONS, comma_separated(small, {name.lower(): cell for name, cell in ROW.items()}))

    assert isinstance(found, Draft)
    assert found.entry == draft().entry


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"MentionType": "9"}, "MentionType is '9'"),
        ({"Confidence": ""}, "Confidence is empty"),
        ({"MentionTimeDate": "now"}, "MentionTimeDate"),
    ],
)
def test_what_cannot_be_told_is_rejected(cells: dict[str, str], told: str) -> None:
    assert told in reason_of(GDELT_MENTIONS, tabbed(COLUMNS, ROW | cells))
