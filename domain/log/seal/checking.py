"""Finds what was changed in the log behind its back: compares every entry with its leaf, and the leaves with what was signed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from domain.log.log import Log
from domain.log.seal.growing import tile_hashes
from domain.log.seal.leaves import TIME, Leaf, leaf_of, read_leaf
from domain.log.seal.notes import BadNote, Note, PublicKey, read_note
from domain.log.seal.store import SealedLeaf, SealTables, Signed
from domain.log.seal.tiles import HEIGHT
from domain.log.seal.tree import Frontier
from domain.log.store.recorder import LoggedEvent

SHOWN = 20
"""So many problems of the seal itself are told: where one hash was changed, all above it differ."""

MOST = 1000
"""After so many entries that are not as they were sealed, no more are looked for."""

FIRST = -(2**63)
"""Before all positions that the table can hold: nobody reads an entry at one below 1, but it may have been put there."""

Progress = Callable[[int, int], None]
Place = tuple[UUID, int]
"""The stream and version of an entry, of which there is one in a log."""


class Finding(NamedTuple):
    """An entry that is not as it was sealed."""

    position: int
    what: str
    """In words: changed, removed, added, moved or back-dated, and how."""


class HeldCheckpoint(NamedTuple):
    """A checkpoint that somebody holds, and what it is called."""

    name: str
    note: Note


@dataclass
class SealVerdict:
    """How the log stands to its seal."""

    entries: int
    """How many entries are sealed."""
    position: int = 0
    """The position of the last of them."""
    unsealed: int = 0
    """How many entries came after it."""
    checkpoints: int = 0
    """How many checkpoints agree with the tree."""
    findings: list[Finding] = field(default_factory=list)
    """By position."""
    problems: list[str] = field(default_factory=list)
    """What is wrong with the seal itself, in words."""

    @property
    def passed(self) -> bool:
        """Whether all is as it was sealed."""
        return not (self.findings or self.problems)

    def tell(self, problem: str) -> None:
        """Adds a problem of the seal itself."""
        if len(self.problems) < SHOWN:
            self.problems.append(problem)


def check(
    log: Log, tables: SealTables, keys: Sequence[PublicKey], held: Sequence[HeldCheckpoint] = (), progress: Progress | None = None
) -> SealVerdict:
    """Compares the log with its seal, and both with the checkpoints that were signed.

    `keys`: those that may have signed, as known apart from the database; `held`: checkpoints that others hold."""
    # In this order, what a sealer adds meanwhile is not missed: leaves come before their checkpoints, and after their entries.
    stored = tables.all_signed()
    (size, _), head = tables.end(), log.head()
    verdict, entries = SealVerdict(size), _Entries(log.walk(head, FIRST))
    tree = _TreeCheck(tables.hashes(), verdict)
    tree.expect_signed(stored, keys)
    tree.expect_held(held)
    for leaf in islice(tables.leaves(), size):
        if progress and leaf.leaf_index % 1000 == 0:
            progress(leaf.position, head)
        entries.compare(leaf, tree.add(leaf))
        verdict.position = leaf.position
        if len(entries.findings) >= MOST:
            verdict.tell(f"more than {MOST:,} entries are not as they were sealed; the rest was not looked at")
            break
    else:
        verdict.unsealed = entries.finish()
        tree.finish()
    verdict.findings += entries.found()
    verdict.findings.sort()
    return verdict


class _Entries:
    """The entries of the log beside the leaves, and how they differ."""

    def __init__(self, entries: Iterable[LoggedEvent]) -> None:
        self._entries = self._in_order_of_time(entries)
        self._next = next(self._entries, None)
        self.findings: list[Finding] = []
        self._gone: dict[Place, int] = {}
        self._new: dict[Place, int] = {}

    def _in_order_of_time(self, entries: Iterable[LoggedEvent]) -> Iterator[LoggedEvent]:
        last = None
        for logged in entries:
            if last and logged.recorded_at < last.recorded_at:
                self.findings.append(Finding(logged.id, "back-dated: the entry before it was recorded later"))
            last = logged
            yield logged

    def compare(self, sealed: SealedLeaf, leaf: Leaf | None) -> None:
        """Compares the entry at a leaf's position with it."""
        while self._next and self._next.id < sealed.position:
            self._new[_place(self._next)] = self._next.id
            self._advance()
        if self._next is None or self._next.id > sealed.position:
            if leaf:
                self._gone[leaf.stream, leaf.version] = sealed.position
            return
        here = leaf_of(self._next, sealed.salt)
        if leaf and here != leaf:
            self._differ(here, leaf)
        self._advance()

    def _differ(self, here: Leaf, sealed: Leaf) -> None:
        if (here.stream, here.version) != (sealed.stream, sealed.version):
            self._gone[sealed.stream, sealed.version] = sealed.position
            self._new[here.stream, here.version] = here.position
        elif here.recorded_at != sealed.recorded_at:
            how = "back-dated" if here.recorded_at < sealed.recorded_at else "post-dated"
            also = "" if here.content == sealed.content and here.topic == sealed.topic else ", and its content changed"
            times = f"recorded {sealed.recorded_at:{TIME}}, and now says {here.recorded_at:{TIME}}"
            self.findings.append(Finding(sealed.position, f"{how}: it was {times}{also}"))
        elif here.topic != sealed.topic:
            self.findings.append(Finding(sealed.position, f"changed: it was of the kind {sealed.topic}, and is now {here.topic}"))
        else:
            self.findings.append(Finding(sealed.position, f"changed: the content of its {here.topic} is not the one sealed"))

    def finish(self) -> int:
        """Looks at the entries after the last leaf; how many there are."""
        count = 0
        while self._next:
            if _place(self._next) in self._gone:
                self._new[_place(self._next)] = self._next.id
            count += 1
            self._advance()
        return count

    def found(self) -> list[Finding]:
        """All that differs, once both have been read."""
        moved = self._gone.keys() & self._new.keys()
        return [
            *self.findings,
            *(Finding(self._gone[p], f"moved: it is at position {self._new[p]} now") for p in moved),
            *(Finding(at, f"removed: version {p[1]} of stream {p[0]}") for p, at in self._gone.items() if p not in moved),
            *(Finding(at, f"added: version {p[1]} of stream {p[0]}") for p, at in self._new.items() if p not in moved),
        ]

    def _advance(self) -> None:
        self._next = next(self._entries, None)


class _TreeCheck:
    """The tree as it follows from the leaves, beside its stored hashes and the checkpoints that were signed."""

    def __init__(self, hashes: Mapping[tuple[int, int], bytes], verdict: SealVerdict) -> None:
        self._frontier, self._verdict = Frontier(), verdict
        self._hashes = {place: hash for place, hash in hashes.items() if _complete(*place) <= verdict.entries}
        self._good_position, self._told = 0, False
        self._roots: dict[int, list[tuple[str, bytes]]] = {}

    def expect_signed(self, stored: Iterable[Signed], keys: Sequence[PublicKey]) -> None:
        """Notes the roots in the log's own checkpoints, each of which must be signed with its key."""
        for signed in stored:
            name = f"the checkpoint of {signed.size:,} entries"
            try:
                note = read_note(signed.note)
                if note.checkpoint().size != signed.size or not note.signed_by(keys):
                    raise BadNote("it is not signed with the log's key")
                self.expect_held([HeldCheckpoint(name, note)])
            except BadNote as error:
                self._verdict.tell(f"{name}: {error}")

    def expect_held(self, held: Iterable[HeldCheckpoint]) -> None:
        """Notes the roots in other checkpoints. Raises BadNote."""
        for each in held:
            checkpoint = each.note.checkpoint()
            self._roots.setdefault(checkpoint.size, []).append((each.name, checkpoint.root))

    def add(self, sealed: SealedLeaf) -> Leaf | None:
        """Adds a leaf, and compares what follows from it; what the leaf says."""
        leaf = read_leaf(sealed.data)
        if sealed.leaf_index != self._frontier.size or leaf is None or leaf.position != sealed.position:
            self._verdict.tell(f"the seal's leaf of position {sealed.position} (index {sealed.leaf_index:,}) was changed")
        for level, index, hash in tile_hashes(self._frontier, sealed.data):
            if self._hashes.pop((level, index), None) != hash:
                self._verdict.tell(f"the tree's hash {index:,} of level {level} is not that of its leaves")
        if names := self._roots.pop(self._frontier.size, None):
            self._compare(names, sealed.position)
        return leaf

    def _compare(self, names: list[tuple[str, bytes]], position: int) -> None:
        root = self._frontier.root()
        wrong = [name for name, expected in names if expected != root]
        if not wrong:
            self._verdict.checkpoints += 1
            self._good_position = position
        # Where one does not agree, no later one can. The first tells best where.
        elif not self._told:
            self._told = True
            span = f"positions {self._good_position + 1} to {position}"
            self._verdict.tell(f"{wrong[0]} does not agree: an entry at {span} is not the one signed, or its seal was changed")

    def finish(self) -> None:
        """Tells of the checkpoints and hashes that go beyond the tree."""
        for size, names in sorted(self._roots.items()):
            if size:
                left = self._verdict.entries
                self._verdict.tell(
                    f"{names[0][0]} covers {size:,} entries, of which {left:,} are left: the log was cut, or is another"
                )
        if self._hashes:
            self._verdict.tell(f"the tree has {len(self._hashes):,} hashes more than its leaves give")


def _complete(level: int, index: int) -> int:
    """From how many leaves on a tree has a hash of a tile."""
    return index + 1 << HEIGHT * level


def _place(logged: LoggedEvent) -> Place:
    return UUID(str(logged.originator_id)), logged.originator_version
