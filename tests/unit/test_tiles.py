"""Paths of tiles, and leaves in bundles: as tlog-tiles has them, and nothing else is taken for one."""

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.log.seal.leaves import Leaf, leaf_of, read_leaf
from domain.log.seal.tiles import NoSuchTile, bundle, entries_in, hashes_in, read_tile_path, tile_path, width_at
from domain.log.store.recorder import LoggedEvent


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 1234067, 256, "tile/0/x001/x234/067"),
        (2, 5, 7, "tile/2/005.p/7"),
        (None, 1000, 112, "tile/entries/x001/000.p/112"),
    ],
)
def test_a_path_names_level_index_and_width(level: int | None, index: int, width: int, path: str) -> None:
    assert tile_path(level, index, width) == path
    assert read_tile_path(path.removeprefix("tile/")) == (level, index, width)


NONE = (
    "  0  0/0  0/00  00/000  0/x000/000  0/001/000  0/000.p/0  0/000.p/256  0/000.p/01  0/000.p/999  -1/000  entries/-01"
    "  0/000/  x/000  100/000  0/\u0660\u0660\u0660"
)


@pytest.mark.parametrize("path", NONE.split("  "))
def test_no_other_path_names_a_tile(path: str) -> None:
    with pytest.raises(NoSuchTile):
        read_tile_path(path)


def test_the_tiles_of_a_tree_are_those_of_the_specifications_example() -> None:
    size = 70_000

    assert [width_at(0, n, size) for n in (0, 272, 273, 274)] == [256, 256, 112, 0]
    assert [width_at(1, n, size) for n in (0, 1, 2)] == [256, 17, 0]
    assert [width_at(2, n, size) for n in (0, 1)] == [1, 0]
    assert (width_at(0, 0, 256), width_at(1, 0, 256)) == (256, 1)


@given(st.lists(st.binary(max_size=300)))
def test_a_bundle_gives_its_leaves_again(leaves: list[bytes]) -> None:
    written = bundle(leaves)

    assert list(entries_in(written)) == leaves
    if written:
        with pytest.raises(NoSuchTile):
            list(entries_in(written[:-1] if leaves[-1] else written + b"\x00\x09"))


def test_a_tile_that_is_cut_off_is_noticed() -> None:
    assert hashes_in(bytes(64)) == [bytes(32), bytes(32)]
    with pytest.raises(NoSuchTile):
        hashes_in(bytes(63))


LOGGED = LoggedEvent(UUID(int=7), 2, "summit_held", b"{}", 42, datetime(2025, 9, 3, 12, tzinfo=UTC))
SALT = bytes(range(16))


def test_a_leaf_says_all_of_an_entry_but_its_content() -> None:
    data = leaf_of(LOGGED, SALT).data()

    assert data.startswith(b"annals/1 42 2025-09-03T12:00:00.000000Z 00000000-0000-0000-0000-000000000007 2 ")
    assert data.endswith(b" summit_held")
    assert sha256(SALT + b"{}").hexdigest().encode() in data
    assert sha256(b"{}").hexdigest().encode() not in data
    assert leaf_of(LOGGED, bytes(16)).data() != data


@given(
    st.integers(1, 2**63 - 1),
    st.datetimes(timezones=st.just(UTC)).filter(lambda time: time.year >= 1000),
    st.uuids(),
    st.integers(1, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.text(),
)
def test_no_two_entries_have_the_same_leaf(
    position: int, time: datetime, stream: UUID, version: int, content: bytes, topic: str
) -> None:
    leaf = Leaf(position, time, stream, version, content.hex(), topic)

    assert read_leaf(leaf.data()) == leaf


@pytest.mark.parametrize("data", [b"", b"\xff", b"annals/2 1", b"annals/1 1 yesterday x 1 " + b"0" * 64 + b" t"])
def test_bytes_that_are_no_leaf_are_not_taken_for_one(data: bytes) -> None:
    assert read_leaf(data) is None
