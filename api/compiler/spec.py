"""What a field stands for in SQL: the vocabulary in which the GraphQL types are described."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import strawberry

from api.compiler.rows import PrefixedRow as PrefixedRow
from api.compiler.rows import Row as Row
from domain.errors import BadInput


@dataclass(frozen=True)
class Scalar:
    """A value: any SQL expression that `to_json` takes."""

    sql: str
    plain: bool = False
    """Its text has nothing that JSON would escape."""
    sure: bool = False
    """It is a column that is never null where the GraphQL type says so."""


@dataclass(frozen=True)
class Embedded:
    """An object made of the same row. `present`: SQL that is false or null where there is none."""

    row: Row
    present: str | None = None


@dataclass(frozen=True)
class One:
    """An object from another row. `source`: what follows FROM; null where it finds no row."""

    row: Row
    source: str
    otherwise: str = ""
    """What follows FROM where the source finds none: another way to such a row, under the same alias."""
    ctes: str = ""
    type_name: str = ""
    """The GraphQL type, where the field's own is an interface."""

    @property
    def ways(self) -> list[str]:
        """What may follow FROM, in the order in which the row is looked for."""
        return [way for way in (self.source, self.otherwise) if way]

    def found(self) -> str:
        """What follows FROM for the row, whichever way leads to it."""
        return f"({' UNION ALL '.join(f'SELECT {self.row.alias}.* FROM {way}' for way in self.ways)}) {self.row.alias}"


@dataclass(frozen=True)
class Many:
    """A list of objects, one for each row of `source`, in an order."""

    row: Row
    source: str
    order: str
    short: "Short | None" = None
    limit: int | None = None
    """How many objects the list has at most."""


@dataclass(frozen=True)
class Short:
    """A way to the same rows in the same order that takes less, open where a condition is true."""

    condition: str
    source: str
    order: str


@dataclass(frozen=True)
class Each:
    """A list of objects that are described one by one."""

    items: tuple[One | BadInput | None, ...]
    """What each is; None where there is none, and the reason where it cannot be told."""


@dataclass(frozen=True)
class Page:
    """A connection: a page of the rows of `source`, in the order of the keys."""

    row: Row
    source: str
    """What follows FROM, without the limits of the page."""
    keys: "tuple[Key, ...]"
    window: "Window"
    walk: "Walk | None" = None
    node: Callable[[Row], "Spec"] | None = field(default=None, compare=False)
    """What the node is, where it is not the row itself. Follows from the rest: pages that are else the same have the same."""


@dataclass(frozen=True)
class Walk:
    """A way to the rows of a page through another table that has the columns of its order, too, and an index in that order.

    Where only few rows belong to a page's list, or very many, the database would else look at all of them, or at all others."""

    row: Row
    """A row of that table."""
    group: str
    """What follows FROM for what is walked: each of its rows begins a walk of its own. Empty where there is one walk."""
    source: str
    """What follows FROM for the rows of one walk."""
    leads_to: str
    """SQL for the position of the page's row that a walk's row leads to."""
    first: str
    """SQL: the row is the first of its walk that leads there."""
    length: str = ""
    """SQL for how many first rows one walk has, where that is known without walking."""


@dataclass(frozen=True)
class Key:
    """One column of a connection's order. `sql` takes the alias as `{0}`; never null."""

    sql: str
    type: str
    descending: bool = False


@dataclass(frozen=True)
class Window:
    """Which part of a connection: `limit` rows after or before a cursor's values, from the start or from the end."""

    name: str
    """What the order is called: a cursor is only good for the order it was made for."""
    limit: int
    backward: bool = False
    after: str = ""
    """SQL for the row that the cursor stands for; empty where there is none."""
    before: str = ""


def by(column: str, type: str, *, descending: bool = False) -> Key:
    """An order by one column, which is never null."""
    return Key(f"{{0}}.{column}", type, descending)


Spec = Scalar | Embedded | One | Many | Each | Page | None
"""What a field stands for; None is null."""

Describe = Callable[..., Spec]


def sql(describe: Describe, type: Any = None, **more: Any) -> Any:
    """A field of a GraphQL type, described by a function of its row (first parameter `root`) and its arguments.

    The function is never called as a resolver: the compiler calls it to learn the field's SQL."""
    return strawberry.field(resolver=describe, graphql_type=type, **more)


def column(name: str, **more: Any) -> Any:
    """A field that is a column of another name."""
    return strawberry.field(metadata={"describe": lambda root: Scalar(root.text(name))}, **more)


def code(**more: Any) -> Any:
    """A field that is a column of its own name, whose text has nothing that JSON would escape: a ref, a key, a code."""
    return strawberry.field(metadata={"plain": True}, **more)


def expression(describe: Callable[[Any], Spec], **more: Any) -> Any:
    """A field without arguments, described by a function of its row."""
    return strawberry.field(metadata={"describe": describe}, **more)
