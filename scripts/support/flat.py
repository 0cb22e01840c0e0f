"""Answers as tables: the rows of the one list that a query asks for, with a column for each value."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.errors import BadInput

REMEDY = "leave it out, or print the answer as JSON"


class FlatRows(NamedTuple):
    """The names of columns, and rows of plain values; None where there is none."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def flat(data: Mapping[str, Any]) -> FlatRows:
    """The table of an answer. A value of an object within a row has a column with a dot in its name: `occurred.edtf`.

    Raises BadInput, naming the field, where the answer is not one list, or a row holds another list of objects."""
    path, found = _the_list("", data)
    columns = list(_columns(path, "", found))
    return FlatRows(columns, [[_value(row, column) for column in columns] for row in found])


def _the_list(path: str, value: Any) -> tuple[str, list[Any]]:
    """The list of objects that an answer consists of, with the way to it; one object alone is a list of one."""
    while isinstance(value, Mapping):
        if len(value) > 1 and (path == "" or any(_is_list_of_objects(part) for part in value.values())):
            where = path or "the query"
            raise BadInput(f"{where} has {', '.join(value)}: a table is made of one of them; {REMEDY}")
        if len(value) > 1 or (path and not isinstance(next(iter(value.values())), Mapping | list)):
            return path, [value]
        ((name, value),) = value.items()
        path = f"{path}.{name}" if path else name
    rows = [row for row in value if row is not None] if isinstance(value, list) else []
    if any(not isinstance(row, Mapping) for row in rows):
        raise BadInput(f"{path} is a list of values, not of objects; {REMEDY}")
    return path, rows


def _columns(path: str, prefix: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [value for row in rows if (value := row.get(name)) is not None]
        if any(map(_is_list_of_objects, values)):
            raise BadInput(f"{path}.{prefix}{name} is a list of objects within each row of the table; {REMEDY}")
        if objects := [value for value in values if isinstance(value, Mapping)]:
            yield from _columns(path, f"{prefix}{name}.", objects)
        else:
            yield f"{prefix}{name}"


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value)


def _value(row: Any, column: str) -> Any:
    for name in column.split("."):
        row = row and row.get(name)
    return ";".join(map(cell, row)) if isinstance(row, list) else row


def cell(value: Any) -> str:
    """A value as text; nothing where there is none."""
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
