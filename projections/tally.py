"""Tallies: how many rows of each group a table has at any position, told without looking at them all.

The positions of the log lie in blocks. A tally says for each group and block how many rows more (or fewer) there were after it
than before. So the number at a position is the sum over the blocks before, and what began or ended since in the position's own.
PostgreSQL keeps a tally by itself, in the transaction and with the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from projections.period import OPEN

BITS = 12
"""A block has 2 to the power of this many positions: few to look at one by one, and few blocks to add up."""

BEGAN = "known_from > 0"
"""True of every row. Said of the index alone, it keeps the planner from taking it for what has another."""

ENDED = f"known_until < {OPEN}"
"""Few rows have."""

OLD, NEW = "old_rows", "new_rows"
"""What a trigger calls the rows as they were, and as they are."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of those rows of a table that meet a condition, by one of its columns."""

    table: str
    group: str
    """A column of texts."""
    condition: Callable[[str], str]
    """The SQL condition; takes what stands before a column's name, `row.` or nothing."""

    @property
    def name(self) -> str:
        """What its own table is called, and the function that keeps it."""
        return f"{self.table}_tally"

    def create(self) -> list[str]:
        """The SQL that makes it for the rows that there are, and has it kept from then on."""
        counted = self.condition("")
        added = self._adding(self.changes(NEW))
        replaced = self._adding(f"{self.changes(NEW)} UNION ALL {self.changes(OLD, gone=True)}")
        run = f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()"
        return [
            f'CREATE TABLE {self.name} ({self.group} text COLLATE "C", block bigint, change int NOT NULL,'
            f" PRIMARY KEY ({self.group}, block) INCLUDE (change))",
            f"INSERT INTO {self.name} {self.summed(self.changes(self.table))}",
            f"CREATE INDEX {self.name}_began ON {self.table} ({self.group}, (known_from >> {BITS})) WHERE {counted} AND {BEGAN}",
            f"CREATE INDEX {self.name}_ended ON {self.table} ({self.group}, known_until) WHERE {counted} AND {ENDED}",
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF TG_OP = 'INSERT' THEN {added}; ELSE {replaced}; END IF; RETURN NULL; END $$",
            f"CREATE TRIGGER {self.name}_added AFTER INSERT ON {self.table} REFERENCING NEW TABLE AS {NEW} {run}",
            f"CREATE TRIGGER {self.name}_replaced AFTER UPDATE ON {self.table}"
            f" REFERENCING OLD TABLE AS {OLD} NEW TABLE AS {NEW} {run}",
        ]

    def parts(self) -> list[str]:
        """What is created beside the table, as SQL calls it."""
        return [f"TABLE {self.name}", f"FUNCTION {self.name}"]

    def changes(self, rows: str, *, gone: bool = False) -> str:
        """SQL for what each of some rows changes in which block: one more where it begins, one fewer where it ends.

        The other way round where the rows are gone."""
        more, fewer = (-1, 1) if gone else (1, -1)
        counted = self.condition("")
        return (
            f"SELECT {self.group}, known_from >> {BITS} AS block, {more} AS change FROM {rows} WHERE {counted}"
            f" UNION ALL SELECT {self.group}, known_until >> {BITS}, {fewer} FROM {rows} WHERE {counted} AND {ENDED}"
        )

    def summed(self, changes: str) -> str:
        """SQL for changes, added up by group and block."""
        return f"SELECT {self.group}, block, sum(change) AS change FROM ({changes}) c GROUP BY 1, 2"

    def _adding(self, changes: str) -> str:
        return (
            f"INSERT INTO {self.name} AS t {self.summed(changes)} HAVING sum(change) <> 0"
            f" ON CONFLICT ({self.group}, block) DO UPDATE SET change = t.change + excluded.change"
        )

    def differences(self) -> str:
        """SQL for the groups and blocks in which it does not say what the rows do, with both numbers."""
        return (
            f"SELECT {self.group}, block, coalesce(t.change, 0) AS live, coalesce(c.change, 0) AS folded"
            f" FROM {self.name} t FULL JOIN ({self.summed(self.changes(self.table))}) c USING ({self.group}, block)"
            f" WHERE coalesce(t.change, 0) <> coalesce(c.change, 0) ORDER BY block, {self.group}"
        )

    def number(self, group: str, at: str | None = None) -> str:
        """SQL for how many rows of a group hold, now or at a position; both are SQL expressions."""
        of_group = f"t.{self.group} = {group}"
        if at is None:
            return f"coalesce((SELECT sum(t.change) FROM {self.name} t WHERE {of_group}), 0)"
        since = f"FROM {self.table} t WHERE {of_group} AND {self.condition('t.')} AND"
        began = f"t.known_from >> {BITS} = {at} >> {BITS} AND t.known_from <= {at} AND t.{BEGAN}"
        ended = f"t.known_until BETWEEN {at} >> {BITS} << {BITS} AND {at} AND t.{ENDED}"
        return (
            f"(coalesce((SELECT sum(t.change) FROM {self.name} t WHERE {of_group} AND t.block < {at} >> {BITS}), 0)"
            f" + (SELECT count(*) {since} {began})"
            f" - (SELECT count(*) {since} {ended}))"
        )
