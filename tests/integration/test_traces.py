"""Traces in OpenTelemetry's form: a span for the request, and under it those for what was done to answer it."""

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from starlette.testclient import TestClient
from world import BASE_URL, World

from api.app import create_app
from api.observability.tracing import collected_by

GRAPHQL = "/graphql"
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    """Has the spans of the test, in the order in which they ended."""
    exporter, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with collected_by(provider):
        yield exporter


def names(exporter: InMemorySpanExporter) -> list[str]:
    return [span.name for span in exporter.get_finished_spans()]


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_a_request_is_a_span_and_what_is_done_to_answer_it_are_spans_under_it(
    article: World, exporter: InMemorySpanExporter
) -> None:
    query = 'query Traced { events(filter: {actors: ["PRK"]}, first: 2) { nodes { title key } } }'
    answer = article.client.post(GRAPHQL, json={"query": query})

    *parts, request = exporter.get_finished_spans()
    assert request.name == "query Traced"
    assert {part.name for part in parts} == {"parse and validate", "compile", "SQL"}
    assert {part.parent and part.parent.span_id for part in parts} == {request.context.span_id}
    assert attributes(request) == {
        "http.request.method": "POST",
        "url.path": GRAPHQL,
        "http.response.status_code": 200,
        "graphql.operation.type": "query",
        "graphql.operation.name": "Traced",
        "annals.request_id": answer.headers["x-request-id"],
        "annals.cost": answer.json()["extensions"]["cost"],
    }


def test_a_query_that_was_asked_before_is_not_compiled_again(article: World, exporter: InMemorySpanExporter) -> None:
    query = "query Again { places(first: 2) { nodes { name } } }"
    article.client.post(GRAPHQL, json={"query": query})
    exporter.clear()

    article.client.post(GRAPHQL, json={"query": query})

    assert names(exporter) == ["parse and validate", "SQL", "query Again"]


def test_the_trace_that_a_request_belongs_to_goes_on(article: World, exporter: InMemorySpanExporter) -> None:
    article.client.get("/healthz", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})

    (span,) = exporter.get_finished_spans()
    assert f"{span.context.trace_id:032x}" == TRACE
    assert span.parent
    assert f"{span.parent.span_id:016x}" == PARENT


@pytest.mark.parametrize("header", ["", "nonsense", f"00-{'0' * 32}-{PARENT}-01"])
def test_a_header_that_names_no_trace_begins_a_new_one(article: World, exporter: InMemorySpanExporter, header: str) -> None:
    article.client.get("/healthz", headers={"traceparent": header})

    (span,) = exporter.get_finished_spans()
    assert span.parent is None


def test_what_was_refused_is_an_error_with_its_code_and_no_span_has_a_value(article: World, exporter: InMemorySpanExporter) -> None:
    query = "query($ref: String!) { relationships(actor: $ref) { totalCount } }"
    article.client.post(GRAPHQL, json={"query": query, "variables": {"ref": "xyzzy"}})

    spans = exporter.get_finished_spans()
    assert spans[-1].status.status_code is StatusCode.ERROR
    assert attributes(spans[-1])["error.type"] == "BAD_USER_INPUT"
    assert "xyzzy" not in "".join(span.to_json() for span in spans)


@pytest.fixture
def collector() -> Iterator[tuple[str, list[str]]]:
    """The address of a collector, and the names of the spans that it has been sent."""
    sent: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            message = ExportTraceServiceRequest.FromString(body)
            for resource in message.resource_spans:
                sent.extend(span.name for scope in resource.scope_spans for span in scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", sent
        server.shutdown()
        thread.join()


def test_traces_are_sent_to_the_endpoint_that_is_set(
    article: World, collector: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, sent = collector
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    with TestClient(create_app(article.url, pool_size=1, follow=False), BASE_URL) as client:
        client.post(GRAPHQL, json={"query": "query Sent { status { lag } }"})

    assert {"query Sent", "SQL"} <= set(sent)


def test_without_an_endpoint_nothing_of_opentelemetry_is_imported() -> None:
    program = "import sys, api.app; sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_endpoint_without_the_packages_is_told_and_does_no_harm(
    article: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setattr("api.observability.tracing.PACKAGES", ("nothing.of.that.name",))

    with TestClient(create_app(article.url, pool_size=1, follow=False), BASE_URL) as client:
        assert client.post(GRAPHQL, json={"query": "{ status { lag } }"}).json()["data"] == {"status": {"lag": 0}}

    assert "the packages of the extra `otel` are not installed" in caplog.text
