"""The embedded PostgreSQL under several users, kills and odd folders."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from command_line import started

from domain.errors import Busy
from scripts.support.embedded import default_home, embedded_database
from scripts.support.file_lock import locked
from scripts.support.postgres_server import PostgresServer

USER = """
import sys
from pathlib import Path
from scripts.support.embedded import embedded_database
with embedded_database(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home(server_folder: Path) -> Iterator[Path]:
    home = server_folder / "home"
    home.mkdir()
    yield home
    PostgresServer(home).stop()


def a_user(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", USER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def url_of(user: subprocess.Popen[str]) -> str:
    assert user.stdout
    return user.stdout.readline().strip()


def leave(user: subprocess.Popen[str]) -> None:
    user.communicate(timeout=120)


def kill(user: subprocess.Popen[str]) -> None:
    user.kill()
    user.communicate(timeout=120)


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def write_down(url: str, word: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS word (word text)")
        connection.execute("INSERT INTO word VALUES (%s)", [word])


def words(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM word")]


def process_of_server(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def test_two_processes_that_start_at_once_share_a_server_until_both_have_left(home: Path) -> None:
    first, second = a_user(home), a_user(home)
    url = url_of(first)

    assert url == url_of(second)
    assert answers(url)
    leave(first)
    assert answers(url)
    leave(second)
    assert not answers(url)


def test_what_was_written_is_there_at_the_next_start(home: Path) -> None:
    with embedded_database(home) as url:
        write_down(url, "kept")

    with embedded_database(home) as url:
        assert "kept" in words(url)


def test_a_killed_user_leaves_a_server_that_goes_with_the_next_user(home: Path) -> None:
    user = a_user(home)
    write_down(url_of(user), "before the user was killed")
    kill(user)

    with embedded_database(home) as url:
        assert "before the user was killed" in words(url)
    assert not answers(url)


def test_a_killed_server_starts_again_though_its_process_id_is_now_another_programs(home: Path) -> None:
    user = a_user(home)
    write_down(url_of(user), "before the server was killed")
    os.kill(process_of_server(home), signal.SIGKILL)
    kill(user)
    take_over_process_id(home)

    with embedded_database(home) as url:
        assert "before the server was killed" in words(url)


def take_over_process_id(home: Path) -> None:
    for file in (home / "postgres" / "postmaster.pid", home / "postgres" / ".s.PGSQL.5432.lock"):
        old = file.read_text().split("\n", 1)[1]
        file.write_text(f"{os.getpid()}\n{old}")


def test_a_server_killed_in_the_middle_of_a_query_starts_again(home: Path) -> None:
    with embedded_database(home) as url:
        busy = subprocess.Popen([sys.executable, "-c", BUSY, url], stderr=subprocess.DEVNULL)
        wait_until_busy(url)
        os.kill(process_of_server(home), signal.SIGKILL)

        with embedded_database(home) as again:
            assert answers(again)
        busy.wait(timeout=120)


BUSY = """
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    connection.execute("SET statement_timeout = '2s'")
    connection.execute("SELECT count(*) FROM generate_series(1, 1000000000) AS busy")
"""


def wait_until_busy(url: str) -> None:
    seen = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%AS busy'"
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(200):
            if connection.execute(seen).fetchone():
                return
            time.sleep(0.05)
    pytest.fail("the query never began")


def test_a_folder_deleted_under_a_running_server_is_made_anew(home: Path) -> None:
    user = a_user(home)
    former = process_of_server(home) if answers(url_of(user)) else 0
    kill(user)
    shutil.rmtree(home)

    with embedded_database(home) as url:
        assert answers(url)
        assert process_of_server(home) != former


ODD = """a folder, 'quoted' and "quoted", $(false) `false` & of great length; """


def test_a_long_and_odd_folder_is_no_hindrance(server_folder: Path) -> None:
    home = server_folder / (ODD * 2)

    with embedded_database(home, durable=False) as url:
        write_down(url, "odd")
    with embedded_database(home, durable=False) as url:
        assert words(url) == ["odd"]


def test_a_copy_of_a_running_folder_starts_with_what_was_written(home: Path) -> None:
    copy = home.with_name("copy")
    with embedded_database(home) as url:
        write_down(url, "copied")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        subprocess.run(["cp", "-a", home, copy], check=True)

        with embedded_database(copy) as another:
            assert another != url
            assert "copied" in words(another)


def test_every_process_of_a_server_keeps_its_folder_locked(home: Path) -> None:
    data = PostgresServer(home).data
    with embedded_database(home) as url, psycopg.connect(url, autocommit=True) as connection:
        busy = subprocess.Popen([sys.executable, "-c", BUSY, url], stderr=subprocess.DEVNULL)
        wait_until_busy(url)
        connection.close()

        os.kill(process_of_server(home), signal.SIGKILL)

        assert data.has_server()
        assert data.lock() is None
        busy.wait(timeout=120)
    assert not data.has_server()


def test_a_process_that_waits_for_another_says_so_and_goes_on_when_that_has_finished(home: Path) -> None:
    with (home / "start.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with started("", "status", ANNALS_HOME=str(home)) as waiting:
            assert waiting.stderr
            told = waiting.stderr.readline()
            turn.close()
            code = waiting.wait(timeout=120)

    assert told == f"waiting for {home}/start.lock: another process is starting or stopping the embedded PostgreSQL\n"
    assert code == 0


def test_a_process_that_has_waited_long_enough_gives_up(tmp_path: Path) -> None:
    busy = "another process is starting the server; try again later"
    with (
        locked(tmp_path / "lock", "starting the server", 1),
        pytest.raises(Busy, match=busy),
        locked(tmp_path / "lock", "starting the server", 0.1),
    ):
        pass


def test_home_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/clio")
    monkeypatch.delenv("ANNALS_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    by_default = default_home()
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    by_xdg = default_home()
    monkeypatch.setenv("ANNALS_HOME", "/srv/annals")

    assert [by_default, by_xdg, default_home()] == [
        Path("/home/clio/.local/share/annals"),
        Path("/data/annals"),
        Path("/srv/annals"),
    ]
