"""The Merkle tree against RFC 6962: its definition, written out, and the roots and proofs of Certificate Transparency."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.log.seal.tiles import HEIGHT, WIDTH, subtrees
from domain.log.seal.tree import (
    EMPTY,
    Frontier,
    Subtree,
    consistency,
    inclusion,
    is_consistent,
    leaf_hash,
    root,
    root_from_inclusion,
)

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
"""The leaves of the tests of Certificate Transparency, in hexadecimal."""

ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The root hashes of the trees of the first one, two, ... of them."""


def mth(hashes: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash as section 2.1 of RFC 6962 defines it, of leaves that are hashed already."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256().digest()
    split = max(1 << bit for bit in range(len(hashes).bit_length()) if 1 << bit < len(hashes))
    return sha256(b"\x01" + mth(hashes[:split]) + mth(hashes[split:])).digest()


def leaves(count: int) -> list[bytes]:
    """The hashes of so many different leaves."""
    return [leaf_hash(str(number).encode()) for number in range(count)]


def tree(hashes: Sequence[bytes]) -> Subtree:
    """A tree of these leaves, kept in tiles."""

    def tile(level: int, index: int, width: int) -> list[bytes]:
        span, first = 1 << HEIGHT * level, index * WIDTH
        return [mth(hashes[(first + place) * span : (first + place + 1) * span]) for place in range(width)]

    return subtrees(tile, len(hashes))


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    frontier = Frontier()
    for hash in hashes:
        list(frontier.add(hash))

    assert root(tree(hashes), size).hex() == frontier.root().hex() == ROOTS[size - 1]


def test_the_root_of_no_leaves_is_the_hash_of_nothing() -> None:
    assert root(tree([]), 0) == Frontier().root() == EMPTY == sha256(b"").digest()


def test_a_known_proof_of_inclusion_and_of_consistency() -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    path = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    growth = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]

    assert [hash.hex() for hash in inclusion(tree(hashes), 0, 8)] == path
    assert [hash.hex() for hash in consistency(tree(hashes), 6, 8)] == growth


SIZES = st.one_of(st.integers(1, 40), st.integers(200, 600), st.sampled_from([255, 256, 257, 511, 512, 513]))


@given(SIZES, st.data())
def test_any_leaf_is_proved_in_any_tree_and_nowhere_else(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    proof = inclusion(tree(hashes), index, size)

    assert root_from_inclusion(hashes[index], index, size, proof) == mth(hashes)
    other = data.draw(st.integers(0, size - 1).filter(lambda other: other != index) if size > 1 else st.just(-1))
    try:
        found = root_from_inclusion(hashes[index], other, size, proof)
    except ValueError:
        return
    assert found != mth(hashes)


@given(SIZES, st.data())
def test_any_tree_is_proved_to_continue_any_smaller_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, new))
    hashes = leaves(new)
    roots = mth(hashes[:old]), mth(hashes)
    proof = consistency(tree(hashes), old, new)

    assert is_consistent(old, new, *roots, proof)
    assert Frontier.of(tree(hashes), old).root() == roots[0]
    assert not is_consistent(old, new, *roots, [*proof, EMPTY])
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        assert not is_consistent(old, new, *roots, [*proof[:place], EMPTY, *proof[place + 1 :]])
        assert not is_consistent(old, new, *roots, proof[:-1])
    if old:
        assert not is_consistent(old, new, EMPTY, roots[1], proof)
        assert not is_consistent(old, new, roots[0], EMPTY, proof)


@given(SIZES, st.data())
def test_a_tree_with_another_history_is_not_consistent(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    hashes = leaves(new)
    forked = [*hashes[:changed], EMPTY, *hashes[changed + 1 :]]

    proof = consistency(tree(forked), old, new)

    assert not is_consistent(old, new, mth(hashes[:old]), mth(forked), proof)


@given(SIZES)
def test_adding_leaves_completes_each_perfect_subtree_once(size: int) -> None:
    hashes, frontier = leaves(size), Frontier()
    completed = [subtree for hash in hashes for subtree in frontier.add(hash)]

    assert sorted((level, index) for level, index, _ in completed) == sorted(
        (level, index) for level in range(1, size.bit_length()) for index in range(size >> level)
    )
    assert all(hash == mth(hashes[index << level : index + 1 << level]) for level, index, hash in completed)
