"""Tells what became of the requests that have ended: counts each, and logs it in one line.

A few are told together, a moment later: one by one, it would take several times as long."""

import asyncio
import logging
from collections import deque
from time import time
from typing import NamedTuple

from api.observability import metrics
from api.observability.record import RequestRecord

logger = logging.getLogger("annals.request")

INTERNAL = "INTERNAL_SERVER_ERROR"

PAUSE = 0.02
"""Seconds for which requests are gathered."""

MOST = 500
"""How many are gathered at most."""


class FinishedRequest(NamedTuple):
    """A request that has ended."""

    record: RequestRecord
    seconds: float
    """How long it took."""
    at: float
    """When it ended, in seconds since 1970."""


_ended: deque[FinishedRequest] = deque()


def tell_soon(record: RequestRecord, seconds: float) -> None:
    """Tells of a request within a moment."""
    _ended.append(FinishedRequest(record, seconds, time()))
    if len(_ended) == 1:
        asyncio.get_running_loop().call_later(PAUSE, tell_all)
    elif len(_ended) >= MOST:
        tell_all()


def tell_all() -> None:
    """Tells of all requests that have ended so far."""
    while _ended:
        _tell(_ended.popleft())


def _tell(ended: FinishedRequest) -> None:
    record, codes = ended.record, ended.record.codes
    metrics.count(record, ended.seconds)
    level = _level(record.status or 0, codes)
    if logger.isEnabledFor(level):
        line = logger.makeRecord(logger.name, level, "", 0, f"{record.method} {record.path[:200]}", (), None)
        line.created = ended.at
        line.__dict__["fields"] = {name: value for name, value in _fields(ended, codes) if value is not None}
        logger.handle(line)


def _fields(ended: FinishedRequest, codes: list[str]) -> tuple[tuple[str, object], ...]:
    record = ended.record
    return (
        ("request_id", record.id),
        ("status", record.status),
        ("operation", record.name),
        ("kind", record.kind),
        ("cost", record.cost),
        ("duration_ms", round(ended.seconds * 1000, 3)),
        ("codes", codes or None),
        ("client", record.client or None),
    )


def _level(status: int, codes: list[str]) -> int:
    if INTERNAL in codes:
        return logging.ERROR
    return logging.WARNING if status >= 500 else logging.INFO
