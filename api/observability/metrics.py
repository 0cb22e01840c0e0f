"""Counts requests for Prometheus: by root field and code, with how long they took and what they cost.

With several server processes, Prometheus' library keeps the numbers of each in files of one folder, and each process tells the
sums of all."""

import os
from collections.abc import Mapping
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram

from api.observability.record import RequestRecord

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names the folder. The library looks at it once, when it is first imported."""

OK = "OK"
NO_FIELD = ""
"""What stands for the field of a request that was refused before it was known to fit the schema."""

REGISTRY = CollectorRegistry()
"""What this process counts."""

REQUESTS = Counter(
    "annals_requests",
    "Operations by root field and by the code of their error; one with several root fields counts for each",
    ("field", "code"),
    registry=REGISTRY,
)
SECONDS = Histogram(
    "annals_request_duration_seconds",
    "How long queries took, by root field",
    ("field",),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
COST = Histogram(
    "annals_request_cost",
    "What operations cost",
    buckets=(1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000),
    registry=REGISTRY,
)
RESPONSES = Counter("annals_http_responses", "Responses by HTTP status", ("status",), registry=REGISTRY)


def counts_for_all() -> bool:
    """Whether this process is one of several that count together."""
    return FOLDER in os.environ


def count(record: RequestRecord, seconds: float) -> None:
    """Counts a request that has ended."""
    if record.status is not None:
        _response(record.status).inc()
    fields = record.root_fields()
    if not fields:
        if record.errors:
            _request(NO_FIELD, record.errors[0][0]).inc()
        return
    COST.observe(record.cost or 0)
    codes = _codes(record, fields) if record.errors else {}
    for field in set(fields.values()):
        _request(field, codes.get(field, OK)).inc()
        if record.kind == "query":
            _duration(field).observe(seconds)


def _codes(record: RequestRecord, fields: Mapping[str, str]) -> dict[str, str]:
    """The code of the first error of each root field; an error that is about none of them is about all."""
    codes: dict[str, str] = {}
    for code, where in record.errors:
        own = fields.get(where or "")
        for field in (own,) if own else fields.values():
            codes.setdefault(field, code)
    return codes


# There are few of each, and to find one by its labels takes longer than to count.
_request, _duration, _response = cache(REQUESTS.labels), cache(SECONDS.labels), cache(RESPONSES.labels)
