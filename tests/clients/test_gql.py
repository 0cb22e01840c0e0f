"""gql, the client from PyPI: over HTTP and over sockets, with the schema that the server tells of."""

import asyncio
from typing import Any

import pytest
from demo import Demo, position_of
from gql import Client, GraphQLRequest, gql
from gql.dsl import DSLInlineFragment, DSLQuery, DSLSchema, dsl_gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport, HTTPXTransport
from gql.transport.websockets import WebsocketsTransport
from graphql import GraphQLError

pytestmark = pytest.mark.slow

SECONDS = 20


@pytest.fixture(scope="module")
def client(demo: Demo) -> Client:
    """A client that has fetched the schema, checks queries against it and reads scalars and enums by it."""
    transport = HTTPXTransport(url=demo.address, timeout=SECONDS)
    client = Client(transport=transport, fetch_schema_from_transport=True, parse_results=True, execute_timeout=SECONDS)
    with client:
        pass
    assert client.schema
    return client


def test_a_query_with_variables_is_answered_now_and_then(demo: Demo, client: Client) -> None:
    moments = "now: actor(ref: $ref) { id eventCount } then: actor(ref: $ref, asOf: $at) { id eventCount }"
    query = gql(f"query ($ref: String!, $at: AsOf) {{ {moments} }}")

    found = client.execute(GraphQLRequest(query, variable_values={"ref": "PRK", "at": {"position": demo.then}}))

    assert [found[name]["eventCount"] for name in ("now", "then")] == [20, 19]
    assert [position_of(found[name]) for name in ("now", "then")] == [None, demo.then]


def test_a_query_put_together_from_the_schema_is_answered(client: Client) -> None:
    assert client.schema
    schema = DSLSchema(client.schema)
    summits = schema.Query.events.args(filter={"kinds": ["SUMMIT_HELD"]}, first=2)
    held = DSLInlineFragment().on(schema.SummitHeld).select(schema.SummitHeld.participants.select(schema.Party.role))
    nodes = schema.EventConnection.nodes.select(schema.Event.id, schema.Event.recordedAt, held)

    found = client.execute(dsl_gql(DSLQuery(summits.select(nodes))))

    assert len(found["events"]["nodes"]) == 2
    assert all(event["participants"] for event in found["events"]["nodes"])


def test_what_the_schema_does_not_have_is_refused_before_it_is_asked(client: Client) -> None:
    with pytest.raises(GraphQLError, match="Cannot query field 'nothing'"):
        client.execute(gql("{ status { nothing } }"))


def test_an_error_of_a_field_comes_with_its_code_and_with_the_other_data(client: Client) -> None:
    with pytest.raises(TransportQueryError) as refused:
        client.execute(gql('{ status { parked } relationship(between: ["PRK", "Nobody"]) { eventCount } }'))

    (error,) = refused.value.errors or [{}]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert refused.value.data == {"status": {"parked": 0}, "relationship": None}


def test_several_queries_are_answered_at_once(demo: Demo) -> None:
    async def ask() -> list[Any]:
        transport = HTTPXAsyncTransport(url=demo.address, timeout=SECONDS)
        async with Client(transport=transport, execute_timeout=SECONDS) as session:
            queries = (gql(f"{{ events(asOf: {{position: {demo.then - n}}}) {{ totalCount }} }}") for n in range(5))
            return await asyncio.gather(*(session.execute(query) for query in queries))

    counts = [found["events"]["totalCount"] for found in asyncio.run(ask())]

    assert counts == sorted(counts, reverse=True)


def test_changes_are_told_over_a_socket_from_a_position_on(demo: Demo) -> None:
    query = gql("subscription ($after: Position) { eventRecorded(after: $after) { position event { id key } } }")

    async def listen() -> list[Any]:
        transport = WebsocketsTransport(url=demo.address.replace("http", "ws", 1))
        async with Client(transport=transport) as session:
            told: list[Any] = []
            async for change in session.subscribe(GraphQLRequest(query, variable_values={"after": demo.then})):
                told.append(change["eventRecorded"])
                if len(told) == 2:
                    return told
            return told

    changes = asyncio.run(asyncio.wait_for(listen(), SECONDS))

    assert [change["event"]["key"] for change in changes] == ["call", "call-again"]
    assert [position_of(change["event"]) for change in changes] == [change["position"] for change in changes]
