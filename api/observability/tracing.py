"""Traces in OpenTelemetry's form, where its packages are installed and OTEL_EXPORTER_OTLP_ENDPOINT names what takes them.

Where they are not, nothing of them is imported, and a span is an empty block."""

import functools
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from api.observability.record import RequestRecord

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
PACKAGES = ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")

NOTHING: AbstractContextManager[object] = nullcontext()

_tracer: "Tracer | None" = None


@contextmanager
def exported() -> Iterator[None]:
    """Sends the traces of the block to where the environment says; none where it does not."""
    if not any(os.environ.get(name) for name in ENDPOINTS) or os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        yield
    elif not all(map(_is_installed, PACKAGES)):
        logger.warning("no traces are sent to OTEL_EXPORTER_OTLP_ENDPOINT: the packages of the extra `otel` are not installed")
        yield
    else:
        with collected_by(_provider()):
            yield


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def _provider() -> "TracerProvider":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    name = os.environ.get("OTEL_SERVICE_NAME") or "annals"
    provider = TracerProvider(resource=Resource.create({"service.name": name}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


@contextmanager
def collected_by(provider: "TracerProvider") -> Iterator[None]:
    """Hands the spans of the block to a provider, and lets it finish at the end."""
    global _tracer
    _tracer = provider.get_tracer("annals")
    try:
        yield
    finally:
        _tracer = None
        provider.shutdown()


def span(name: str) -> AbstractContextManager[object]:
    """A block that is told as one span of the trace."""
    return NOTHING if _tracer is None else _tracer.start_as_current_span(name)


def traced(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """The same function, each of whose calls is told as one span of the trace."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(function)
        def called(*arguments: P.args, **named: P.kwargs) -> T:
            if _tracer is None:
                return function(*arguments, **named)
            with _tracer.start_as_current_span(name):
                return function(*arguments, **named)

        return called

    return decorate


def request(record: RequestRecord, headers: Mapping[bytes, bytes]) -> AbstractContextManager[object]:
    """A block that answers a request: a span under the one that the headers name, if they name one."""
    return NOTHING if _tracer is None else _request(_tracer, record, headers)


@contextmanager
def _request(tracer: "Tracer", record: RequestRecord, headers: Mapping[bytes, bytes]) -> Iterator[None]:
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
    context = TraceContextTextMapPropagator().extract(carrier)
    with tracer.start_as_current_span(record.method, context, SpanKind.SERVER) as current:
        try:
            yield
        finally:
            _describe(current, record)


def _describe(span: "Span", record: RequestRecord) -> None:
    from opentelemetry.trace import StatusCode

    known = {
        "http.request.method": record.method,
        "url.path": record.path[:200],
        "http.response.status_code": record.status,
        "graphql.operation.type": record.kind,
        "graphql.operation.name": record.name,
        "annals.request_id": record.id,
        "annals.cost": record.cost,
        "error.type": record.codes[0] if record.errors else None,
    }
    span.set_attributes({name: value for name, value in known.items() if value is not None})
    if record.kind:
        span.update_name(f"{record.kind} {record.name}" if record.name else record.kind)
    if record.errors or (record.status or 0) >= 500:
        span.set_status(StatusCode.ERROR)
