"""Things found to be one: whom each stands for, after merges and their undoing."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar, cast

from projections.rows import Rows

R = TypeVar("R", bound=tuple[Any, ...])


def merge(rows: Rows[R], position: int, named: str, survivor: Any, duplicates: Collection[Any], *, undo: bool) -> None:
    """Merges duplicates into a survivor, or takes them apart again.

    `named`: the field by which rows call each other in `merged_into` and `survivor`. Everything that stands for one of those
    named must have been loaded; what else was loaded is left alone."""
    known = {getattr(row, named): cast(Any, row) for row in rows.all()}
    affected = {known[name].survivor for name in (survivor, *duplicates) if name in known}
    into = None if undo else survivor
    known |= {name: known[name]._replace(merged_into=into) for name in duplicates if name in known}
    for row in [row for row in known.values() if row.survivor in affected]:
        rows.put_one(position, row._replace(survivor=_end_of(getattr(row, named), known)))


def _end_of(name: Any, known: Mapping[Any, Any]) -> Any:
    seen = {name}
    while name in known and (following := known[name].merged_into) is not None and following not in seen:
        name = following
        seen.add(name)
    return name
