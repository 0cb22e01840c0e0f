"""A hot standby: everything that reads works on it, everything that writes is refused in one line, and serving is quiet."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from accounting import entry_file
from command_line import run_annals
from service import serving
from world import ARTICLE

from scripts.support.embedded import embedded_database
from scripts.support.postgres_data import PROGRAMS
from scripts.support.server_account import ServerAccount

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def standby(server_folder: Path) -> Iterator[tuple[str, Path]]:
    """A streaming standby of a database with the article: its URL, and the file in which its server logs."""
    with embedded_database(server_folder / "primary") as url:
        assert run_annals(url, "append", ARTICLE).code == 0
        primary = server_folder / "primary" / "postgres"
        account = ServerAccount.for_data(primary)
        folder = server_folder / "standby"
        folder.mkdir(mode=0o700)
        if account.borrowed:
            shutil.chown(folder, account.user, account.group)
        data, log = folder / "data", folder / "server.log"
        backup = ("-h", str(primary), "-U", "annals", "-D", str(data), "-R", "--checkpoint=fast")
        run(account, "pg_basebackup", *backup)
        options = f"-p 5433 -c unix_socket_directories={folder} -c listen_addresses=''"
        run(account, "pg_ctl", "start", "-D", str(data), "-l", str(log), "-w", "-o", options)
        try:
            yield f"postgresql://annals@/annals?host={folder}&port=5433", log
        finally:
            run(account, "pg_ctl", "stop", "-D", str(data), "-m", "immediate", "-w")


def run(account: ServerAccount, program: str, *arguments: str) -> None:
    """Runs a program of PostgreSQL, which must succeed."""
    done = account.run([str(PROGRAMS / program), *arguments])
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("words", [("status",), ("cite",), ("export", "ndjson", "-o", "{folder}/log.ndjson"), ("query",)])
def test_what_only_reads_works(standby: tuple[str, Path], tmp_path: Path, words: tuple[str, ...]) -> None:
    answer = run_annals(standby[0], *(word.format(folder=tmp_path) for word in words), stdin=b"{ status { head } }")

    assert answer.code == 0, answer


@pytest.mark.parametrize("verb", ["append", "rebuild", "verify", "retry"])
def test_what_writes_is_refused_in_one_line(standby: tuple[str, Path], tmp_path: Path, verb: str) -> None:
    files = [entry_file(tmp_path, "paper")] if verb == "append" else []

    answer = run_annals(standby[0], verb, *files)

    if verb == "retry":
        # Nothing is parked, so there is nothing to do.
        assert answer.code == 0
        return
    assert answer.code == 1
    assert answer.err.count("\n") == 1, answer.err
    assert "standby" in answer.err


def test_a_server_answers_and_does_not_fill_the_log_of_its_database(standby: tuple[str, Path]) -> None:
    url, log = standby
    before = log.read_text().count("ERROR")
    with serving(url) as service:
        first = service.ask('{ appearances(together: ["Kim Jong Un", "Vladimir Putin"], kinds: [SUMMIT_HELD]) { ordinal } }')
        time.sleep(3)
        ready = service.status("/readyz")

    assert len(first["appearances"]) == 3
    assert ready == 200
    assert log.read_text().count("ERROR") - before <= 1
