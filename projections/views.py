"""All views, in the order in which they are folded. A new view is a file and a line here."""

import hashlib
from typing import Any

from projections import (
    actors,
    apart,
    events,
    history,
    names,
    offices,
    parties,
    places,
    reports,
    sources,
    standings,
    successions,
)
from projections.database import CHECKPOINT, PARKED
from projections.view import View

VIEWS: tuple[View[Any], ...] = (
    actors.VIEW,
    names.VIEW,
    offices.VIEW,
    successions.VIEW,
    places.VIEW,
    sources.VIEW,
    events.VIEW,
    parties.VIEW,
    standings.VIEW,
    reports.VIEW,
    history.VIEW,
    apart.VIEW,
)

FOLD_VERSION = 3
"""Raised by hand when a fold gives other rows for the same entries."""


def definition() -> str:
    """What tells these views from those of another program version: a hash of their tables and of the folds' version."""
    own = (s for view in VIEWS for s in (view.table.create(), *view.table.create_indexes()))
    tables = "\n".join((CHECKPOINT, PARKED, *own))
    return hashlib.sha256(f"{FOLD_VERSION}\n{tables}".encode()).hexdigest()
