"""What a log gives to those who do not trust it: proofs, tiles, checkpoints that others cosign, and exports that keep them true."""

import gzip
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Answer, run_annals
from sealing import annals, checked, key_file, seal, sealed_tables, tampering
from service import listening
from world import World, a_world, bare_database, new_database, the_article

from api.app import create_app
from domain.log.seal.notes import make_key, read_note, read_public_key
from domain.log.seal.tiles import entries_in, hashes_in, subtrees
from domain.log.seal.tree import leaf_hash, root
from scripts.support.mirror import Mirror

CHECKER = Path(__file__).parents[2] / "docs" / "check_proof.py"
KEY = "summit-prk-rus-2025-09-03"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("key")


@pytest.fixture(scope="module")
def world(server_url: str, folder: Path) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        seal(url, folder)
        yield world


@pytest.fixture(scope="module")
def public(world: World, folder: Path) -> str:
    return annals(world.url, folder, "cite", "--key").out.strip()


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[str]:
    """The address of the log."""
    with listening(create_app(world.url, pool_size=2, follow=False)) as port:
        yield f"http://127.0.0.1:{port}/log"


def check(proof: Path, public: str) -> subprocess.CompletedProcess[str]:
    """Checks a proof as somebody does who has nothing but Python."""
    return subprocess.run([sys.executable, "-I", CHECKER, proof, public], capture_output=True, text=True, check=False, env={})


def proved(world: World, folder: Path, *arguments: str | Path) -> Path:
    file = folder / "proof.tlog-proof"
    answer = annals(world.url, folder, "prove", *arguments, "-o", file)
    assert answer.code == 0, answer
    return file


def test_the_checker_is_a_hundred_lines_and_needs_nothing(folder: Path) -> None:
    assert len(CHECKER.read_text().splitlines()) <= 100


def test_a_proof_is_checked_with_the_public_key_alone(world: World, folder: Path, public: str) -> None:
    proof = proved(world, folder, KEY)

    answer = check(proof, public)

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("position ")
    assert f'"key":"{KEY}"' in answer.stdout
    assert proof.read_text().startswith("c2sp.org/tlog-proof@v1\nextra ")


def test_every_entry_about_a_thing_is_proved_or_one_of_them(world: World, folder: Path, public: str) -> None:
    world.append({"kind": "EventCorrected", "event": KEY, "changes": {"claimed_ordinal": 4}, "reason": "a test"})

    both, second = (check(proved(world, folder, KEY, *only), public).stdout for only in ((), ("--version", "2")))

    assert [line.split(", ")[2].split()[1] for line in both.splitlines()] == ["1", "2"]
    assert second == both.splitlines(keepends=True)[1]


@pytest.mark.parametrize(
    ("line", "change", "problem"),
    [
        (0, lambda text: "c2sp.org/tlog-proof@v2", "not proved"),
        (1, lambda text: text[:200] + ("A" if text[200] != "A" else "B") + text[201:], "not proved"),
        (2, lambda text: "index 7", "it is not in the tree"),
        (2, lambda text: "index 999999", "too early"),
        (2, lambda text: "index -1", "too early"),
        (3, lambda text: "A" * 43 + "=", "it is not in the tree"),
        (-5, lambda text: "example.org/other", "has not signed this"),
        (-4, lambda text: str(int(text) + 1), "has not signed this"),
        (-3, lambda text: "A" * 43 + "=", "has not signed this"),
        (-1, lambda text: text[:-10] + "AAAAAAAAA=", "has not signed this"),
    ],
)
def test_a_proof_that_was_changed_proves_nothing(
    world: World, folder: Path, public: str, tmp_path: Path, line: int, change: Any, problem: str
) -> None:
    lines = proved(world, folder, KEY, "--version", "1").read_text().splitlines()
    lines[line] = change(lines[line])
    changed = tmp_path / "changed"
    changed.write_text("\n".join(lines) + "\n")

    answer = check(changed, public)

    assert answer.returncode == 1
    assert problem in answer.stderr
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr


def test_a_proof_with_another_key_proves_nothing(world: World, folder: Path, tmp_path: Path) -> None:
    other = key_file(world.url, tmp_path).make("example.org/other").public

    answer = check(proved(world, folder, KEY), str(other))

    assert (answer.returncode, answer.stdout) == (1, "")
    assert "the log's key has not signed this" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [(("nothing-such",), 2, "nothing-such"), ((KEY, "--version", "9"), 2, "none of them is number 9")],
)
def test_what_is_not_there_is_not_proved(world: World, folder: Path, arguments: tuple[str, ...], code: int, problem: str) -> None:
    answer = annals(world.url, folder, "prove", *arguments)

    assert answer.code == code
    assert problem in answer.err


def test_an_entry_that_was_changed_is_not_proved(database_url: str, tmp_path: Path) -> None:
    with a_world(database_url, *the_article()):
        seal(database_url, tmp_path)
    with tampering(database_url) as conn:
        conn.execute("UPDATE annals.annals_events SET state = state || ' '::bytea")

    answer = annals(database_url, tmp_path, "prove", KEY)

    assert answer.code == 1
    assert "is not the one that was sealed" in answer.err


def test_anybody_can_mirror_the_log_and_add_up_its_tree(world: World, served: str, public: str) -> None:
    mirror = Mirror(served)
    note = read_note(mirror.checkpoint())
    checkpoint = note.checkpoint()
    bundles = [fetched(f"{served}/tile/entries/{n:03d}") for n in range(checkpoint.size // 256)]
    bundles.append(fetched(f"{served}/tile/entries/{checkpoint.size // 256:03d}.p/{checkpoint.size % 256}"))
    entries = [entry for bundle in bundles for entry in entries_in(bundle)]

    assert note.signed_by([read_public_key(public)])
    assert len(entries) == checkpoint.size
    assert root(subtrees(mirror.tile, checkpoint.size), checkpoint.size) == checkpoint.root
    tile = hashes_in(fetched(f"{served}/tile/0/001"))
    assert tile == [leaf_hash(entry) for entry in entries[256:512]]
    # What is published says nothing of the content.
    assert KEY.encode() not in b"".join(entries)


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as response:
        assert response.headers["content-type"] == "application/octet-stream"
        assert "immutable" in response.headers["cache-control"]
        data: bytes = response.read()
    return data


def test_the_files_of_the_log_have_the_headers_that_caches_need(served: str) -> None:
    request = urllib.request.Request(f"{served}/tile/0/000", headers={"accept-encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=20) as response:
        assert response.headers["content-encoding"] == "gzip"
        assert len(gzip.decompress(response.read())) == 8192
    with urllib.request.urlopen(f"{served}/checkpoint", timeout=20) as response:
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/key",
        "/tile/0/999",
        "/tile/0/000.p/256",
        "/tile/0/0",
        "/tile/entries/999",
        "/tile/63/000",
        f"/tile/0/{'x999/' * 7}999",
    ],
)
def test_there_are_no_other_files(world: World, path: str) -> None:
    assert world.client.get(f"/log{path}").status_code == 404


def test_a_log_that_is_not_sealed_has_no_files(database_url: str) -> None:
    with a_world(database_url) as world:
        assert world.client.get("/log/checkpoint").status_code == 404
        assert world.client.get("/log/tile/0/000").status_code == 404


def witness(served: str, public: str, folder: Path, *options: str) -> Answer:
    return run_annals("", "witness", served, "--key", public, *options, ANNALS_HOME=str(folder))


def test_a_witness_cosigns_what_continues_and_its_line_stands_under_proofs(
    world: World, folder: Path, served: str, public: str, tmp_path: Path
) -> None:
    first = witness(served, public, tmp_path, "--name", "example.org/witness")
    world.append({"kind": "CallHeld", "key": "for-the-witness", "participants": ["PRK", "RUS"]})
    seal(world.url, folder)
    second = witness(served, public, tmp_path)
    own = run_annals("", "witness", "--own-key", ANNALS_HOME=str(tmp_path)).out.strip()
    file = tmp_path / "cosigned"
    file.write_text(second.out)
    accepted = annals(world.url, folder, "witness", "--accept", file, "--key", own)

    assert (first.code, second.code, accepted.code) == (0, 0, 0), accepted
    key = read_public_key(own)
    assert key.name == "example.org/witness"
    for answer in (first, second):
        assert read_note(answer.out).signed_by([key, read_public_key(public)]) == [key, read_public_key(public)]
    assert read_note(second.out).checkpoint().size == read_note(first.out).checkpoint().size + 1
    assert Mirror(served).checkpoint() == second.out
    proof = proved(world, folder, KEY)
    assert "— example.org/witness " in proof.read_text()
    assert check(proof, public).returncode == 0


def test_a_witness_does_not_cosign_a_log_that_was_cut_or_has_another_history(database_url: str, tmp_path: Path) -> None:
    folder, watcher = tmp_path / "key", tmp_path / "witness"
    with a_world(database_url) as world, listening(create_app(database_url, pool_size=2, follow=False)) as port:
        log = f"http://127.0.0.1:{port}/log"
        seal(database_url, folder)
        public = str(key_file(database_url, folder).public())
        assert witness(log, public, watcher).code == 0
        size = world.log.head()
        with tampering(database_url) as conn:
            conn.execute(f"DELETE FROM annals.annals_events WHERE notification_id > {size - 10}".encode())
            for table in ("leaf", "hash", "checkpoint"):
                conn.execute(f"TRUNCATE annals_seal.{table} CASCADE".encode())
        key_file(database_url, folder).checkpoint_path.unlink()
        seal(database_url, folder)
        cut = witness(log, public, watcher)
        world.views.rebuild()
        world.append(*({"kind": "CallHeld", "key": f"other-{n}", "participants": ["PRK", "RUS"]} for n in range(20)))
        seal(database_url, folder)
        forked = witness(log, public, watcher)

    assert (cut.code, forked.code) == (1, 1)
    assert f"has {size - 10:,} entries now and had {size:,} when it was last cosigned" in cut.err
    assert "has another history than the one that was cosigned" in forked.err
    assert cut.out == forked.out == ""
    assert [file.suffix for file in watcher.glob("witness/*.refused")] == [".refused"]


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        ((), 2, "give a log and its public key"),
        (("example.org", "--key", "{key}"), 2, "is no address of a log"),
        (("{log}/elsewhere", "--key", "{key}"), 1, "is this the address of a log?"),
        (("http://127.0.0.1:1/log", "--key", "{key}"), 1, "cannot be fetched"),
        (("{log}", "--key", "nonsense"), 2, "is no public key"),
        (("{log}", "--key", "{other}"), 1, "is not signed with the key of"),
        (("--accept", "{file}", "--key", "{key}"), 2, "is not cosigned with the key of"),
    ],
)
def test_what_a_witness_cannot_do_is_told_in_one_line(
    served: str, public: str, tmp_path: Path, arguments: tuple[str, ...], code: int, problem: str
) -> None:
    file = tmp_path / "checkpoint"
    file.write_text(Mirror(served).checkpoint())
    other = make_key(public.split("+")[0]).public

    answer = run_annals(
        "", "witness", *(a.format(log=served, key=public, other=other, file=file) for a in arguments), ANNALS_HOME=str(tmp_path)
    )

    assert (answer.code, answer.out) == (code, "")
    assert problem in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_restored_log_agrees_with_the_checkpoints_of_the_one_it_is_from(
    world: World, folder: Path, public: str, bare_url: str, tmp_path: Path
) -> None:
    kept, exported = tmp_path / "kept", tmp_path / "log.ndjson"
    kept.write_text(annals(world.url, folder, "cite", "--checkpoint").out)
    assert annals(world.url, folder, "export", "ndjson", "-o", exported).code == 0

    assert annals(bare_url, tmp_path, "restore", exported).code == 0
    seal(bare_url, tmp_path)
    answer = annals(bare_url, tmp_path, "verify", "--against", kept, "--key", public)

    assert answer.code == 0, answer
    assert "2 checkpoints agree" not in answer.out
    with sealed_tables(bare_url) as here, sealed_tables(world.url) as there:
        assert [leaf[:4] for leaf in here.leaves()] == [leaf[:4] for leaf in there.leaves()]
        assert here.public_keys() != there.public_keys()


def test_a_log_that_was_exported_before_it_was_sealed_is_restored_and_sealed(
    database_url: str, server_url: str, tmp_path: Path
) -> None:
    exported = tmp_path / "log.ndjson"
    with a_world(database_url):
        assert annals(database_url, tmp_path, "export", "ndjson", "-o", exported).code == 0
    with bare_database(server_url) as elsewhere:
        assert annals(elsewhere, tmp_path, "restore", exported).code == 0
        seal(elsewhere, tmp_path)

        verdict = checked(elsewhere, tmp_path)

    assert '"salt"' not in exported.read_text()
    assert (verdict.passed, verdict.unsealed, verdict.checkpoints) == (True, 0, 1)
