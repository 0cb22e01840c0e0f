"""Views of registrations: each row is one registration, as last corrected, until it is retracted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from domain.log.stored import Recorded
from domain.registrations.base import Registration
from domain.revisions import RegistrationCorrected, RegistrationRetracted
from projections.rows import Rows
from projections.table import Table
from projections.view import View

R = TypeVar("R", bound=tuple[Any, ...])

LINES = 1000
"""Rows that one registration may have: line = version in the stream * LINES + number.

A registration that completes a provisional one takes its place, and so has version 1."""


RETRACTED = "retracted"
"""A column that keeps a thing's row when its registration is retracted: it can no longer be found, but events still show it."""


def registered(
    table: Table[R],
    rows_of: Mapping[type[Registration], Callable[[Any], Iterable[tuple[Any, ...]]]],
    remaining: Callable[[Sequence[R], Sequence[tuple[Any, ...]]], Iterable[tuple[Any, ...]]] = lambda replaced, new: (),
) -> View[R]:
    """A view with the rows that `rows_of` makes of each kind of registration. They lack the key (the stream) and the line.

    `remaining`: more rows, made of those of a provisional registration, once a person's registration replaces them by new ones."""

    make_row: Callable[..., R] = table.row

    def evolve(rows: Rows[R], recorded: Recorded) -> None:
        entry, version, stream = recorded.entry, recorded.version, recorded.stream
        if isinstance(entry, RegistrationCorrected | RegistrationRetracted):
            version = entry.version or 0
        elif isinstance(entry, Registration) and entry.FOUNDS:
            version = 1
        now = rows.of(stream)
        others = {line: r for line, r in now.items() if line // LINES != version}
        if isinstance(entry, RegistrationRetracted):
            own = _retracted(table, {line: r for line, r in now.items() if line not in others})
        else:
            said = entry.replacement if isinstance(entry, RegistrationCorrected) else entry
            values = list(rows_of.get(type(said), _nothing)(said))  # type: ignore[arg-type]
            if said is entry:
                values += remaining([now[line] for line in sorted(now.keys() - others.keys())], values)
            own = {line: make_row(stream, line, *v) for line, v in enumerate(values, start=version * LINES)}
        rows.put(stream, recorded.position, list((others | own).values()))

    return View(table=table, kinds=(*rows_of, RegistrationCorrected, RegistrationRetracted), evolve=evolve)


def _retracted(table: Table[R], rows: dict[int, R]) -> dict[int, R]:
    if RETRACTED not in table.columns:
        return {}
    return {line: cast(Any, row)._replace(retracted=True) for line, row in rows.items()}


def _nothing(said: Registration) -> Iterable[tuple[Any, ...]]:
    return ()
