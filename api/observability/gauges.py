"""Tells how much a server process holds: connections to the database, memory, and plans of queries."""

import asyncio
import os
import resource
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from prometheus_client import Gauge
from psycopg_pool import AsyncConnectionPool

from api.observability.metrics import REGISTRY, counts_for_all

INTERVAL = 2.0
"""Seconds between two looks of a process at itself, where another process may be the one that is asked."""

STATM = Path("/proc/self/statm")


def _gauge(name: str, text: str) -> Gauge:
    """A gauge whose values of all living processes are added up."""
    return Gauge(name, text, registry=REGISTRY, multiprocess_mode="livesum")


SIZE = _gauge("annals_pool_size", "Connections that the pool has open or is opening")
IDLE = _gauge("annals_pool_idle", "Connections of the pool that nobody uses")
WAITING = _gauge("annals_pool_waiting", "Requests that wait for a connection of the pool")
MEMORY = _gauge("annals_memory_bytes", "Memory that the process has in use (resident set)")
PLANS = _gauge("annals_plan_cache_characters", "Size of the plans of queries that are remembered, in characters")


class ProcessGauges:
    """Looks at one process."""

    def __init__(self, pool: AsyncConnectionPool[Any], plans: Callable[[], int]) -> None:
        """`plans`: how large the plans are that are remembered."""
        self._pool, self._plans = pool, plans

    def look(self) -> None:
        """Sets the gauges to what there is now."""
        stats = self._pool.get_stats()
        SIZE.set(stats.get("pool_size", 0))
        IDLE.set(stats.get("pool_available", 0))
        WAITING.set(stats.get("requests_waiting", 0))
        MEMORY.set(resident_bytes())
        PLANS.set(self._plans())

    @asynccontextmanager
    async def kept_current(self) -> AsyncIterator[None]:
        """Looks again and again while the block runs, if another process may tell what this one has."""
        if not counts_for_all():
            yield
            return
        looking = asyncio.create_task(self._look_for_ever())
        try:
            yield
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    async def _look_for_ever(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(INTERVAL)


def resident_bytes() -> int:
    """The memory that this process has in use; where the system does not tell, the most that it has had."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
