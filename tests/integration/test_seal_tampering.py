"""What is changed behind the log's back is found, and named by position: also after a rebuild, which folds what was changed."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

import pytest
from command_line import Answer, run_annals
from sealing import EVENTS, annals, checked, copied, key_file, seal, sealed_tables, tampering
from world import World, a_world, new_database, the_article

from domain.errors import AnnalsError
from domain.log.seal.notes import Checkpoint, make_key
from domain.log.seal.sealer import SealBroken

AT = 1510
"""The position of an entry of the article."""


class Sealed(NamedTuple):
    """A log of more than two thousand entries that was sealed in three steps, and the folder of its key."""

    url: str
    folder: Path

    def verify(self, *options: str | Path) -> Answer:
        """What annals verify says of it."""
        return annals(self.url, self.folder, "verify", *options)

    def findings(self) -> list[tuple[int, str]]:
        """What is found of its entries: the position, and in a word what was done."""
        return [(finding.position, finding.what.split(":")[0]) for finding in checked(*self).findings]

    def sizes(self) -> list[int]:
        """The sizes of its checkpoints."""
        with sealed_tables(self.url) as tables:
            return [signed.size for signed in tables.all_signed()]

    def change(self, *statements: str) -> None:
        """Changes the log or its seal."""
        with tampering(self.url) as conn:
            for statement in statements:
                assert conn.execute(statement.encode()).rowcount != 0


def call(key: str) -> dict[str, Any]:
    return {"kind": "CallHeld", "key": key, "participants": ["PRK", "RUS"]}


@pytest.fixture(scope="module")
def original(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    folder = tmp_path_factory.mktemp("key")
    with new_database(server_url) as url:
        with a_world(url, *the_article()) as world:
            seal(url, folder)
            for step in range(2):
                world.append(*(call(f"call-{step}-{n}") for n in range(300)))
                seal(url, folder)
        yield Sealed(url, folder)


@pytest.fixture
def sealed(original: Sealed, tmp_path: Path) -> Iterator[Sealed]:
    copytree(original.folder, tmp_path / "key")
    with copied(original.url) as url:
        yield Sealed(url, tmp_path / "key")


@pytest.fixture
def world(sealed: Sealed) -> Iterator[World]:
    with a_world(sealed.url) as world:
        yield world


def test_a_log_that_nobody_changed_is_as_it_was_sealed(sealed: Sealed, world: World) -> None:
    world.append(call("later"))
    head = world.log.head()

    answer = sealed.verify("--format", "json")

    assert answer.code == 0
    assert answer.json["seal"] == {
        "passed": True,
        "entries": head - 1,
        "position": head - 1,
        "unsealed": 1,
        "checkpoints": 3,
        "key_is_known": True,
        "findings": [],
        "problems": [],
    }
    told = sealed.verify().out
    assert f"The log is as it was sealed: {head - 1:,} entries up to position {head - 1}, 3 checkpoints agree" in told
    assert "1 later entry is not sealed yet" in told


def where(position: int) -> str:
    return f"WHERE notification_id = {position}"


ELSEWHERE = "originator_id = '00000000-0000-0000-0000-000000000001'"
CHANGES = {
    "content": ((AT, "changed"), f"UPDATE {EVENTS} SET state = state || ' ' {where(AT)}"),
    "kind": ((AT, "changed"), f"UPDATE {EVENTS} SET topic = 'call_held' {where(AT)}"),
    "earlier": ((2000, "back-dated"), f"UPDATE {EVENTS} SET recorded_at = recorded_at - interval '1 microsecond' {where(2000)}"),
    "later": ((1, "post-dated"), f"UPDATE {EVENTS} SET recorded_at = recorded_at + interval '1 microsecond' {where(1)}"),
    "removed": ((AT, "removed"), f"DELETE FROM {EVENTS} {where(AT)}"),
    "the first": ((1, "removed"), f"DELETE FROM {EVENTS} {where(1)}"),
    "moved": ((AT, "moved"), f"UPDATE {EVENTS} SET notification_id = 9999 {where(AT)}"),
    "another stream": ((AT, "removed"), f"UPDATE {EVENTS} SET {ELSEWHERE} {where(AT)}"),
    "another version": ((AT, "removed"), f"UPDATE {EVENTS} SET originator_version = 7 {where(AT)}"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_way_of_changing_an_entry_is_named_by_position(sealed: Sealed, change: str) -> None:
    expected, statement = CHANGES[change]

    sealed.change(statement)

    assert expected in sealed.findings()
    assert {position for position, _ in sealed.findings()} <= {expected[0], 9999}


def test_the_last_entry_cannot_be_removed_unseen(sealed: Sealed) -> None:
    last = sealed.sizes()[-1]
    sealed.change(f"DELETE FROM {EVENTS} {where(last)}")

    assert sealed.findings() == [(last, "removed")]


def test_two_entries_that_changed_places_are_both_told(sealed: Sealed) -> None:
    moves = ((2001, -1), (2002, 2001), (-1, 2002))
    sealed.change(*(f"UPDATE {EVENTS} SET notification_id = {to} {where(at)}" for at, to in moves))

    assert [f for f in sealed.findings() if f[1] == "moved"] == [(2001, "moved"), (2002, "moved")]
    assert any(f.what == "moved: it is at position 2002 now" for f in checked(*sealed).findings)


def copy_of(position: int, to: int) -> str:
    """An entry like another, at another position."""
    return f"INSERT INTO {EVENTS} SELECT gen_random_uuid(), 1, topic, state, {to}, recorded_at FROM {EVENTS} {where(position)}"


def test_an_entry_added_before_others_is_told(sealed: Sealed) -> None:
    sealed.change(copy_of(1, to=0))

    assert sealed.findings() == [(0, "added")]


def test_an_entry_put_in_the_place_of_another_is_told(sealed: Sealed) -> None:
    sealed.change(f"DELETE FROM {EVENTS} {where(AT)}", copy_of(AT - 1, to=AT))

    assert [f for f in sealed.findings() if f[1] != "back-dated"] == [(AT, "added"), (AT, "removed")]


def test_an_entry_added_at_the_end_with_an_earlier_time_is_told_sealed_or_not(sealed: Sealed) -> None:
    sealed.change(copy_of(5, to=9999))
    before = sealed.findings()
    seal(*sealed)

    assert before == sealed.findings() == [(9999, "back-dated")]


def test_it_is_told_after_a_rebuild_too_by_the_command(sealed: Sealed) -> None:
    state = "replace(convert_from(state, 'UTF8'), 'call-0-7\"', 'call-x-7\"')::bytea"
    changed = f"UPDATE {EVENTS} SET state = {state} WHERE convert_from(state, 'UTF8') LIKE '%\"call-0-7\"%'"
    sealed.change(changed)
    assert run_annals(sealed.url, "rebuild").code == 0

    answer = sealed.verify()

    assert answer.code == 1
    assert "All views equal a fresh fold of the log" in answer.out
    assert "changed: the content of its call_held is not the one sealed" in answer.out


def test_it_is_told_where_the_entry_can_no_longer_be_read(sealed: Sealed) -> None:
    sealed.change(f"UPDATE {EVENTS} SET state = 'x' {where(AT)}")

    answer = sealed.verify("--format", "json")

    assert answer.code == 1
    assert [f["position"] for f in answer.json["seal"]["findings"]] == [AT]
    assert f"the entry at position {AT}" in answer.err


def test_an_entry_changed_together_with_its_leaf_is_found_between_two_checkpoints(sealed: Sealed) -> None:
    first, second, _ = sealed.sizes()
    at = first + 10
    sealed.change(
        f"UPDATE {EVENTS} SET topic = 'x' {where(at)}",
        f"UPDATE annals_seal.leaf SET data = regexp_replace(convert_from(data, 'UTF8'), '\\w+$', 'x')::bytea WHERE position = {at}",
    )

    verdict = checked(*sealed)

    assert not verdict.findings
    assert any(f"positions {first + 1} to {second} is not the one signed" in problem for problem in verdict.problems)


NO_ROOT = f"E'\\n{'A' * 43}=\\n'"
SEAL_CHANGES = {
    "a leaf": ("UPDATE annals_seal.leaf SET data = 'x' WHERE index = 100", "the seal's leaf of position 101"),
    "a leaf that is gone": ("DELETE FROM annals_seal.leaf WHERE index = 100", "the seal's leaf of position 102"),
    "a hash": ("UPDATE annals_seal.hash SET hash = sha256('x') WHERE level = 1 AND index = 2", "the tree's hash 2 of level 1"),
    "a hash that is gone": ("DELETE FROM annals_seal.hash WHERE level = 1 AND index = 2", "the tree's hash 2 of level 1"),
    "a root": (
        f"UPDATE annals_seal.checkpoint SET note = regexp_replace(note, '\\n.{{43}}=\\n', {NO_ROOT})",
        "the text was changed",
    ),
    "a signature": ("UPDATE annals_seal.checkpoint SET note = left(note, -95) || E'\\n'", "is no line of a signature"),
    "a size": ("UPDATE annals_seal.checkpoint SET size = size + 1", "it is not signed with the log's key"),
}


@pytest.mark.parametrize("change", SEAL_CHANGES)
def test_a_seal_that_was_changed_does_not_hold(sealed: Sealed, change: str) -> None:
    statement, problem = SEAL_CHANGES[change]
    sealed.change(statement)

    assert any(problem in told for told in checked(*sealed).problems), checked(*sealed).problems


@pytest.mark.parametrize("change", ["a hash", "a root", "a signature"])
def test_what_does_not_agree_with_its_seal_is_sealed_no_further(sealed: Sealed, change: str) -> None:
    sealed.change(SEAL_CHANGES[change][0], copy_of(5, to=9999))

    with pytest.raises(AnnalsError):
        seal(*sealed)

    assert len(sealed.sizes()) == 3


def test_a_log_that_was_cut_is_sealed_no_further(sealed: Sealed) -> None:
    cut(sealed, sealed.sizes()[1])
    sealed.change(copy_of(5, to=9999))

    with pytest.raises(SealBroken, match="was signed, of which only"):
        seal(*sealed)


def cut(sealed: Sealed, size: int) -> None:
    """Takes away all after so many entries, as if it had never been."""
    sealed.change(
        f"DELETE FROM {EVENTS} WHERE notification_id > {size}",
        f"DELETE FROM annals_seal.leaf WHERE index >= {size}",
        f"DELETE FROM annals_seal.checkpoint WHERE size > {size}",
        f"DELETE FROM annals_seal.hash WHERE (index + 1) * 256 ^ level > {size}",
    )


def test_a_log_cut_together_with_its_seal_is_noticed_by_what_was_signed_last(sealed: Sealed) -> None:
    cut(sealed, sealed.sizes()[1])

    answer = sealed.verify()

    assert answer.code == 1
    assert f"what was signed last ({key_file(*sealed).checkpoint_path}) covers" in answer.out
    assert "are left: the log was cut" in answer.out


def test_a_log_that_was_cut_or_has_another_history_is_noticed_against_a_kept_checkpoint(sealed: Sealed, tmp_path: Path) -> None:
    kept, public = tmp_path / "kept", annals(*sealed, "cite", "--key").out.strip()
    kept.write_text(annals(*sealed, "cite", "--checkpoint").out)
    # Whoever checks has nothing of the log but a checkpoint and the public key.
    outsider = Sealed(sealed.url, tmp_path / "elsewhere")
    whole = outsider.verify("--against", kept, "--key", public)

    cut(sealed, sealed.sizes()[1])
    assert run_annals(sealed.url, "rebuild").code == 0
    cut_off = outsider.verify("--against", kept, "--key", public)
    # Whoever has the key can sign another history, but not so that it agrees.
    key_file(*sealed).checkpoint_path.unlink()
    with a_world(sealed.url) as world:
        world.append(*(call(f"other-{n}") for n in range(400)))
    seal(*sealed)
    unaware, forked = outsider.verify("--key", public), outsider.verify("--against", kept, "--key", public)

    assert [whole.code, cut_off.code, unaware.code, forked.code] == [0, 1, 0, 1]
    assert f"{kept} covers" in cut_off.out
    assert f"{kept} does not agree: an entry at positions" in forked.out


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "this is no signed note"), ("x\n\n— y AAAAAAAAAAAA\n", "this is no checkpoint"), (None, "cannot be read: No such file")],
)
def test_what_is_no_checkpoint_is_bad_input(original: Sealed, tmp_path: Path, text: str | None, problem: str) -> None:
    file = tmp_path / "kept"
    if text is not None:
        file.write_text(text)

    answer = original.verify("--against", file)

    assert answer.code == 2
    assert answer.err.startswith(f"error: {file}")
    assert problem in answer.err


def test_a_checkpoint_of_another_log_needs_its_key(original: Sealed, tmp_path: Path) -> None:
    key, file = make_key("example.org/other"), tmp_path / "kept"
    text = Checkpoint(key.name, 5, bytes(32)).text
    file.write_text(f"{text}\n{key.sign(text)}")

    unknown = original.verify("--against", file)
    known = original.verify("--against", file, "--key", str(key.public))

    assert (unknown.code, known.code) == (2, 1)
    assert "none of the keys has signed this checkpoint of example.org/other" in unknown.err
    assert f"{file} does not agree" in known.out


def test_a_key_that_is_none_is_bad_input(original: Sealed) -> None:
    answer = original.verify("--key", "nonsense")

    assert answer.code == 2
    assert "--key is no public key" in answer.err


def test_without_the_files_beside_the_key_the_database_is_taken_at_its_word_and_this_is_said(
    original: Sealed, tmp_path: Path
) -> None:
    answer = Sealed(original.url, tmp_path).verify()

    assert answer.code == 0
    assert "The public key was taken from the database itself" in answer.out
