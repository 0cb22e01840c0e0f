"""The sealer: one at a time, whatever it dies of and wherever, and never with another key than the log's."""

import os
import stat
import subprocess
import sys
import time
import uuid
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from command_line import run_annals
from divided import dividing, run
from logs import events, keys
from sealing import checked, key_file, seal, sealed_tables
from service import eventually, projecting, serving
from world import new_database

from domain.errors import AnnalsError
from domain.log import Log
from domain.log.seal.keys import KeyUnusable, SealFiles
from domain.log.seal.notes import read_note
from domain.log.seal.sealer import SealBroken, Sealer
from domain.postgres.locks import AdvisoryLock
from scripts.support.roles import Role

MANY = 600
"""More than two tiles."""


def append(log: Log, count: int, start: int = 0) -> None:
    log.append(events(keys(count, start)), "tester")


def sealed_up_to(url: str) -> int:
    with sealed_tables(url) as tables:
        signed = tables.signed()
        return signed.position if signed else 0


def test_all_entries_are_sealed_under_one_signed_checkpoint(log: Log, empty_url: str, tmp_path: Path) -> None:
    append(log, MANY)

    seal(empty_url, tmp_path)

    verdict = checked(empty_url, tmp_path)
    assert (verdict.passed, verdict.entries, verdict.unsealed, verdict.checkpoints) == (True, MANY, 0, 1)
    with sealed_tables(empty_url) as tables:
        assert [tuple(place) for place in tables.hashes()] == [(1, 0), (1, 1)]
        signed = tables.signed()
        assert signed is not None
        file = key_file(empty_url, tmp_path)
        assert file.checkpoint_path.read_text() == signed.note
        assert read_note(signed.note).signed_by(tables.public_keys()) == [file.public()]
        assert read_note(signed.note).checkpoint().size == MANY


def test_sealing_again_signs_nothing_more(log: Log, empty_url: str, tmp_path: Path) -> None:
    append(log, 5)

    for _ in range(2):
        seal(empty_url, tmp_path)

    assert checked(empty_url, tmp_path).checkpoints == 1


def test_an_empty_log_has_no_checkpoint(log: Log, empty_url: str, tmp_path: Path) -> None:
    seal(empty_url, tmp_path)

    assert sealed_up_to(empty_url) == 0
    assert not key_file(empty_url, tmp_path).checkpoint_path.exists()


def test_the_tree_does_not_depend_on_how_it_was_cut_into_pages(log: Log, empty_url: str, tmp_path: Path) -> None:
    for start in (0, 255, 256, 257, 512):
        append(log, 1, start)
        Sealer(empty_url, SealFiles(tmp_path), page=1).seal_unless_followed()
    append(log, 300, 1000)
    Sealer(empty_url, SealFiles(tmp_path), page=7).seal_unless_followed()

    verdict = checked(empty_url, tmp_path)

    assert (verdict.passed, verdict.entries) == (True, 305)
    assert verdict.checkpoints >= 6


def test_the_key_is_for_its_owner_alone(log: Log, empty_url: str, tmp_path: Path) -> None:
    seal(empty_url, tmp_path)
    file = key_file(empty_url, tmp_path)

    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600

    file.path.chmod(0o640)
    append(log, 1)
    with pytest.raises(KeyUnusable, match="run chmod 600"):
        seal(empty_url, tmp_path)


def test_a_log_is_sealed_with_no_other_key(log: Log, empty_url: str, tmp_path: Path) -> None:
    append(log, 1)
    seal(empty_url, tmp_path)
    append(log, 1, start=1)

    with pytest.raises(AnnalsError, match="there is none; copy the file"):
        seal(empty_url, tmp_path / "elsewhere")
    key_file(empty_url, tmp_path / "elsewhere").make("example.org/other")
    with pytest.raises(AnnalsError, match=r"there is that of example\.org/other"):
        seal(empty_url, tmp_path / "elsewhere")

    assert checked(empty_url, tmp_path).unsealed == 1


def test_a_key_that_has_signed_one_log_signs_no_other(log: Log, empty_url: str, server_url: str, tmp_path: Path) -> None:
    append(log, 5)
    files = SealFiles(tmp_path, tmp_path / "seal.key")
    Sealer(empty_url, files).seal_unless_followed()

    with new_database(server_url) as other:
        second = Log.on_postgres(other)
        append(second, 7)
        second.close()
        with pytest.raises(SealBroken, match="only 0 are left"):
            Sealer(other, files).seal_unless_followed()
        with sealed_tables(other) as tables:
            assert tables.public_keys() == []
        seal(other, tmp_path / "own")


def test_a_broken_key_file_is_told_without_its_content(log: Log, empty_url: str, tmp_path: Path) -> None:
    seal(empty_url, tmp_path)
    file = key_file(empty_url, tmp_path)
    secret = file.path.read_text()
    file.path.write_text(secret[:-10])

    with pytest.raises(KeyUnusable) as refused:
        seal(empty_url, tmp_path)

    assert str(file.path) in str(refused.value)
    assert secret.split("+")[-1][:10] not in str(refused.value)


def test_a_folder_that_cannot_be_written_to_is_told_with_the_remedy(log: Log, empty_url: str, tmp_path: Path) -> None:
    append(log, 1)
    (tmp_path / "file").write_text("")

    with pytest.raises(KeyUnusable, match="set ANNALS_SEAL_KEY"):
        seal(empty_url, tmp_path / "file")


def test_every_checkpoint_is_copied_into_a_folder(log: Log, empty_url: str, tmp_path: Path) -> None:
    sealer = Sealer(empty_url, SealFiles(tmp_path, tmp_path / "own.key", tmp_path / "checkpoints"))
    for start in (0, 5):
        append(log, 5, start)
        sealer.seal_unless_followed()

    kept = sorted((tmp_path / "checkpoints").iterdir())

    assert [file.name for file in kept] == ["000000000005.checkpoint", "000000000010.checkpoint"]
    assert kept[-1].read_text() == (tmp_path / "own.checkpoint").read_text()


STEPS = (
    "keys.KeyFile.make",
    "store.SealTables.add_key",
    "store.SealTables.add",
    "store.SealTables._copy",
    "keys.KeyFile.keep",
    "store.SealTables.add_signed",
)
KILLED = """
import importlib, os, signal, sys
from pathlib import Path
from domain.log.seal.keys import SealFiles
from domain.log.seal.sealer import Sealer

url, folder, when, step = sys.argv[1:]
module, owner, name = step.split(".")
owner = getattr(importlib.import_module(f"domain.log.seal.{module}"), owner)
work = getattr(owner, name)

def killed(*arguments):
    if when == "after":
        work(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, name, killed)
Sealer(url, SealFiles(Path(folder))).seal_unless_followed()
"""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_sealer_killed_at_any_step_is_followed_by_one_that_signs_the_same_history(
    log: Log, empty_url: str, tmp_path: Path, step: str, when: str
) -> None:
    append(log, MANY)
    if "key" not in step.rpartition(".")[2] and not step.endswith("make"):
        # At these steps a log is met that has been sealed before, too.
        seal(empty_url, tmp_path)
        append(log, MANY, start=MANY)

    killed = subprocess.run([sys.executable, "-c", KILLED, empty_url, tmp_path, when, step], env=os.environ | {"PYTHONPATH": "."})
    signed = key_file(empty_url, tmp_path).last_signed()
    seal(empty_url, tmp_path)

    assert killed.returncode == -9
    verdict = checked(empty_url, tmp_path)
    assert verdict.passed, verdict
    assert verdict.unsealed == 0
    if signed:
        with sealed_tables(empty_url) as tables:
            assert any(kept.note == f"{signed.text}\n{kept.note.split(chr(10) * 2)[1]}" for kept in tables.all_signed())


def test_two_sealers_take_turns(log: Log, empty_url: str, tmp_path: Path) -> None:
    stops = [Event() for _ in range(3)]
    threads = [Thread(target=Sealer(empty_url, SealFiles(tmp_path), page=20).follow, args=(stop,)) for stop in stops]
    for thread in threads:
        thread.start()

    for round, stop in enumerate(stops):
        append(log, 100, start=100 * round)
        eventually(lambda: sealed_up_to(empty_url) == log.head())
        # Whichever works, another takes over when it is gone.
        stop.set()

    for thread in threads:
        thread.join()
    assert checked(empty_url, tmp_path).passed


def test_a_sealer_goes_on_after_its_connection_was_cut(log: Log, empty_url: str, tmp_path: Path) -> None:
    stop = Event()
    thread = Thread(target=Sealer(empty_url, SealFiles(tmp_path)).follow, args=(stop,))
    thread.start()
    append(log, 10)
    eventually(lambda: sealed_up_to(empty_url) == log.head())

    with psycopg.connect(empty_url, autocommit=True) as conn:
        query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
        assert conn.execute(query, (AdvisoryLock.SEAL & 0xFFFFFFFF,)).fetchall() == [(True,)]
    append(log, 10, start=10)
    eventually(lambda: sealed_up_to(empty_url) == log.head())

    stop.set()
    thread.join()
    assert checked(empty_url, tmp_path).passed


@pytest.mark.slow
def test_a_server_seals_what_is_appended_within_a_second_or_so(log: Log, empty_url: str, tmp_path: Path) -> None:
    with serving(empty_url, ANNALS_HOME=str(tmp_path)):
        eventually(lambda: sealed_up_to(empty_url) == log.head() > 0)
        append(log, 1)
        begun = time.monotonic()
        eventually(lambda: sealed_up_to(empty_url) == log.head())

    assert time.monotonic() - begun < 10
    assert checked(empty_url, tmp_path).passed


@pytest.mark.slow
def test_a_process_that_projects_seals(log: Log, empty_url: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNALS_HOME", str(tmp_path))
        with projecting(empty_url):
            append(log, 1)
            eventually(lambda: sealed_up_to(empty_url) == log.head())

    assert checked(empty_url, tmp_path).passed


def test_a_divided_database_is_sealed_by_the_folder_with_the_key_that_init_made(database_url: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNALS_HOME", str(tmp_path))
        with dividing(database_url) as divided:
            made = key_file(database_url, tmp_path).public()
            seal(divided.url_of(Role.FOLDER), tmp_path)
            shown = run(divided, "cite", "--key", roles=(Role.FOLDER,))

            assert shown.strip() == str(made)
            assert sealed_up_to(database_url) > 0
            assert checked(divided.url_of(Role.VERIFIER), tmp_path).passed


def test_init_gives_no_log_the_key_of_another(database_url: str, empty_url: str, log: Log, tmp_path: Path) -> None:
    key = tmp_path / "seal.key"
    append(log, 1)
    Sealer(empty_url, SealFiles(tmp_path, key)).seal_unless_followed()

    answer = run_annals(database_url, "init", "--prefix", f"t{uuid.uuid4().hex[:12]}", ANNALS_SEAL_KEY=str(key))

    assert answer.code == 2
    assert f"the key in {key} has signed another log already" in answer.err


def test_init_names_the_log_once(database_url: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNALS_HOME", str(tmp_path))
        with dividing(database_url, "--origin", "example.org/log") as divided:
            same = run_annals(database_url, "init", "--prefix", divided.prefix, "--origin", "example.org/log")
            other = run_annals(database_url, "init", "--prefix", divided.prefix, "--origin", "example.org/other")

    assert same.code == 0
    assert "  example.org/log+" in same.out
    assert other.code == 2
    assert "the log is called example.org/log in what it has signed already" in other.err
