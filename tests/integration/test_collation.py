"""A database whose language compares and cases letters in its own way gives the same answers as any other."""

# ruff: noqa: RUF001 - the letters that Turkish has and others lack are what this is about.

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest
from dsl import a_place, an_actor, an_alias
from turmoil import REVISIONS, TURMOIL
from world import World, a_world, bare_database, make_ready, new_database, the_article

from domain.errors import Refused

LOCALES = {
    "turkish": "LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR'",
    "ascii": "LOCALE_PROVIDER libc LOCALE 'C'",
}
"""In Turkish the capital of i is İ, the small letter of I is ı, and Ç comes before D.
In plain C, letters beyond ASCII have no case."""

CAST = (
    an_actor("iaea", "organization", name="IAEA", codes=[{"scheme": "x-b", "code": "I"}, {"scheme": "x_a", "code": "i"}]),
    an_actor("ilim", "armed_group", name="ilim"),
    an_actor("istanbul-forum", "organization", name="İstanbul Forum"),
    an_actor("irmak", "person", name="Irmak", of="TUR"),
    an_actor("i-radio", "company", name="ırmak Radio"),
    an_actor("cicek", "person", name="Çiçek"),
    an_actor("dogan", "person", name="doğan"),
    an_alias("iaea", "INTERNATIONAL Atomic Inspectors"),
    a_place("izmir", name="İzmir", within="TUR"),
    a_place("igdir", name="Iğdır", within="TUR"),
    a_place("inegol", name="inegöl", within="TUR"),
    {"kind": "SourceRegistered", "id": "i-daily", "title": "BİR ILIK ÇAY", "publisher": "Istanbul DAILY"},
    {"kind": "SourceRegistered", "id": "c-daily", "title": "ÇIĞLIK", "publisher": "Izmir Daily"},
    {"kind": "SummitHeld", "key": "Istanbul-Summit", "occurred": "2025-10-01", "place": "izmir"}
    | {"participants": ["irmak", "iaea"], "report": {"source": "i-daily", "quote": "IT IS SIGNED in İZMİR", "says": {}}},
    {"kind": "CallHeld", "key": "kirim-mitingi", "occurred": "2025-10-02", "participants": ["cicek", "dogan"]}
    | {"report": {"source": "c-daily", "hedge": "reported", "attributed_to": ["IAEA"]}},
)

ACTORS = "{ ref kind name aliases codes { scheme code } }"

QUESTIONS = (
    *(f"{{ eventGroups(by: [{by}], first: 1000) {{ keys eventCount reportCount }} }}" for by in ("KIND", "QUAD", "HEDGE")),
    *(f"{{ eventGroups(by: [{by}, KIND], first: 99) {{ keys eventCount }} }}" for by in ("ACTOR", "PAIR", "PLACE", "COUNTRY")),
    "{ changes(since: {position: 0}, first: 1000) { nodes { position entryKind } } }",
    "{ events(first: 1000) { nodes { __typename kind status quad key title history { entryKind changes { field } }"
    " reports { hedge attributedTo says { field } } parties { role side } } } }",
    f"{{ actors(first: 1000) {{ nodes {ACTORS} }} }}",
    *(f'{{ actors(search: "{text}") {{ nodes {ACTORS} }} }}' for text in ("ILIM", "istanbul", "Irmak", "ıRMAK", "INTER", "çiçek")),
    *(f'{{ sources(search: "{text}") {{ nodes {{ ref title }} }} }}' for text in ("ılık", "ILIK", "çığlık", "ISTANBUL", "İ")),
    *(f'{{ places(search: "{text}") {{ nodes {{ ref name }} }} }}' for text in ("izmir", "IZMIR", "iğdır", "INEGÖL")),
    *(f'{{ actor(ref: "{name}") {ACTORS} }}' for name in ("iaea", "IAEA", "ILIM", "IRMAK", "irmak radio", "TUR", "tur", "TR")),
    *(f'{{ actor(ref: "{name}") {ACTORS} place(ref: "{name}") {{ ref }} }}' for name in ("İZMİR", "izmir", "IGDIR", "Nobody")),
    *(f'{{ events(filter: {{text: "{text}"}}) {{ nodes {{ key }} }} }}' for text in ("SIGNED", "izmir", "IRMAK", "İZMİR")),
    '{ events(filter: {actors: ["IAE"]}) { totalCount } }',
    '{ events(filter: {plover: ["consult"], quad: [VERBAL_COOPERATION], place: "TURKIYE"}) { nodes { key } } }',
    '{ relationships(actor: "irmak") { nodes { between { ref } eventCount kinds { kind count } } } }',
    "{ places(first: 1000) { nodes { ref kind country { ref } } } sources(first: 1000) { nodes { ref } } }",
    "{ status { counts { kind count } views { name } } }",
)


@pytest.fixture(scope="module")
def usual(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        yield filled(world)


@pytest.fixture(scope="module", params=LOCALES)
def other(server_url: str, request: pytest.FixtureRequest) -> Iterator[World]:
    with ExitStack() as stack:
        try:
            url = stack.enter_context(bare_database(server_url, LOCALES[request.param]))
        except psycopg.errors.FeatureNotSupported as error:
            pytest.skip(f"this PostgreSQL cannot be {request.param}: {error}")
        make_ready(url)
        yield filled(stack.enter_context(a_world(url, *the_article())))


def filled(world: World) -> World:
    world.append(*TURMOIL)
    for revision in REVISIONS:
        world.append(revision)
    world.append(*CAST)
    return world


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_database_of_another_language_gives_the_same_answers(usual: World, other: World, question: str) -> None:
    expected = usual.response(question)

    assert other.response(question) == expected
    assert "INTERNAL_SERVER_ERROR" not in str(expected)


def test_pages_follow_each_other_in_the_same_order(usual: World, other: World) -> None:
    query = "query($after: String) { actors(first: 7, after: $after) { nodes { ref } pageInfo { endCursor hasNextPage } } }"

    def walked(world: World) -> Iterator[str]:
        after, more = None, True
        while more:
            page = world.ask(query, after=after)["actors"]
            yield from (node["ref"] for node in page["nodes"])
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    refs = list(walked(usual))
    assert list(walked(other)) == refs
    assert len(set(refs)) == len(refs) > 250


def test_an_unknown_name_has_the_same_nearest_ones(usual: World, other: World) -> None:
    def refused(world: World) -> str:
        with pytest.raises(Refused) as refusal:
            world.append({"kind": "EventRetracted", "event": "KIRIM-MITINGI", "reason": "never happened"})
        return str(refusal.value)

    assert refused(other) == refused(usual)
    assert "kirim-mitingi" in refused(other)


def test_the_views_are_still_the_fold_of_the_log(other: World) -> None:
    assert other.views.verify().passed
