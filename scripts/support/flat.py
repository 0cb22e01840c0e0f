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

    So has a value of the objects of a list within a row, joined by `;`: `parties.role`. Raises BadInput, naming the field, where
    the answer is not one list."""
    found = _the_list("", data)
    columns = list(_columns("", found))
    return FlatRows(columns, [[_value(row, column) for column in columns] for row in found])


def _the_list(path: str, value: Any) -> list[Any]:
    """The list of objects that an answer consists of; one object alone is a list of one."""
    while isinstance(value, Mapping):
        if len(value) > 1 and (path == "" or any(_is_list_of_objects(part) for part in value.values())):
            where = path or "the query"
            raise BadInput(f"{where} has {', '.join(value)}: a table is made of one of them; {REMEDY}")
        if len(value) > 1 or (path and not isinstance(next(iter(value.values())), Mapping | list)):
            return [value]
        ((name, value),) = value.items()
        path = f"{path}.{name}" if path else name
    rows = [row for row in value if row is not None] if isinstance(value, list) else []
    if any(not isinstance(row, Mapping) for row in rows):
        raise BadInput(f"{path} is a list of values, not of objects; {REMEDY}")
    return rows


def _columns(prefix: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for name in dict.fromkeys(name for row in rows for name in row):
        if objects := [part for row in rows for part in _objects(row.get(name))]:
            yield from _columns(f"{prefix}{name}.", objects)
        else:
            yield f"{prefix}{name}"


def _objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects that a value is, or is a list of."""
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, Mapping)]


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value)


def _value(row: Any, column: str) -> Any:
    """The value of a row under a name; where there can be several, joined, with nothing for each that there is not."""
    name, _, rest = column.partition(".")
    value = row and row.get(name)
    if isinstance(value, list):
        return ";".join(cell(_value(part, rest) if rest else part) for part in value)
    return _value(value, rest) if rest else value


def cell(value: Any) -> str:
    """A value as text; nothing where there is none."""
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
