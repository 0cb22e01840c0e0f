"""Three news texts, coded sentence by sentence: nothing is forced into a wrong kind, and no figure is lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from news import FIGURES, KINDS, NOT_COUNTED, TEXTS, coded, numbers_in, quoting, said_of, sentences
from world import World, a_world, new_database


@pytest.fixture(scope="module")
def news(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *coded("cast")) as world:
        for text in TEXTS:
            world.append(*coded(text))
        yield world


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_coded_by_the_kinds_that_mean_what_it_says(text: str) -> None:
    found = [sorted(entry["kind"] for entry in quoting(text, sentence)) for sentence in sentences(text)]

    assert found == [sorted(kinds.split()) for kinds in KINDS[text]]


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_is_quoted_that_the_text_does_not_say(text: str) -> None:
    assert 230 <= len(" ".join(sentences(text)).split()) <= 300
    assert {report["quote"] for entry in coded(text) for report in entry["report"]} == set(sentences(text))


@pytest.mark.parametrize(("text", "sentence"), [(text, sentence) for text in TEXTS for sentence in sentences(text)])
def test_no_number_of_a_sentence_is_lost(text: str, sentence: str) -> None:
    entries = [said_of(entry, sentence) for entry in quoting(text, sentence)]
    counted = re.sub("|".join(NOT_COUNTED), "", sentence)

    assert numbers_in(counted, words=True) <= numbers_in(str(entries), words=False) | numbers_in(str(entries), words=True)


@pytest.mark.parametrize(("key", "fields", "expected"), FIGURES, ids=[key for key, *_ in FIGURES])
def test_the_figures_of_the_news_are_answered(news: World, key: str, fields: str, expected: Any) -> None:
    assert news.ask(f'{{ event(key: "{key}") {{ {fields} }} }}')["event"] == expected


def test_the_same_news_again_changes_nothing(news: World) -> None:
    outcomes = [outcome for text in TEXTS for outcome in news.append(*coded(text))]

    assert {outcome.status for outcome in outcomes} == {"already recorded"}


def test_flight_and_disaster_are_events_in_common_but_neither_cooperation_nor_conflict(world: World) -> None:
    flight, quake = quoting("conflict", sentences("conflict")[13]), quoting("politics", sentences("politics")[13])
    world.append(*coded("cast"), *flight, *[{**entry, "affected": ["velden", "norvia"]} for entry in quake])

    data = world.ask(
        """{ relationship(between: ["velden", "norvia"]) { eventCount
               timeline(by: YEAR) { cooperation conflict goldsteinMean } } }"""
    )

    assert data["relationship"] == {
        "eventCount": 2,
        "timeline": [{"cooperation": 0, "conflict": 0, "goldsteinMean": None}],
    }
