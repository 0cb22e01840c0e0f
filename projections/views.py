"""All views, in the order in which they are folded. A new view is a file and a line here."""

import hashlib
from typing import Any

from domain.cast import languages
from projections import (
    actors,
    apart,
    events,
    history,
    memberships,
    names,
    offices,
    parties,
    places,
    reports,
    sources,
    standings,
    successions,
    translations,
)
from projections.checkpoint import CREATE, CREATE_PARKED
from projections.view import View

VIEWS: tuple[View[Any], ...] = (
    actors.VIEW,
    names.VIEW,
    translations.VIEW,
    offices.VIEW,
    memberships.VIEW,
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

VERSION = 5
"""The version of the views. Raise it with every change of a table or of the rows that a fold makes of the same entries: programs
of several versions each have views of their own in one database, and a newer one replaces those of older ones."""


def definition() -> str:
    """A hash of what defines the views. Where it differs, although the version is the same, the views are rebuilt."""
    own = (s for view in VIEWS for s in (view.table.create(), *view.table.create_indexes()))
    tables = "\n".join((CREATE, CREATE_PARKED, *own))
    return hashlib.sha256(f"{VERSION}\n{languages.edition()}\n{tables}".encode()).hexdigest()
