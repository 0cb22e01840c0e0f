"""Searching for words, and filters that are refused."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from many_events import EVENTS, a_world_of_many, found, stands
from world import World, new_database

from domain.events.base import Event
from domain.events.statements import StatementMade
from domain.postgres.connection import set_schema
from projections import events as events_view
from projections import names, searching
from projections.schemas import LIVE

NAMES = {
    "kim": ("kim jong un", "the marshal"),
    "putin": ("vladimir putin",),
    "lula": ("luiz inacio lula da silva",),
    "PRK": ("north korea", "dprk"),
}
"""What the parties searched for are called, in plain letters."""

SEARCHED = [
    (table.name, number)
    for table in (events_view.TABLE, names.TABLE)
    for number, index in enumerate(table.indexes, 1)
    if "gin" in index
]
"""The indexes that words are looked up in: a table each, and which of the table's it is."""


@pytest.fixture(scope="module")
def events(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world_of_many(url) as world:
        yield world


def searched(event: Event, *words: str) -> bool:
    """Each word stands in the title, a quote, the gist, or a name of the place or of a party; accents and case aside."""
    texts = [event.title or event.label(), *(report.quote for report in event.report)]
    if isinstance(event, StatementMade):
        texts += [event.quote, event.gist]
    texts += {"beijing": ["Beijing", "Peking"], "villa-18": ["Villa 18"], None: []}.get(event.place, [event.place])
    actors = {actor for part in event.taking_part for actor in stands(part)}
    whole = " | ".join(text or "" for text in [*texts, *(name for actor in actors for name in NAMES.get(actor, ()))])
    return all(word in whole.lower().replace("é", "e") for word in words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("courage", ["courage"]),
        ("COURAGE kursk", ["courage", "kursk"]),
        ("kursk   courage!", ["kursk", "courage"]),
        ("cafe elysee", ["cafe", "elysee"]),
        ("Café", ["cafe"]),
        ("soldiers sea", ["soldiers", "sea"]),
        ("fire", ["fire"]),
        ("Marshal", ["marshal"]),
        ("Inacio", ["inacio"]),
        ("INÁCIO lula", ["inacio", "lula"]),
        ("Peking", ["peking"]),
        ("villa 18", ["villa", "18"]),
        ("DPRK", ["dprk"]),
        ("putin pyongyang", ["putin", "pyongyang"]),
        ("long call", ["long", "call"]),
        ("100 %", ["100"]),
        ("nowhere", ["nowhere"]),
        ("kim kim KIM putin", ["kim", "putin"]),
        ("marshal putin beijing", ["marshal", "putin", "beijing"]),
        ("kim nowhere", ["kim", "nowhere"]),
        ("summit held", ["summit", "held"]),
        ("summit 18 putin", ["summit", "18", "putin"]),
        ("18 un", ["18", "un"]),
    ],
)
def test_every_word_of_a_text_is_looked_for(events: World, text: str, words: list[str]) -> None:
    assert found(events, {"text": text}) == [event.key for event in EVENTS if searched(event, *words)]


def test_words_are_looked_up_by_the_indexes_however_many_they_are(events: World) -> None:
    condition = searching.mention_all("e", "$1::text[]", "$2::bigint")
    with psycopg.connect(events.url) as conn:
        set_schema(conn, LIVE)
        # So few events would be read as they lie; and the plan must do for any words.
        conn.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        conn.execute(f"PREPARE search AS SELECT e.key FROM event e WHERE {condition}".encode())
        plan = [line for (line,) in conn.execute("EXPLAIN EXECUTE search (ARRAY['%kim%', '%putin%'], 1000)")]

    used = {name for line in plan for name in re.findall(r"Bitmap Index Scan on (\w+)", line)}
    assert {f"{table}_{number}" for table, number in SEARCHED} <= used


def test_what_mentions_a_text_is_found_once_for_all_lists_that_are_looked_through(events: World) -> None:
    condition = searching.mention_all("e", "$1::text[]", "$2::bigint", nested=True)
    with psycopg.connect(events.url) as conn:
        set_schema(conn, LIVE)
        # With more events, the planner would take the set for small, and walk from it to the events, list by list.
        conn.execute("SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off; SET enable_seqscan = off")
        lists = f"SELECT (SELECT count(*) FROM event e WHERE e.key <> a.ref AND {condition}) FROM actor a"
        conn.execute(f"PREPARE search AS {lists}".encode())
        plan = [line for (line,) in conn.execute("EXPLAIN (ANALYZE) EXECUTE search (ARRAY['%kim%', '%putin%'], 1000)")]

    (began,) = [number for number, line in enumerate(plan) if "HAVING" in line or "Filter: (count(DISTINCT" in line]
    (loops,) = re.findall(r"loops=(\d+)", plan[began - 2])
    assert loops == "1"


def test_sources_are_searched_by_an_index(events: World) -> None:
    with psycopg.connect(events.url) as conn:
        set_schema(conn, LIVE)
        conn.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        conn.execute(b"PREPARE search AS SELECT count(*) FROM source s WHERE s.words LIKE $1")
        plan = [line for (line,) in conn.execute("EXPLAIN EXECUTE search ('%paper%')")]

    assert any(re.search(r"Bitmap Index Scan on source_\d", line) for line in plan)


def test_a_text_and_other_conditions_hold_together(events: World) -> None:
    assert found(events, {"text": "kim", "kinds": ["PARADE_ATTENDED"], "place": "CHN"}) == ["parade"]


@pytest.mark.parametrize(
    ("filter", "message"),
    [
        ({"occurred": {"from": "2025-02-01", "to": "2025-01-01"}}, "before it begins"),
        ({"goldstein": {"min": 5, "max": -5}}, "before it begins"),
        ({"between": ["PRK"]}, "takes two actors, not 1"),
        ({"between": []}, "takes two actors, not 0"),
        ({"between": ["PRK", "RUS", "CHN"]}, "takes two actors, not 3"),
        ({"text": "..."}, "no letters or digits"),
        ({"actors": ["Atlantis"]}, "unknown actor 'Atlantis'"),
    ],
)
def test_a_filter_that_cannot_be_met_by_anything_is_refused(events: World, filter: dict[str, Any], message: str) -> None:
    error = events.refusal("query($f: EventFilter) { events(filter: $f) { totalCount } }", f=filter)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert message in error["message"]
    assert error["path"] == ["events"]


@pytest.mark.parametrize(
    "filter",
    ["{kinds: [SUMMIT]}", '{occurred: {from: "yesterday"}}', "{goldstein: {min: high}}", "{actor: PRK}", '{kinds: "SUMMIT_HELD"}'],
)
def test_a_filter_of_the_wrong_form_is_no_valid_query(events: World, filter: str) -> None:
    error = events.refusal(f"{{ events(filter: {filter}) {{ totalCount }} }}")

    assert error["extensions"]["code"] in ("GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT")
