"""A view's table: its row type says each column once, and the table's SQL follows from that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import NoneType
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from projections.tally import Tally

R = TypeVar("R", bound=tuple[Any, ...])

Int32 = Annotated[int, "int"]
"""A whole number that takes 4 bytes in a column, where a plain `int` takes 8."""

Int16 = Annotated[int, "smallint"]
"""A whole number that takes 2 bytes."""

PENDING = "WITH (gin_pending_list_limit = 256)"
"""How many kB a GIN index keeps to put in order later. Searches read all of it, and once it was so long, the index stays as much
longer: with the usual 4 MB, an index of 100,000 events was four times as long as it had to be."""

TEXT = 'text COLLATE "C"'
"""The SQL type of texts. Without the collation, PostgreSQL would compare, sort and case them as the database's language has it:
in Turkish the upper case of `i` is no `I`."""

SQL_TYPES: Mapping[Any, str] = {
    str: TEXT,
    int: "bigint",
    Int32: "int",
    Int16: "smallint",
    float: "double precision",
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    UUID: "uuid",
    dict: "jsonb",
    list: 'text[] COLLATE "C"',
}
"""The SQL type of a column by its Python type. A dict is any JSON object, a list one of texts."""


@dataclass(frozen=True)
class Relation(Generic[R]):
    """What rows are read from: a table, or an SQL view of one."""

    name: str
    row: type[R]
    """The named tuple whose fields are the columns, in order. The first is the key, the second is `line`."""
    columns: Mapping[str, str] = field(init=False, compare=False)
    """Column names with their SQL declarations."""

    def __post_init__(self) -> None:
        hints = get_type_hints(self.row, include_extras=True)
        object.__setattr__(self, "columns", {name: _declaration(hint) for name, hint in hints.items()})

    @property
    def key(self) -> str:
        """The column that the rows of one thing share."""
        return next(iter(self.columns))


@dataclass(frozen=True)
class Derived(Relation[R]):
    """An SQL view of one table (and of the log): rows that are not stored a second time."""

    query: str
    """The SQL that gives the columns, and the period in which each row holds."""

    def create(self) -> str:
        """The SQL that creates it in the current schema."""
        return f"CREATE VIEW {self.name} AS {self.query}"


@dataclass(frozen=True)
class Table(Relation[R]):
    """A table of a view. Rows with one key change together; `line` tells them apart."""

    indexes: tuple[str, ...] = ()
    """What to index: each is what follows `ON table`."""
    tallies: tuple[Tally, ...] = ()
    """What to count as rows come and go."""
    derived: tuple[Derived[Any], ...] = ()
    """SQL views of it."""

    @property
    def has_numbers(self) -> bool:
        """Whether the key is a number: the position of a thing's first entry, in place of its id."""
        return self.columns[self.key].startswith("bigint")

    def create(self) -> str:
        """The SQL that creates the table in the current schema."""
        columns = ", ".join(f"{name} {declaration}" for name, declaration in self.columns.items())
        return f"CREATE TABLE {self.name} ({columns}, known_from bigint NOT NULL, known_until bigint NOT NULL)"

    def create_key(self) -> str:
        """The SQL that indexes the key, by which a fold finds the rows of a thing.

        No two rows have one key and line at a position, as `annals verify` proves: an index that knew it took twice as much."""
        return f"CREATE INDEX {self.name}_key ON {self.name} ({self.key})"

    def create_indexes(self) -> list[str]:
        """The SQL that creates its indexes, tallies and SQL views; quicker done after a large number of rows has been written."""
        indexes = [f"CREATE INDEX {self.name}_{n} ON {self.name} {index}" for n, index in enumerate(self.indexes, 1)]
        tallies = (statement for tally in self.tallies for statement in tally.create())
        return [*indexes, *tallies, *(derived.create() for derived in self.derived)]

    def parts(self) -> list[str]:
        """All that is created with it and goes where it goes, as SQL calls it, in an order in which it can be dropped."""
        tallies = (part for tally in self.tallies for part in tally.parts())
        return [*(f"VIEW {derived.name}" for derived in self.derived), f"TABLE {self.name}", *tallies]


def _declaration(hint: Any) -> str:
    """The SQL type of a column, and whether it may be null."""
    optional = NoneType in get_args(hint)
    (type,) = (part for part in get_args(hint) if part is not NoneType) if optional else (hint,)
    sql = SQL_TYPES.get(type) or SQL_TYPES[get_origin(type)]
    return sql if optional else f"{sql} NOT NULL"
