"""What the database tells of log and views: how far they are, and how many entries were appended and folded."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg
from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from psycopg import AsyncConnection

from api.pool import ReadingPool
from domain.errors import Busy, ViewsUnusable
from domain.log.queries import ENTRIES_AFTER
from projections.checkpoint import LAG
from projections.views import VIEWS

FIGURES = f"SELECT l.*, ({ENTRIES_AFTER.format(position='%s')}) FROM ({LAG}) l (head, position, behind, parked, is_of_this_log)"


class Figures(NamedTuple):
    """Log and views at one moment; `behind`, `parked` and `appended` count entries."""

    head: int
    position: int
    behind: int
    parked: int
    appended: int


class DatabaseFigures:
    """Reads the figures. Positions have gaps, so entries are counted: all of them once, and from then on the new ones."""

    def __init__(self, pool: ReadingPool) -> None:
        self._pool = pool
        self._counted = (0, 0)
        """Up to which position the entries are counted, and how many there are."""

    async def read(self) -> "DatabaseMetrics":
        """What the database tells at the moment, or that it does not answer."""
        try:
            return DatabaseMetrics(True, await self._pool.read(self._look))
        except (Busy, psycopg.Error, TimeoutError):
            return DatabaseMetrics(False, None)
        except ViewsUnusable:
            return DatabaseMetrics(True, None)

    async def _look(self, conn: AsyncConnection[Any]) -> Figures:
        after, count = self._counted
        head, position, behind, parked, _, new = await _row(conn, after)
        if head < after:
            # Another log has taken the place of this one.
            count = 0
            head, position, behind, parked, _, new = await _row(conn, 0)
        self._counted = head, count + new
        return Figures(head, position, behind, parked, count + new)


async def _row(conn: AsyncConnection[Any], after: int) -> tuple[Any, ...]:
    return await (await conn.execute(FIGURES.encode(), [after])).fetchone() or (0, 0, 0, 0, False, 0)


class DatabaseMetrics:
    """The figures as Prometheus' library collects them."""

    def __init__(self, answers: bool, figures: Figures | None) -> None:
        self._answers, self._figures = answers, figures

    def collect(self) -> Iterator[Metric]:
        """The metrics; only whether the database answers, where it tells no more."""
        yield GaugeMetricFamily("annals_database_up", "Whether the database answers", int(self._answers))
        if (found := self._figures) is None:
            return
        yield GaugeMetricFamily("annals_log_head", "Position of the log's last entry", found.head)
        yield GaugeMetricFamily("annals_views_position", "Position up to which the views are folded", found.position)
        yield GaugeMetricFamily("annals_views_lag_entries", "Entries not yet folded", found.behind)
        yield GaugeMetricFamily("annals_views_parked_entries", "Entries that could not be folded", found.parked)
        yield CounterMetricFamily("annals_entries_appended", "Entries that the log holds", found.appended)
        folded = found.appended - found.behind - found.parked
        yield CounterMetricFamily("annals_entries_folded", "Entries of the log that the views hold", folded)
        yield from _view_by_view(found)


def _view_by_view(found: Figures) -> Iterator[Metric]:
    position = GaugeMetricFamily("annals_view_position", "Position up to which a view is folded", labels=("view",))
    lag = GaugeMetricFamily("annals_view_lag_entries", "Entries that a view has still to fold", labels=("view",))
    for view in VIEWS:
        position.add_metric((view.name,), found.position)
        lag.add_metric((view.name,), found.behind)
    yield from (position, lag)
