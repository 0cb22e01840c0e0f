"""A view's table: rows that hold from one position of the log to another.

Every table has the columns `known_from` and `known_until`. A row holds at position p where `known_from <= p < known_until`; a row
that still holds ends at OPEN. So the answer now and the answer as of any position come from the same rows by the same condition.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projections.tally import Tally

OPEN = 2**63 - 1
"""The end of what still holds: PostgreSQL's greatest bigint."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a view. Rows with one key change together; `line` tells them apart."""

    name: str
    columns: dict[str, str]
    """Column names with their SQL types. The first is the key, the second is `line`."""
    indexes: tuple[str, ...] = ()
    """What to index: each is what follows `ON table`."""
    tallies: "tuple[Tally, ...]" = ()
    """What to count as it comes."""

    @property
    def key(self) -> str:
        """The column that the rows of one thing share."""
        return next(iter(self.columns))

    def create(self) -> str:
        """The SQL that creates the table in the current schema."""
        columns = ", ".join(f"{name} {type}" for name, type in self.columns.items())
        return (
            f"CREATE TABLE {self.name} ({columns}, known_from bigint NOT NULL, known_until bigint NOT NULL,"
            f" PRIMARY KEY ({self.key}, line, known_from))"
        )

    def create_indexes(self) -> list[str]:
        """The SQL that creates its indexes and tallies; where much is to come at once, quicker done after."""
        indexes = [f"CREATE INDEX {self.name}_{n} ON {self.name} {index}" for n, index in enumerate(self.indexes, 1)]
        return [*indexes, *(statement for tally in self.tallies for statement in tally.create())]

    def parts(self) -> list[str]:
        """All that is created with it and goes where it goes, as SQL calls it."""
        return [f"TABLE {self.name}", *(part for tally in self.tallies for part in tally.parts())]


def held(alias: str, at: str) -> str:
    """The SQL condition that a row holds at a position; `at` is an SQL expression."""
    return likely(f"{alias}.known_from <= {at} AND {alias}.known_until > {at}")


def likely(condition: str) -> str:
    """The same SQL condition, told to PostgreSQL as one that nearly all rows meet.

    It takes a comparison with what it does not know for true of one row in three, but what is not null for true of nearly all:
    with less it would rather read and sort whole tables than follow an index to the first few rows."""
    return f"(CASE WHEN {condition} THEN 0 END) IS NOT NULL"
