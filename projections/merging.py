"""Things found to be one: whom each stands for, after merges and their undoing."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar, cast

from projections.rows import Rows

R = TypeVar("R", bound=tuple[Any, ...])


def merged(rows: Rows[R], named: str, survivor: Any, duplicates: Collection[Any], *, undo: bool) -> list[R]:
    """The rows of all that are concerned where duplicates are merged into a survivor, or those taken apart that still are in it.

    `named`: the field by which rows call each other in `merged_into` and `survivor`. Everything that stands for one of those
    named must have been loaded; what else was loaded is left alone."""
    known = {getattr(row, named): cast(Any, row) for row in rows.all()}
    affected = {known[name].survivor for name in (survivor, *duplicates) if name in known}
    end = _end_of(survivor, known)
    changed = [name for name in duplicates if name in known and _changes(known[name], name, survivor, end, undo)]
    known |= {name: known[name]._replace(merged_into=None if undo else survivor) for name in changed}
    concerned = [row for row in known.values() if row.survivor in affected]
    return [row._replace(survivor=_end_of(getattr(row, named), known)) for row in concerned]


def _changes(row: Any, name: Any, survivor: Any, end: Any, undo: bool) -> bool:
    # What the survivor itself stands for cannot be merged into it: two opposite merges that race would make a circle.
    return bool(row.merged_into == survivor if undo else name != end)


def _end_of(name: Any, known: Mapping[Any, Any]) -> Any:
    seen = {name}
    while name in known and (following := known[name].merged_into) is not None and following not in seen:
        name = following
        seen.add(name)
    return name
