"""Merkle trees as RFC 6962 defines them: root hashes, proofs that an entry is in a tree, proofs that a tree only grew.

A tree is known by the hashes of its perfect subtrees: the one at (level, index) covers the 2**level leaves from
index * 2**level on. Level 0 are the leaves' own hashes."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Subtree = Callable[[int, int], bytes]
"""The hash of a perfect subtree, by its level and its index in that level."""

EMPTY = sha256().digest()
"""The root hash of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf. The prefixes tell leaves from inner nodes, so that none can pass for the other."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def root(subtree: Subtree, size: int) -> bytes:
    """The root hash of a tree of so many leaves."""
    return _range(subtree, 0, size) if size else EMPTY


def inclusion(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """The proof that the leaf at an index is in a tree of so many leaves: the hashes beside its path, from the leaf up."""
    return list(_path(subtree, index, 0, size))


def consistency(subtree: Subtree, old: int, new: int) -> list[bytes]:
    """The proof that a tree of `new` leaves begins with all `old` leaves of an earlier one."""
    return list(_growth(subtree, old, 0, new, known=True)) if 0 < old < new else []


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root hash that a leaf's proof leads to. Raises ValueError where it cannot be a proof for this index and size."""
    if not 0 <= index < size:
        raise ValueError("the index lies outside the tree")
    found, left = leaf, list(proof)
    last = size - 1
    while last:
        if index % 2 or index < last:
            if not left:
                raise ValueError("the proof is too short")
            beside = left.pop(0)
            found = node_hash(beside, found) if index % 2 else node_hash(found, beside)
        index, last = index // 2, last // 2
    if left:
        raise ValueError("the proof is too long")
    return found


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree with the new root begins with all leaves of the one with the old root."""
    if old == 0 or old == new:
        return not proof and (old == 0 or old_root == new_root)
    if not 0 < old < new:
        return False
    left = list(proof)
    try:
        roots = _roots(left, old, new, old_root, known=True)
    except IndexError:
        return False
    return not left and roots == (old_root, new_root)


class Frontier:
    """A tree that leaves are added to: it keeps the hashes of its largest perfect subtrees, from the left, and no more."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size, self._hashes = size, list(hashes)

    @classmethod
    def of(cls, subtree: Subtree, size: int) -> "Frontier":
        """That of a tree that is known already."""
        return cls(size, [subtree(level, index) for level, index in _perfect(size)])

    def add(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Adds the hash of a leaf, and gives the perfect subtrees that this completes above it: level, index, hash."""
        level, rest = 0, self.size
        while rest % 2:
            leaf, level, rest = node_hash(self._hashes.pop(), leaf), level + 1, rest // 2
            yield level, rest, leaf
        self._hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root hash now."""
        if not self._hashes:
            return EMPTY
        *others, found = self._hashes
        for hash in reversed(others):
            found = node_hash(hash, found)
        return found


def _perfect(size: int) -> Iterator[tuple[int, int]]:
    """The largest perfect subtrees that a tree consists of, from the left."""
    start = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            yield level, start >> level
            start += 1 << level


def _split(count: int) -> int:
    """How many of so many leaves lie in the left subtree: the largest power of two below."""
    return 1 << (count - 1).bit_length() - 1


def _range(subtree: Subtree, start: int, end: int) -> bytes:
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return subtree(level, start >> level)
    middle = start + _split(count)
    return node_hash(_range(subtree, start, middle), _range(subtree, middle, end))


def _path(subtree: Subtree, index: int, start: int, end: int) -> Iterator[bytes]:
    if end - start == 1:
        return
    middle = start + _split(end - start)
    if index < middle:
        yield from _path(subtree, index, start, middle)
        yield _range(subtree, middle, end)
    else:
        yield from _path(subtree, index, middle, end)
        yield _range(subtree, start, middle)


def _growth(subtree: Subtree, old: int, start: int, end: int, *, known: bool) -> Iterator[bytes]:
    """`known`: whether the verifier knows the hash of the part, which is the old root itself."""
    if old == end:
        if not known:
            yield _range(subtree, start, end)
        return
    middle = start + _split(end - start)
    if old <= middle:
        yield from _growth(subtree, old, start, middle, known=known)
        yield _range(subtree, middle, end)
    else:
        yield from _growth(subtree, old, middle, end, known=False)
        yield _range(subtree, start, middle)


def _roots(proof: list[bytes], old: int, new: int, old_root: bytes, *, known: bool) -> tuple[bytes, bytes]:
    """The hashes of the old and of the new leaves of a part, as the proof, taken from its end, has them. Raises IndexError."""
    if old == new:
        hash = old_root if known else proof.pop()
        return hash, hash
    beside, middle = proof.pop(), _split(new)
    if old <= middle:
        before, after = _roots(proof, old, middle, old_root, known=known)
        return before, node_hash(after, beside)
    before, after = _roots(proof, old - middle, new - middle, old_root, known=False)
    return node_hash(beside, before), node_hash(beside, after)
