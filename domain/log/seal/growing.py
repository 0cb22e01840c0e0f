"""Adds entries to the tree: from entries and salts to leaves, and to the hashes that complete tiles above them."""

import os
from collections.abc import Iterable

from domain.log.seal.leaves import SALT, leaf_of
from domain.log.seal.store import SealedLeaf
from domain.log.seal.tiles import HEIGHT
from domain.log.seal.tree import Frontier, leaf_hash
from domain.log.store.recorder import LoggedEvent

Hash = tuple[int, int, bytes]
"""A hash of a tile of level 1 or above, by the tile's level and its index in that level."""


def new_salt() -> bytes:
    """A salt that nobody can guess."""
    return os.urandom(SALT)


def grow(frontier: Frontier, entries: Iterable[tuple[LoggedEvent, bytes]]) -> tuple[list[SealedLeaf], list[Hash]]:
    """Adds entries, each with its salt, to a tree; the leaves, and the hashes to be stored above them."""
    leaves: list[SealedLeaf] = []
    hashes: list[Hash] = []
    for logged, salt in entries:
        data = leaf_of(logged, salt).data()
        leaves.append(SealedLeaf(frontier.size, logged.id, data, salt))
        hashes += tile_hashes(frontier, data)
    return leaves, hashes


def tile_hashes(frontier: Frontier, data: bytes) -> list[Hash]:
    """Adds a leaf; the hashes of the full tiles that it completes."""
    return [(level // HEIGHT, index, hash) for level, index, hash in frontier.add(leaf_hash(data)) if level % HEIGHT == 0]
