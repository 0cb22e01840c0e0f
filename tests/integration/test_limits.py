"""What the server refuses over HTTP, how quickly, and that every limit can be set."""

import json
from collections.abc import Iterator

import pytest
from command_line import run_annals
from world import World, leaks, limited

from api.limits.limits import Limits

GRAPHQL = "/graphql"
QUERY = "{ status { lag } }"


def nested() -> str:
    """A query of 33 kB: 30 fields, each 30 deep."""
    inner = "partOf {".ljust(36) * 28 + "key" + " }" * 28
    return "{ " + " ".join(f"field{n}: events(first: 10) {{ nodes {{ {inner} }} }}" for n in range(30)) + " }"


ABUSE = {
    "nested": (nested(), "TOO_DEEP", 200),
    "aliases": ("{ " + " ".join(f"a{n}: status {{ lag }}" for n in range(5000)) + " }", "TOO_MANY_TOKENS", 200),
    "body": (QUERY + " " * 10_000_000, "BODY_TOO_LARGE", 413),
    "page": ("{ events(first: 100000) { nodes { key } } }", "BAD_USER_INPUT", 200),
    "repeats": ("{ status { " + "lag " * 3000 + "} }", "TOO_COSTLY", 200),
    "braces": ("{" * 3000, "GRAPHQL_PARSE_FAILED", 200),
    "deeper": ("{ events { nodes " + "{ partOf " * 100 + "{ key }" + " }" * 100 + " } }", "TOO_DEEP", 200),
}


@pytest.mark.parametrize("name", ABUSE)
def test_abuse_is_refused_with_a_code_before_anything_is_asked_of_the_database(article: World, name: str) -> None:
    query, code, status = ABUSE[name]

    answer = article.client.post(GRAPHQL, json={"query": query})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (status, code)
    assert "data" not in answer.json()
    assert leaks(answer.text) == []


def test_a_body_of_unknown_length_is_read_no_further_than_the_limit(article: World) -> None:
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 10_000

    with limited(article, max_body=100_000) as client:
        answer = client.post(GRAPHQL, content=body(), headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (413, "BODY_TOO_LARGE")


def test_the_cost_of_a_query_is_shown_with_its_answer(article: World) -> None:
    answer = article.response("{ events(first: 10) { nodes { key title } } }")

    assert answer["extensions"] == {"cost": 1 + 1 + 10 * 2}


@pytest.mark.parametrize("seconds", [0.2])
def test_a_query_that_takes_too_long_is_given_up(article: World, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.types.status.queries.HEAD", "SELECT 1 FROM pg_sleep(5)")
    with limited(article, request_timeout=seconds) as client:
        answer = client.post(GRAPHQL, json={"query": "{ status { head } }"}).json()

    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "TIMEOUT"}
    assert error["message"] == "the query took too long; ask for less at a time"


PAGES = [
    "{ events(first: 11) { nodes { key } } }",
    "query($n: Int = 11) { events(first: $n) { nodes { key } } }",
    "query($float: Int) { events(first: $float) { nodes { key } } }",
    'query($n: Int = 11) { actor(ref: "PRK") { events(last: $n) { nodes { key } } } }',
    'query($n: Int = 11) { appearances(together: ["PRK"], first: $n) { ordinal } }',
    "query($n: Int = 11) { eventGroups(by: [], first: $n) { eventCount } }",
    "query($n: Int = 11) { events { nodes { reports(first: $n) { quote } } } }",
]


@pytest.mark.parametrize("query", PAGES)
def test_the_limit_on_pages_holds_however_their_size_is_given(article: World, query: str) -> None:
    with limited(article, max_page=10) as client:
        answers = [client.post(GRAPHQL, json={"query": query, "variables": {"float": 11.0}}).json() for _ in range(2)]

    for answer in answers:
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]
        assert "0 to 10 rows, not 11" in answer["errors"][0]["message"]


def test_a_page_without_a_size_is_no_longer_than_the_limit(article: World) -> None:
    query = """{ events { nodes { key parties { role } } } actors { edges { cursor } } appearances(together: ["PRK"]) { ordinal }
        eventGroups(by: [ACTOR]) { eventCount } }"""
    with limited(article, max_page=2) as client:
        answer = client.post(GRAPHQL, json={"query": query}).json()
        assert "errors" not in answer, answer["errors"]
        data = answer["data"]

    lists = (data["events"]["nodes"], data["actors"]["edges"], data["appearances"], data["eventGroups"])
    assert [len(rows) for rows in lists] == [2, 2, 2, 2]
    assert all(len(event["parties"]) == 2 for event in data["events"]["nodes"])


BAD_VARIABLES = [
    ("query($n: Int) { events(first: $n) { totalCount } }", {"n": "ten"}),
    ("query($n: Int!) { events(first: $n) { totalCount } }", {}),
    ("query($f: EventFilter) { events(filter: $f) { totalCount } }", {"f": {"kinds": ["SUMMIT"], "nothing": 1}}),
]


@pytest.mark.parametrize(("query", "variables"), BAD_VARIABLES)
def test_errors_in_variables_are_the_same_the_first_time_and_later(
    article: World, query: str, variables: dict[str, object]
) -> None:
    bad = [article.response(query, **variables) for _ in range(2)]
    article.ask(query, n=1, f={})
    later = article.response(query, **variables)

    assert bad[0] == bad[1] == later
    assert "data" not in later
    assert {error["extensions"]["code"] for error in later["errors"]} == {"BAD_USER_INPUT"}


FIRST = [
    ('appearances(together: ["PRK", "RUS"] {}) {{ ordinal }}', "first: {}"),
    ('relationship(between: ["PRK", "RUS"]) {{ timeline(by: DAY {}) {{ eventCount }} }}', "first: {}"),
    ('event(key: "summit-prk-rus-2025-09-03") {{ parties{} {{ role actor {{ ref }} }} }}', "(first: {})"),
    ('event(key: "summit-prk-rus-2025-09-03") {{ reports{} {{ quote }} }}', "(first: {})"),
    ('event(key: "troops-prk-rus-2024") {{ history{} {{ position }} }}', "(first: {})"),
    ('relationship(between: ["PRK", "RUS"]) {{ agreements{} {{ key }} }}', "(first: {})"),
]


@pytest.mark.parametrize(("field", "argument"), FIRST)
def test_lists_without_pages_begin_with_as_many_entries_as_are_asked_for(turmoil: World, field: str, argument: str) -> None:
    def entries(first: int | None) -> list[object]:
        data = turmoil.ask("{ " + field.format("" if first is None else argument.format(first)) + " }")
        while isinstance(data, dict):
            (data,) = data.values()
        assert isinstance(data, list)
        return data

    whole = entries(1000)

    assert entries(None) == whole
    assert [entries(first) for first in (0, 1, 2)] == [[], whole[:1], whole[:2]]
    assert argument == "(first: {})" or len(whole) > 1


ECHOES = [
    ('{ relationships(actor: "%s") { totalCount } }', {}),
    ('{ relationship(between: ["PRK", "%s"]) { eventCount } }', {}),
    ('{ events(filter: {place: "%s"}) { totalCount } }', {}),
    ('{ events(filter: {text: {a: "%s"}}) { totalCount } }', {}),
    ('{ events(first: "%s") { totalCount } }', {}),
    ('{ events(after: "%s") { totalCount } }', {}),
    ("{ %s }", {}),
    ("{ %s: nothing }", {}),
    ("{ status(%s: 1) { lag } }", {}),
    ("{ ...%s }", {}),
    ("query($%s: Int) { status { lag } }", {}),
    ("{ status { lag } } query %s { status { lag } }", {}),
    ("{ %s", {}),
    ("{ events(filter: {kinds: [%s]}) { totalCount } }", {}),
    ("query($n: Int) { events(first: $n) { totalCount } }", {"n": "%s"}),
    ("query($n: EventFilter) { events(filter: $n) { totalCount } }", {"n": {"%s": 1}}),
    ("query($n: EventFilter) { events(filter: $n) { totalCount } }", {"n": {"kinds": ["%s"] * 30}}),
    ("query($n: EventFilter) { events(filter: $n) { totalCount } }", {"n": {"occurred": {"from": "%s"}}}),
    ("query($n: AsOf) { events(asOf: $n) { totalCount } }", {"n": {"position": "%s"}}),
    ("query($n: Int) { events(first: $n) { totalCount } }", {"n": [1] * 10_000}),
]


@pytest.mark.parametrize("length", [190, 299, 10_000, 500_000])
@pytest.mark.parametrize(("query", "variables"), ECHOES)
def test_no_error_repeats_more_than_200_characters_of_the_input(
    article: World, query: str, variables: dict[str, object], length: int
) -> None:
    request = json.dumps({"query": query, "variables": variables}).replace("%s", "x" * length)

    answer = article.client.post(GRAPHQL, content=request, headers={"content-type": "application/json"}).json()

    for error in answer["errors"]:
        assert max(error["message"].count("x"), error["message"].count("1,")) <= 200
        assert len(error["message"]) <= 250
        assert "\n" not in error["message"]
        assert len(json.dumps(error)) < 700


def test_an_event_stream_too_many_is_refused_in_words(article: World) -> None:
    with limited(article, max_connections=0) as client:
        answer = client.post(GRAPHQL, json={"query": QUERY}, headers={"accept": "text/event-stream"})

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (429, "TOO_MANY_CONNECTIONS")


def test_pages_of_other_origins_may_not_ask_unless_they_are_named(article: World) -> None:
    page = {"origin": "https://example.org"}
    asking = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}

    closed = article.client.post(GRAPHQL, json={"query": QUERY}, headers=page)
    closed_before = article.client.options(GRAPHQL, headers=page | asking)
    with limited(article, cors_origins="https://example.org, https://example.net") as client:
        named = client.post(GRAPHQL, json={"query": QUERY}, headers=page)
        named_before = client.options(GRAPHQL, headers=page | asking)
        other = client.post(GRAPHQL, json={"query": QUERY}, headers={"origin": "https://example.com"})

    allowed = "access-control-allow-origin"
    assert [answer.headers.get(allowed) for answer in (closed, closed_before, other)] == [None, None, None]
    assert [answer.headers.get(allowed) for answer in (named, named_before)] == ["https://example.org"] * 2


def test_every_limit_is_listed_with_what_it_is_and_can_be_set(article: World) -> None:
    listed = run_annals(article.url, "status", "--settings", "--format", "json", ANNALS_MAX_COST="7").json

    settings = {setting["name"]: setting for setting in listed}
    assert {f"ANNALS_{name.upper()}" for name in Limits.model_fields} <= settings.keys()
    assert settings["ANNALS_MAX_COST"]["value"] == "7"
    assert all(setting["description"] for setting in listed)


def test_a_limit_that_cannot_be_is_refused_by_name(article: World) -> None:
    answer = run_annals(article.url, "status", "--settings", ANNALS_MAX_PAGE="many")

    assert answer.code == 2
    assert "ANNALS_MAX_PAGE is 'many'" in answer.err


def test_a_message_on_a_socket_is_checked_like_any_other_query(article: World) -> None:
    with article.client.websocket_connect(f"ws://localhost{GRAPHQL}", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        socket.receive_json()
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": nested()}})
        answer = json.loads(socket.receive_text())

    assert (answer["type"], answer["payload"][0]["extensions"]["code"]) == ("error", "TOO_DEEP")
