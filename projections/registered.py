"""Views of registrations: each row is one registration, as last corrected, until it is retracted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from domain.entries import Entry
from domain.log.stored import Recorded
from domain.registrations import Registration
from domain.revisions import RegistrationCorrected, RegistrationRetracted
from projections.rows import Rows
from projections.table import Table
from projections.view import View

R = TypeVar("R", bound=tuple[Any, ...])

LINES = 1000
"""Rows that one registration may have: line = version in the stream * LINES + number."""


def registered(
    table: Table,
    row: type[R],
    rows_of: Mapping[type[Registration], Callable[[Any], Iterable[tuple[Any, ...]]]],
) -> View[R]:
    """A view with the rows that `rows_of` makes of each kind of registration. They lack the key (the stream) and the line."""

    make_row: Callable[..., R] = row

    def touches(entry: Entry) -> Iterable[UUID]:
        return (entry.stream,) if _said(entry) in rows_of or isinstance(entry, RegistrationRetracted) else ()

    def evolve(rows: Rows[R], recorded: Recorded) -> None:
        entry, version = recorded.entry, recorded.stored.originator_version
        if isinstance(entry, RegistrationCorrected | RegistrationRetracted):
            version = entry.version or 0
        others = {line: r for line, r in rows.of(entry.stream).items() if line // LINES != version}
        said = entry.replacement if isinstance(entry, RegistrationCorrected) else entry
        make = rows_of.get(type(said), lambda _: ())  # type: ignore[arg-type]
        own = {line: make_row(entry.stream, line, *values) for line, values in enumerate(make(said), start=version * LINES)}
        rows.put(entry.stream, recorded.position, others | own)

    return View(table=table, row=row, touches=touches, evolve=evolve)


def _said(entry: Entry) -> type[Entry]:
    return type(entry.replacement) if isinstance(entry, RegistrationCorrected) else type(entry)
