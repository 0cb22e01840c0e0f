"""PgBouncer in between: session mode works, transaction mode is refused in one line, and few connections are needed."""

import asyncio
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import psycopg
import pytest
from accounting import appends, stored_sources, verified
from command_line import free_port, run_annals
from psycopg.conninfo import conninfo_to_dict
from service import eventually, serving
from world import ARTICLE

from api.pool import ReadingPool

PGBOUNCER = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin")

needs_pgbouncer = pytest.mark.skipif(PGBOUNCER is None, reason="there is no pgbouncer on PATH")


@contextmanager
def pooled(url: str, folder: Path, mode: str, size: int = 20) -> Iterator[str]:
    """The same database behind a pooler."""
    server, port = conninfo_to_dict(url), free_port()
    (folder / "users.txt").write_text(f'"{server["user"]}" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={server['host']} port={server['port']}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\nauth_file = {folder}/users.txt\n"
        f"pool_mode = {mode}\ndefault_pool_size = {size}\nlogfile = {folder}/pgbouncer.log\nunix_socket_dir =\n"
        f"auth_type = trust\nmax_client_conn = 200\n"
    )
    command = [str(PGBOUNCER), str(folder / "pgbouncer.ini")]
    if os.geteuid() == 0:
        # It refuses to run as root, and the server's account may reach the server's socket.
        account = pwd.getpwuid(Path(str(server["host"])).stat().st_uid)
        # pytest closes its folders to other accounts.
        for path in (folder, *folder.parents[:3]):
            path.chmod(path.stat().st_mode | 0o055)
        shutil.chown(folder, account.pw_uid)
        command = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", *command]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            pooled_url = f"postgresql://{server['user']}@127.0.0.1:{port}/{server['dbname']}"
            _wait(pooled_url, process)
            yield pooled_url
        finally:
            process.kill()


def _wait(url: str, process: Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while True:
        assert process.poll() is None, "pgbouncer has ended"
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@needs_pgbouncer
def test_everything_works_behind_a_pooler_in_session_mode(bare_url: str, tmp_path: Path) -> None:
    with pooled(bare_url, tmp_path, "session") as url:
        assert run_annals(url, "append", ARTICLE).code == 0
        answers = appends(url, tmp_path, ("one",), tuple(f"source-{n}" for n in range(300)))
        rebuilt = run_annals(url, "rebuild")
        with serving(url, ANNALS_POOL_SIZE="3") as service:
            found = service.ask('{ source(id: "source-299") { ref } actors(search: "kim") { totalCount } }')
            ready = service.status("/readyz")

        assert [answer.code for answer in (*answers, rebuilt)] == [0, 0, 0], (answers, rebuilt)
        assert found["source"] == {"ref": "source-299"}
        assert ready == 200
        verified(url)
    assert len([id for id in stored_sources(bare_url) if id.startswith(("one", "source-"))]) == 301


@needs_pgbouncer
def test_the_api_cannot_write_behind_a_pooler_either(bare_url: str, tmp_path: Path) -> None:
    async def write() -> None:
        async with ReadingPool(url, 1) as pool, pool.connection() as conn:
            await conn.execute("CREATE TABLE mischief ()")

    with pooled(bare_url, tmp_path, "session") as url, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        asyncio.run(write())


@needs_pgbouncer
@pytest.mark.parametrize("mode", ["transaction", "statement"])
def test_a_pooler_that_changes_sessions_is_refused_in_one_line(bare_url: str, tmp_path: Path, mode: str) -> None:
    with pooled(bare_url, tmp_path, mode) as url:
        answers = [run_annals(url, *words) for words in (("status",), ("append", str(ARTICLE)), ("rebuild",))]

    assert [answer.code for answer in answers] == [1, 1, 1]
    assert all("set pool_mode = session" in answer.err and answer.err.count("\n") == 1 for answer in answers)
    with psycopg.connect(bare_url) as conn:
        assert conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'annals%'").fetchall() == []


@needs_pgbouncer
def test_a_pool_that_is_too_small_is_said_to_be(bare_url: str, tmp_path: Path) -> None:
    with pooled(bare_url, tmp_path, "session", size=1) as url:
        answer = run_annals(url, "status")

    assert answer.code == 1
    assert "raise the pool size" in answer.err


SESSIONS = "SELECT sessions FROM pg_stat_database WHERE datname = current_database()"
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def test_an_append_of_one_entry_opens_at_most_four_connections(bare_url: str, tmp_path: Path) -> None:
    appends(bare_url, tmp_path, ("first",))
    with psycopg.connect(bare_url, autocommit=True) as conn:
        before = sessions_so_far(conn)
        (answer,) = appends(bare_url, tmp_path, ("second",))
        opened = sessions_so_far(conn) - before

    assert answer.code == 0
    assert 2 <= opened <= 4


def sessions_so_far(conn: psycopg.Connection) -> int:
    """How many sessions the database has had, once all but this one have ended and are counted."""
    eventually(lambda: conn.execute(OTHERS).fetchone() == (0,))
    (counted,) = conn.execute(SESSIONS).fetchone() or (0,)
    return int(counted)
