"""The tree and its leaves as static files that anyone can mirror: the tiles and entry bundles of C2SP's tlog-tiles."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from domain.log.seal.tree import Subtree, node_hash

HEIGHT = 8
"""How many levels of the tree one tile stands for."""

WIDTH = 1 << HEIGHT
"""How many hashes a full tile has."""

HASH = 32

LEVELS = 64 // HEIGHT

ReadTile = Callable[[int, int, int], Sequence[bytes]]
"""The first so many hashes of a tile, by its level, its index in that level, and its width."""

PATH = re.compile(r"(?P<kind>entries|0|[1-9]\d?)/(?P<index>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?", re.ASCII)


class NoSuchTile(ValueError):
    """A path that names no tile, or one that the tree does not have."""


def tile_path(level: int | None, index: int, width: int = WIDTH) -> str:
    """The path of a tile; without a level, that of the bundle of entries with this index."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *first, last = (digits[start : start + 3] for start in range(0, len(digits), 3))
    numbers = "".join(f"x{part}/" for part in first) + last
    return f"tile/{'entries' if level is None else level}/{numbers}" + (f".p/{width}" if width < WIDTH else "")


def read_tile_path(path: str) -> tuple[int | None, int, int]:
    """The level (None: entries), index and width of the tile that a path below `tile/` names. Raises NoSuchTile."""
    found = PATH.fullmatch(path)
    if found is None:
        raise NoSuchTile(path)
    level = None if found["kind"] == "entries" else int(found["kind"])
    tile = level, int(re.sub("[x/]", "", found["index"])), int(found["width"] or WIDTH)
    if tile_path(*tile) != f"tile/{path}":
        raise NoSuchTile(path)
    return tile


def width_at(level: int, index: int, size: int) -> int:
    """How many hashes a tile has in a tree of so many leaves; 0 where there is no such tile."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - index * WIDTH))


def bundle(entries: Sequence[bytes]) -> bytes:
    """Leaves as a bundle of entries has them: each after its length."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def subtrees(read: ReadTile, size: int) -> Subtree:
    """The perfect subtrees of a tree of so many leaves that is kept in tiles. Each tile is read once."""

    @lru_cache(maxsize=1024)
    def tile(level: int, index: int) -> Sequence[bytes]:
        width = width_at(level, index, size)
        hashes = read(level, index, width)
        if len(hashes) < width:
            raise NoSuchTile(tile_path(level, index, width))
        return hashes

    def subtree(level: int, index: int) -> bytes:
        height, above = level % HEIGHT, level // HEIGHT
        first = index << height
        hashes = list(tile(above, first // WIDTH)[first % WIDTH : first % WIDTH + (1 << height)])
        while len(hashes) > 1:
            hashes = [node_hash(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    return subtree


def hashes_in(tile: bytes) -> list[bytes]:
    """The hashes in the bytes of a tile. Raises NoSuchTile where they are cut off."""
    if len(tile) % HASH:
        raise NoSuchTile(f"a tile of {len(tile)} bytes")
    return [tile[start : start + HASH] for start in range(0, len(tile), HASH)]


def entries_in(bundle: bytes) -> Iterator[bytes]:
    """The leaves in a bundle of entries. Raises NoSuchTile where it is cut off."""
    place = 0
    while place < len(bundle):
        end = place + 2 + int.from_bytes(bundle[place : place + 2], "big")
        if end > len(bundle):
            raise NoSuchTile("a bundle that is cut off")
        yield bundle[place + 2 : end]
        place = end
