"""Reading and writing the tables of the seal over one connection."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.log.seal import sql
from domain.log.seal.notes import PublicKey, read_public_key
from domain.log.seal.tiles import WIDTH, subtrees
from domain.log.seal.tree import Subtree

PAGE = 5000
"""How many leaves are read at a time when all are."""


class SealedLeaf(NamedTuple):
    """A leaf as the seal has it."""

    leaf_index: int
    position: int
    data: bytes
    salt: bytes


class Signed(NamedTuple):
    """A checkpoint as it was signed, and the position of the last entry that it covers."""

    size: int
    position: int
    note: str


class SealTables:
    """The tables of the seal of the log in a database."""

    def __init__(self, conn: Connection[Any]) -> None:
        """`conn`: a connection in autocommit mode."""
        self._conn = conn

    def end(self) -> tuple[int, int]:
        """How many leaves there are, and the position of the last one's entry."""
        return next(((size, position) for size, position in self._rows(sql.LAST_LEAF)), (0, 0))

    def leaf_at(self, position: int) -> SealedLeaf | None:
        """The leaf of the entry at a position."""
        return next((SealedLeaf(index, position, *rest) for index, *rest in self._rows(sql.LEAF_AT, position, position)), None)

    def leaves(self, first: int = 0) -> Iterator[SealedLeaf]:
        """All leaves from an index on, in order; memory stays flat."""
        while page := self._rows(sql.LEAVES, first, PAGE):
            yield from (SealedLeaf(*row) for row in page)
            first = page[-1][0] + 1

    def hashes(self) -> dict[tuple[int, int], bytes]:
        """All stored hashes of the tree, by level and index of the tile's hash."""
        return {(level, index): hash for level, index, hash in self._rows(sql.ALL_HASHES)}

    def tile(self, level: int, index: int, width: int) -> list[bytes]:
        """The first so many hashes of a tile, or those of them that there are."""
        start, end = index * WIDTH, index * WIDTH + width
        found = self._rows(sql.HASHES, level, start, end) if level else self._rows(sql.LEAF_HASHES, start, end)
        return [hash for (hash,) in found]

    def tree(self, size: int) -> Subtree:
        """The tree of the first so many leaves."""
        return subtrees(self.tile, size)

    def add(self, leaves: Iterable[SealedLeaf], hashes: Iterable[tuple[int, int, bytes]]) -> None:
        """Adds leaves and the hashes of the tiles above them, all or none."""
        with self._conn.transaction():
            self._copy(sql.COPY_LEAVES, ("int8", "int8", "bytea", "bytea"), leaves)
            self._copy(sql.COPY_HASHES, ("int4", "int8", "bytea"), hashes)

    def signed(self, condition: str = "ORDER BY size DESC LIMIT 1", *params: object) -> Signed | None:
        """The last checkpoint, or the first that meets another condition."""
        return next((Signed(*row) for row in self._rows(f"{sql.SIGNED} {condition}", *params)), None)

    def all_signed(self) -> list[Signed]:
        """All checkpoints, the smallest first."""
        return [Signed(*row) for row in self._rows(f"{sql.SIGNED} ORDER BY size")]

    def covering(self, position: int) -> Signed | None:
        """The first checkpoint that covers the entry at a position."""
        return self.signed("WHERE position >= %s ORDER BY size LIMIT 1", position)

    def cosigned(self, position: int) -> Signed | None:
        """The last checkpoint that covers the entry at a position and that a witness has cosigned."""
        return self.signed(sql.COSIGNED, position)

    def add_signed(self, signed: Signed) -> None:
        """Keeps a checkpoint."""
        self._conn.execute(sql.INSERT_CHECKPOINT.encode(), signed)

    def with_cosignatures(self, signed: Signed) -> str:
        """The note of a checkpoint with the lines of the witnesses that have cosigned it."""
        return signed.note + "".join(line for (line,) in self._rows(sql.COSIGNATURES, signed.size))

    def add_cosignature(self, size: int, name: str, line: str) -> bool:
        """Keeps a witness's line under a checkpoint; whether there was none of this witness yet."""
        return bool(self._rows(sql.INSERT_COSIGNATURE, size, name, line))

    def public_keys(self) -> list[PublicKey]:
        """The public keys that checkpoints were signed with; the last one is in use."""
        return [read_public_key(key) for (key,) in self._rows(sql.PUBLIC_KEYS)]

    def add_key(self, key: PublicKey) -> None:
        """Notes the key that checkpoints are signed with from now on."""
        self._conn.execute(sql.INSERT_KEY.encode(), (str(key),))

    def _rows(self, query: str, *params: object) -> list[Any]:
        with self._conn.cursor(row_factory=tuple_row, binary=True) as cursor:
            return cursor.execute(query.encode(), params or None).fetchall()

    def _copy(self, statement: str, types: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        with self._conn.cursor().copy(statement.encode()) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)
