"""Sees to it that queries find what has been recorded, and tells "recorded, but not in the views yet" from failure."""

import psycopg
from eventsourcing.persistence import PersistenceError

from domain.errors import AnnalsError, Busy, NotYetVisible
from projections.folding import Progress
from projections.live import LiveViews
from scripts.support.session import Session

PATIENCE = 120.0
"""Seconds in which the views must at least come nearer, where many entries are to be folded."""

REMEDY = "annals project, or the next annals command of a role that may fold, brings the views up to date"


def fold_recorded(session: Session, position: int) -> NotYetVisible | None:
    """Folds what has been recorded up to a position, if no worker does; why the views lack it, if they do."""
    try:
        session.views.fold_unless_followed()
    except (psycopg.Error, PersistenceError, AnnalsError) as error:
        return _late(position, error)
    return None


def wait_until_visible(session: Session, position: int, seconds: float, progress: Progress | None = None) -> NotYetVisible | None:
    """Waits for the views to reach a position; why they have not, if they have not.

    With `progress`, the time counts from when they last came nearer."""
    try:
        session.views.wait(position, seconds, progress, renew=progress is not None)
    except NotYetVisible as late:
        return late
    except (psycopg.Error, PersistenceError, AnnalsError) as error:
        return _late(position, error)
    return None


def require_visible(views: LiveViews, position: int) -> None:
    """Returns once the views have reached a position that the rest of an import depends on. Raises Busy."""
    try:
        views.wait(position, PATIENCE, renew=True)
    except NotYetVisible as late:
        raise Busy(f"the import stopped: {late}. Import the files again: what is recorded is not recorded twice") from late


def _late(position: int, error: Exception) -> NotYetVisible:
    late = NotYetVisible(position, " ".join(str(error).split()), REMEDY)
    late.__cause__ = error
    return late
