from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycountry
import yaml

ROOT = Path(__file__).parents[2]
HEADLINE, *BODY = [line for line in (ROOT / "tests/data/article.txt").read_text(encoding="utf-8").splitlines() if line]
ENTRIES = yaml.load((ROOT / "scripts/data/article.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
LINKS = ("part_of", "follows", "precedes", "response_to", "claimed_first_since", "stated_in")
PARTIES = (
    *("participants", "signatories", "attendees", "travellers", "speaker", "about", "mentions"),
    *("sender", "recipient", "supplier", "by", "into", "against", "helped_by", "lost_by", "host"),
)


def found(fields: tuple[str, ...], within: Any = ENTRIES) -> Iterator[Any]:
    """Everything that stands under one of these fields, at any depth, lists taken apart."""
    if isinstance(within, list):
        for value in within:
            yield from found(fields, value)
    elif isinstance(within, dict):
        for name, value in within.items():
            if name in fields:
                yield from value if isinstance(value, list) else [value]
            yield from found(fields, value)


def of_kind(*kinds: str) -> list[dict[str, Any]]:
    return [entry for entry in ENTRIES if entry["kind"] in kinds]


def reports() -> list[dict[str, Any]]:
    return list(found(("report",)))


def passages() -> list[str]:
    return [passage for report in reports() for passage in report["quote"].split(" [...] ")]


def is_state(ref: str) -> bool:
    lists = (pycountry.countries, pycountry.historic_countries)
    return any(states.get(alpha_3=ref) is not None for states in lists)


def test_every_passage_quoted_stands_word_for_word_in_the_article() -> None:
    text = "\n".join(BODY)

    invented = [passage for passage in passages() if passage not in text]

    assert passages()
    assert invented == []


def test_every_word_of_the_article_is_quoted_by_some_report() -> None:
    rest = "\n".join(BODY)

    for passage in sorted(passages(), key=len, reverse=True):
        rest = rest.replace(passage, "")

    assert rest.split() == []


def test_what_speakers_said_and_parties_are_called_are_the_articles_own_words() -> None:
    text = "\n".join(BODY)

    own_words = list(found(("quote", "gist", "as_said", "attributed_to", "via", "amount_as_said", "vehicle")))

    assert [words for words in own_words if words not in text] == []


def test_what_stands_in_quotation_marks_is_a_speakers_quote_and_nothing_else_is() -> None:
    quoted = {words.rstrip(",") for words in "\n".join(BODY).split('"')[1::2]}

    assert {entry["quote"] for entry in of_kind("StatementMade") if "quote" in entry} == quoted


def test_the_headline_is_the_title_of_the_source() -> None:
    (source,) = of_kind("SourceRegistered")

    assert f"{source['title']}. ({source['publisher']}, asiae.co.kr)" == HEADLINE


def test_every_event_has_a_key_of_its_own_and_a_report() -> None:
    events = [entry for entry in ENTRIES if "key" in entry]

    assert len({event["key"] for event in events}) == len(events)
    assert [event["key"] for event in events if not event.get("report")] == []


def test_every_link_names_an_event_of_the_file() -> None:
    keys = {entry["key"] for entry in ENTRIES if "key" in entry}

    assert set(found(LINKS)) - keys == set()


def test_what_a_report_was_stated_in_is_a_statement() -> None:
    statements = {entry["key"] for entry in of_kind("StatementMade")}

    assert set(found(("stated_in",))) - statements == set()


def test_every_source_named_is_registered() -> None:
    registered = {entry["id"] for entry in of_kind("SourceRegistered")}

    assert {report["source"] for report in reports()} == registered


def test_every_actor_named_is_registered_or_a_state() -> None:
    registered = {entry["id"] for entry in of_kind("ActorRegistered")}
    bare = {party for party in found(PARTIES) if isinstance(party, str)}
    named = bare | set(found(("actor", "representing", "of")))

    assert {ref for ref in named - registered if not is_state(ref)} == set()


def test_every_place_named_is_registered_and_lies_within_another_or_a_state() -> None:
    registered = {entry["id"] for entry in of_kind("PlaceRegistered")}

    assert set(found(("place", "origin", "destination"))) - registered == set()
    assert {ref for ref in set(found(("within",))) - registered if not is_state(ref)} == set()


def test_what_the_article_hedges_is_hedged() -> None:
    hedged = [report["hedge"] == "reported" for report in reports() if "reportedly" in report["quote"]]
    others = [report["hedge"] == "reported" for report in reports() if "reportedly" not in report["quote"]]

    assert all(hedged)
    assert len(hedged) == 2
    assert not any(others)


def test_the_fight_for_kursk_is_alleged_by_putin_alone() -> None:
    told = [
        (report["hedge"], report["attributed_to"])
        for report in found(("report",), of_kind("IncursionMade", "ForceUsed", "TerritoryTaken"))
    ]

    assert len(told) == 4
    assert all(words == ("alleged", ["Vladimir Putin"]) for words in told)
