"""Seals what the log brings: first the leaves are committed, then the tree's root is signed, then the checkpoint is published.

A sealer may die between any two steps. The next one goes on from the leaves and the checkpoints that there are; it signs nothing
that does not agree with all that was signed before."""

import logging
import time
from threading import Event
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.errors import AnnalsError
from domain.failpoints import Failpoint, reach
from domain.log.queries import STORE_ID
from domain.log.seal.growing import grow, new_salt
from domain.log.seal.keys import SealFiles
from domain.log.seal.leaves import leaf_of
from domain.log.seal.notes import Checkpoint, PrivateKey, read_note
from domain.log.seal.store import SealTables, Signed
from domain.log.seal.tree import Frontier, leaf_hash, root
from domain.log.store import sql as log
from domain.log.store.recorder import LoggedEvent
from domain.postgres.connection import connect
from domain.postgres.locks import AdvisoryLock, Channel
from domain.postgres.persisting import LOOK, await_promotion, await_turn, is_standby, persist
from domain.postgres.waiting import try_lock_session

PAGE = 2000
"""How many entries are sealed in one transaction."""

PAUSE = 0.25
"""Seconds at least between two checkpoints."""

AFTER = f"{log.READ} WHERE notification_id > %s ORDER BY notification_id LIMIT %s"

logger = logging.getLogger(__name__)


class SealBroken(AnnalsError):
    """The log is not the one that was sealed. Nothing more is signed, since that would hide it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the log is not sealed any further: {reason}; annals verify tells what was changed")


class Sealer:
    """Seals the log in a database. For one thread at a time."""

    def __init__(self, url: str, files: SealFiles, page: int = PAGE) -> None:
        """`url`: the database as the role that folds; `page`: how many entries are sealed in one transaction."""
        self._url, self._files, self._page = url, files, page

    def follow(self, stop: Event) -> None:
        """Seals what the log brings until told to stop. Outlives every interruption; stands by while another sealer is at it."""
        persist(self._follow, stop, "sealing the log", logger)

    def seal_unless_followed(self) -> None:
        """Seals all that the log holds, unless another process is at it. Raises AnnalsError, psycopg.Error."""
        with connect(self._url) as conn:
            if not is_standby(conn) and try_lock_session(conn, AdvisoryLock.SEAL):
                Sealing(conn, self._files, self._page).run()

    def _follow(self, stop: Event) -> None:
        with connect(self._url) as conn:
            if is_standby(conn):
                await_promotion(conn, stop)
            if not await_turn(conn, AdvisoryLock.SEAL, stop):
                return
            sealing = Sealing(conn, self._files, self._page)
            conn.execute(f"LISTEN {Channel.ENTRIES.value}".encode())
            while not stop.is_set():
                begun = time.monotonic()
                sealing.run()
                stop.wait(max(0.0, begun + PAUSE - time.monotonic()))
                for _ in conn.notifies(timeout=LOOK, stop_after=1):
                    pass


class Sealing:
    """The work of the one sealer, which has the lock: the tree as far as it has come, and the key."""

    def __init__(self, conn: Connection[Any], files: SealFiles, page: int = PAGE) -> None:
        """Checks that the tables agree with what was signed. Raises SealBroken, KeyUnusable, BadNote, psycopg.Error."""
        self._conn, self._page, self._tables = conn, page, SealTables(conn)
        self._file = files.of(store_id(conn))
        self._known = self._tables.public_keys()
        self._key = self._given_key()
        self._signed = self._last_signed()
        if not self._known:
            # Only now: a key that has signed another log must not sign this one too.
            self._tables.add_key(self._key.public)
        _, self._position = self._tables.end()
        self._frontier = self._begun()

    def run(self) -> None:
        """Seals all that the log holds. Raises psycopg.Error, KeyUnusable."""
        begun = time.monotonic()
        while entries := read_after(self._conn, self._position, self._page):
            self._tables.add(*grow(self._frontier, ((entry, new_salt()) for entry in entries)))
            self._position = entries[-1].id
            reach(Failpoint.SEAL_GROWN)
            if time.monotonic() > begun + PAUSE:
                # An import may bring entries faster than they are sealed, for hours.
                self._sign()
                begun = time.monotonic()
        self._sign()

    def _sign(self) -> None:
        if self._frontier.size == self._signed:
            return
        checkpoint = Checkpoint(self._key.name, self._frontier.size, self._frontier.root())
        note = f"{checkpoint.text}\n{self._key.sign(checkpoint.text)}"
        # What was signed is known apart from the database before anybody can see it.
        self._file.keep(note, checkpoint.size)
        reach(Failpoint.SEAL_SIGNED)
        self._tables.add_signed(Signed(checkpoint.size, self._position, note))
        reach(Failpoint.SEAL_PUBLISHED)
        self._signed = checkpoint.size

    def _given_key(self) -> PrivateKey:
        """The key that the log is sealed with; a new one for a log that has none."""
        key = self._file.read()
        if not self._known:
            return key or self._file.make(default_name(store_id(self._conn)))
        if key is None or key.public != self._known[-1]:
            there = "there is none" if key is None else f"there is that of {key.public}"
            raise AnnalsError(
                f"the log is sealed with the key of {self._known[-1]}, which should be in {self._file.path}, but {there}; copy the"
                " file from where annals init or the first server ran, and name it in ANNALS_SEAL_KEY if it is elsewhere"
            )
        return key

    def _last_signed(self) -> int:
        """The size of the last checkpoint that was signed, once all that is known of it agrees with the tree. Raises SealBroken."""
        there, (size, _) = self._tables.signed(), self._tables.end()
        kept = self._file.last_signed()
        notes = [note for note in (there and read_note(there.note), kept) if note]
        for note in notes:
            checkpoint = note.checkpoint()
            if checkpoint.origin != self._key.name:
                raise SealBroken(f"a checkpoint of {checkpoint.origin} lies beside the key of {self._key.name}")
            if not note.signed_by(self._known or [self._key.public]):
                raise SealBroken(f"the checkpoint of {checkpoint.size} entries is not signed with the log's key")
            if checkpoint.size > size:
                raise SealBroken(f"a checkpoint of {checkpoint.size:,} entries was signed, of which only {size:,} are left")
            if root(self._tables.tree(checkpoint.size), checkpoint.size) != checkpoint.root:
                raise SealBroken(f"its first {checkpoint.size:,} entries are not those that were signed")
        last = max((note.checkpoint().size for note in notes), default=0)
        if kept and kept.checkpoint().size == last and (there is None or there.size < last):
            # Its sealer died before it was published.
            text = f"{kept.text}\n{self._key.sign(kept.text)}"
            self._tables.add_signed(Signed(last, next(self._tables.leaves(last - 1)).position, text))
        return last

    def _begun(self) -> Frontier:
        """The tree up to the last checkpoint, and the leaves after it that a sealer had no time to sign. Raises SealBroken."""
        frontier = Frontier.of(self._tables.tree(self._signed), self._signed)
        for leaf in self._tables.leaves(self._signed):
            entries = read_after(self._conn, leaf.position - 1, 1)
            if not entries or leaf_of(entries[0], leaf.salt).data() != leaf.data:
                raise SealBroken(f"the entry at position {leaf.position} is not the one that is about to be signed")
            list(frontier.add(leaf_hash(leaf.data)))
        return frontier


def read_after(conn: Connection[Any], position: int, limit: int) -> list[LoggedEvent]:
    """At most so many entries of the log after a position."""
    with conn.cursor(row_factory=tuple_row, binary=True) as cursor:
        return [LoggedEvent(*row) for row in cursor.execute(AFTER.encode(), (position, limit))]


def store_id(conn: Connection[Any]) -> UUID:
    """The id of the log in a database."""
    (id,) = conn.cursor(row_factory=tuple_row).execute(STORE_ID.encode()).fetchone() or (None,)
    assert isinstance(id, UUID)
    return id


def default_name(store: UUID) -> str:
    """What a log is called in its checkpoints, if nobody has given it a name."""
    return f"annals/{store}"
