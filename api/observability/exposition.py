"""/metrics: everything that is counted, in Prometheus' text format."""

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.requests import Request
from starlette.responses import Response

from api.observability.database import DatabaseFigures, DatabaseMetrics
from api.observability.gauges import ProcessGauges
from api.observability.metrics import FOLDER, REGISTRY, counts_for_all
from api.observability.telling import tell_all
from api.pool import ReadingPool

MEDIA_TYPE = "text/plain; version=0.0.4"


class MetricsEndpoint:
    """Answers with what all server processes have counted, and with what the database tells, as far as it answers."""

    def __init__(self, pool: ReadingPool, gauges: ProcessGauges) -> None:
        self._figures, self._gauges = DatabaseFigures(pool), gauges

    async def answer(self, request: Request) -> Response:
        """The response to a scrape."""
        told = await self._figures.read()
        tell_all()
        self._gauges.look()
        return Response(exposition(told), media_type=MEDIA_TYPE)


def exposition(told: DatabaseMetrics) -> bytes:
    """The metrics as text."""
    of_database = CollectorRegistry()
    of_database.register(told)
    return generate_latest(_of_processes()) + generate_latest(of_database)


def _of_processes() -> CollectorRegistry:
    if not counts_for_all():
        return REGISTRY
    _forget_the_dead()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _forget_the_dead() -> None:
    """Leaves out what processes held that have ended; what they counted stays."""
    files = Path(os.environ[FOLDER]).glob("gauge_live*_*.db")
    for pid in {int(file.stem.rpartition("_")[2]) for file in files}:
        if not _is_alive(pid):
            mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
