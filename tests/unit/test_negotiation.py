"""Which representation an Accept header asks for."""

import pytest

from api.http.negotiation import JSON, RESPONSE, accepted, accepts_gzip

URQL = "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"


def negotiated(*accept: str) -> tuple[str, bool, bool]:
    """The JSON type, and whether a query and a subscription are answered as event streams."""
    choice = accepted({"headers": [(b"accept", text.encode()) for text in accept]})
    return choice.json, choice.streams(subscription=False), choice.streams(subscription=True)


@pytest.mark.parametrize(
    ("accept", "json"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json, application/graphql-response+json", JSON),
        ("application/graphql-response+json, application/json", RESPONSE),
        ("application/json;q=0.5, application/graphql-response+json;q=0.6", RESPONSE),
        ("application/graphql-response+json;q=0.5, */*", JSON),
        ("application/json;q=0, */*", RESPONSE),
        ("APPLICATION/GRAPHQL-RESPONSE+JSON ; charset=utf-8 ; Q=1", RESPONSE),
        ('text/plain;note="a, b", application/graphql-response+json', RESPONSE),
        ("application/graphql-response+json;q=2", JSON),
        ("application/graphql-response+json;q=nan", JSON),
        ("image/png", JSON),
        (URQL, RESPONSE),
    ],
)
def test_the_quality_and_then_the_order_decide_between_the_types_of_json(accept: str, json: str) -> None:
    assert negotiated(accept)[0] == json


@pytest.mark.parametrize(
    ("accept", "query", "subscription"),
    [
        (URQL, False, True),
        ("application/json, text/event-stream", False, True),
        ("text/event-stream, application/json;q=0.1", False, True),
        ("text/event-stream;q=0.5, */*;q=0.1", False, True),
        ("text/event-stream", True, True),
        ("TEXT/EVENT-STREAM; charset=utf-8", True, True),
        ("text/*", True, True),
        ("text/event-stream, application/json;q=0", True, True),
        ("text/event-stream, application/*;q=0, */*;q=0.0", True, True),
        ("text/event-stream;q=0, application/json", False, False),
        ("text/event-stream;q=0", False, False),
        ("text/event-stream-of-mine", False, False),
        ("*/*", False, False),
        ("", False, False),
    ],
)
def test_an_event_stream_is_for_subscriptions_and_where_no_json_is_accepted(accept: str, query: bool, subscription: bool) -> None:
    assert negotiated(accept)[1:] == (query, subscription)


def test_several_accept_headers_are_one_list() -> None:
    assert negotiated("text/event-stream", "application/json") == (JSON, False, True)


@pytest.mark.parametrize(
    ("accept_encoding", "reads"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1, gzip;q=0.2", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0, *", False),
        ("gzipped", False),
    ],
)
def test_only_who_reads_gzip_is_sent_it(accept_encoding: str, reads: bool) -> None:
    assert accepts_gzip(accept_encoding) is reads
