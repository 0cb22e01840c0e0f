"""A home in which no database can be kept: one line says why and what to do, and the data is left alone."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.errors import AnnalsError
from scripts.support.embedded import embedded_database
from scripts.support.postgres_data import PROGRAMS
from scripts.support.postgres_server import PostgresServer
from scripts.support.server_account import ServerAccount

NOBODY = 65534
NAMELESS = 54321
REMEDY = "set ANNALS_HOME to a folder that you may write to, or ANNALS_DATABASE_URL to a database"


class Ended(NamedTuple):
    """How `annals status` ended."""

    code: int
    out: str
    err: str


def status(home: str | Path, user: int | None = None, **settings: str) -> Ended:
    """Runs `annals status` on a home, as another user if this is root."""
    environment = os.environ | {"ANNALS_DATABASE_URL": "", "ANNALS_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", **settings}
    command = [sys.executable, "-m", "scripts.cli", "status"]
    other = {"user": user, "group": user, "extra_groups": []} if user is not None else {}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120, **other)  # type: ignore[call-overload]
    return Ended(done.returncode, done.stdout, done.stderr)


def refusal(home: str | Path, user: int | None = None, **settings: str) -> str:
    """The one line with which `annals status` refuses a home."""
    ended = status(home, user, **settings)
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1), ended
    return ended.err.removeprefix("error: ").rstrip("\n")


def unprivileged() -> int | None:
    """A user who may not write everywhere: this one or, for root, nobody."""
    return NOBODY if os.geteuid() == 0 else None


def require_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can run a command as another user")


@pytest.fixture(scope="module")
def home(server_folder: Path) -> Iterator[Path]:
    """A home with a database in it that nobody uses."""
    server_folder.chmod(0o755)
    home = server_folder / "home"
    with embedded_database(home, durable=False):
        pass
    yield home
    PostgresServer(home).stop()


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")

    told = refusal(file)

    assert told == f"the embedded database cannot be kept in {str(file)!r}: {file}: File exists; {REMEDY}"
    assert file.read_text() == "mine"


def test_a_home_that_cannot_be_written_to_is_refused(server_folder: Path) -> None:
    server_folder.chmod(0o755)
    home = server_folder / "unwritable"
    home.mkdir(mode=0o555)

    told = refusal(home, unprivileged())

    reason = f"{home}/users.lock: Permission denied"
    assert told == f"the embedded database cannot be kept in {str(home)!r}: {reason}; {REMEDY}"


def test_a_home_that_cannot_be_created_is_refused() -> None:
    told = refusal("/proc/annals/home", unprivileged())

    assert told.startswith("the embedded database cannot be kept in '/proc/annals/home': /proc/annals")
    assert REMEDY in told


def test_the_home_of_somebody_unknown_is_refused() -> None:
    told = refusal("~no-such-user/annals")

    reason = "Could not determine home directory"
    assert told == f"the embedded database cannot be kept in '~no-such-user/annals': {reason}; {REMEDY}"


def test_a_user_without_a_home_folder_is_told_to_set_one() -> None:
    require_root()

    told = refusal("", NAMELESS, HOME="")

    assert REMEDY in told


def test_a_home_with_characters_that_cannot_be_printed_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "two\nlines"

    with pytest.raises(AnnalsError, match="has characters that cannot be printed; set ANNALS_HOME"), embedded_database(home):
        pass

    assert not home.exists()


def test_the_data_of_another_user_is_refused(home: Path) -> None:
    require_root()
    mode = home.stat().st_mode
    home.chmod(0o777)
    for lock in home.glob("*.lock"):
        lock.chmod(0o666)

    told = refusal(home, NOBODY)

    home.chmod(mode & 0o7777)
    assert f"{home}/postgres/PG_VERSION: Permission denied; {REMEDY}" in told


def test_root_serves_the_data_of_another_user_as_that_user(server_folder: Path) -> None:
    require_root()
    home = server_folder / "of-nobody"
    home.mkdir()
    with embedded_database(home, durable=False):
        pass
    subprocess.run(["chown", "-R", f"{NAMELESS}:{NAMELESS}", home], check=True)

    ended = status(home)

    assert (ended.code, ended.err) == (0, "")
    assert (home / "postgres" / "PG_VERSION").stat().st_uid == NAMELESS


def test_data_that_root_made_its_own_is_refused(server_folder: Path) -> None:
    require_root()
    home = server_folder / "of-root"
    with embedded_database(home, durable=False):
        pass
    subprocess.run(["chown", "-R", "0:0", home], check=True)

    told = refusal(home)

    assert told.startswith(f"{home}/postgres belongs to root, but PostgreSQL would run as embedded_postgres: ")
    assert "chown -R embedded_postgres" in told


def test_a_user_without_a_name_is_refused_a_new_database(server_folder: Path) -> None:
    require_root()
    server_folder.chmod(0o755)
    home = server_folder / "of-a-nameless-user"
    home.mkdir()
    os.chown(home, NAMELESS, NAMELESS)

    told = refusal(home, NAMELESS)

    assert "that user has no name on this system: add one to /etc/passwd" in told
    assert not (home / "postgres").exists()


def test_the_data_of_another_major_version_is_refused_with_the_way_to_move_it(home: Path) -> None:
    version = home / "postgres" / "PG_VERSION"
    right = version.read_text()
    version.write_text("9.6\n")

    told = refusal(home)

    version.write_text(right)
    assert told.startswith(f"{home}/postgres was created by PostgreSQL 9.6, but this annals brings PostgreSQL {right.strip()}: ")
    assert "annals export ndjson" in told
    assert "annals restore" in told


def test_a_folder_of_other_files_is_not_taken_for_a_database(server_folder: Path) -> None:
    home = server_folder / "of-files"
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "letter.txt").write_text("mine")

    told = refusal(home)

    assert "it has files in it, but no PG_VERSION" in told
    assert (home / "postgres" / "letter.txt").read_text() == "mine"


def test_an_empty_data_folder_is_filled(server_folder: Path) -> None:
    home = server_folder / "of-nothing"
    (home / "postgres").mkdir(parents=True)

    assert status(home)[::2] == (0, "")


def test_a_folder_that_a_server_has_locked_out_of_reach_is_refused(home: Path) -> None:
    with (home / "postgres" / "PG_VERSION").open("r+b") as elsewhere:
        fcntl.flock(elsewhere, fcntl.LOCK_EX)

        with pytest.raises(AnnalsError, match=r"does not answer from here: .* ANNALS_DATABASE_URL") as told:
            PostgresServer(home, patience=0.5).start()

    assert len(str(told.value).splitlines()) == 1
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_a_server_that_somebody_else_started_is_not_doubled(home: Path, server_folder: Path) -> None:
    data = home / "postgres"
    account = ServerAccount.for_data(data)
    sockets = server_folder / "sockets"
    account.create_folder(sockets)
    by_hand = ["-D", str(data), "-l", str(data / "by-hand.log"), "-w", "-o", f"-c listen_addresses= -k {sockets}"]
    account.run([str(PROGRAMS / "pg_ctl"), "start", *by_hand])
    process = (data / "postmaster.pid").read_text().split()[0]

    told = refusal(home)

    still = (data / "postmaster.pid").read_text().split()[0]
    account.run([str(PROGRAMS / "pg_ctl"), "stop", "-D", str(data)])
    assert "this version of annals did not start" in told
    assert still == process
