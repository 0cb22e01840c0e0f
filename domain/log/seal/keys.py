"""The private key of a log's seal in a file of its own, apart from the database; beside it, what was last signed with it.

Who can write the database but not this file cannot sign another history of the log; and what was signed last is known even where
the database was set back."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from domain.errors import AnnalsError, BadInput
from domain.log.seal.notes import (
    Algorithm,
    BadNote,
    Note,
    PrivateKey,
    PublicKey,
    make_key,
    read_note,
    read_private_key,
    read_public_key,
)

OWN = stat.S_IRUSR | stat.S_IWUSR
"""Readable and writable by its owner alone."""


ELSEWHERE = "set ANNALS_SEAL_KEY to a file that this process may read, in a folder that it may write to"


class KeyUnusable(AnnalsError):
    """The file of the seal's key cannot be used as it is; the message says what to do."""


@dataclass(frozen=True)
class SealFiles:
    """Where a process keeps keys and, if it is told to, every checkpoint that it signs."""

    home: Path
    """The folder for the keys of logs, each named by its log."""
    key: Path | None = None
    """The file of the key, where it is another."""
    checkpoints: Path | None = None
    """A folder for a copy of every checkpoint."""

    def of(self, store: UUID) -> "KeyFile":
        """The file of the key of the log with an id. Raises KeyUnusable."""
        if not self.key and str(self.home).startswith("~"):
            raise KeyUnusable(f"this user has no home folder for the key of the log's seal; {ELSEWHERE}")
        return KeyFile(self.key or self.home / f"seal-{store}.key", self.checkpoints)


@dataclass(frozen=True)
class KeyFile:
    """A file with a private key, and the files beside it."""

    path: Path
    checkpoints: Path | None = None

    @property
    def public_path(self) -> Path:
        """Where the public key is."""
        return self.path.with_suffix(".pub")

    @property
    def checkpoint_path(self) -> Path:
        """Where the last checkpoint is that was signed with the key."""
        return self.path.with_suffix(".checkpoint")

    def read(self) -> PrivateKey | None:
        """The key; None where there is no file. Raises KeyUnusable."""
        try:
            with self.path.open(encoding="utf-8") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    raise KeyUnusable(f"others may read or write {self.path}, the key of the log's seal; run chmod 600 on it")
                return read_private_key(file.read())
        except FileNotFoundError:
            return None
        except BadInput as error:
            raise KeyUnusable(f"{self.path} {error}; restore it from a backup") from error
        except (OSError, UnicodeDecodeError) as error:
            raise KeyUnusable(
                f"the key of the log's seal cannot be read from {self.path}: {_reason(error)}; {ELSEWHERE}"
            ) from error

    def make(self, name: str, algorithm: Algorithm = Algorithm.ED25519) -> PrivateKey:
        """A new key, in its file when this returns, whatever becomes of the process. Raises KeyUnusable, BadInput."""
        key = make_key(name, algorithm)
        with self._explained("made"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = _draft(self.path, f"{key.text()}\n", OWN)
            try:
                # A key that is there already, even as of this moment, is never replaced.
                os.link(draft, self.path)
            finally:
                draft.unlink()
            self.public_path.write_text(f"{key.public}\n", encoding="utf-8")
        return key

    def public(self) -> PublicKey | None:
        """The public key, from its own file, which others may read; None where there is none. Raises KeyUnusable."""
        try:
            return read_public_key(self.public_path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, BadInput) as error:
            raise KeyUnusable(f"{self.public_path}, the public key of the log's seal, cannot be read: {_reason(error)}") from error

    def keep(self, note: str, size: int) -> None:
        """Keeps a checkpoint that was signed, before anybody else can see it. Raises KeyUnusable."""
        with self._explained("written beside"):
            write_file(self.checkpoint_path, note)
            if self.checkpoints:
                self.checkpoints.mkdir(parents=True, exist_ok=True)
                write_file(self.checkpoints / f"{size:012d}.checkpoint", note)

    def last_signed(self) -> Note | None:
        """The last checkpoint that was signed with the key. Raises KeyUnusable."""
        try:
            return read_note(self.checkpoint_path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, BadNote) as error:
            raise KeyUnusable(f"{self.checkpoint_path}, the last checkpoint, cannot be read: {_reason(error)}") from error

    @contextmanager
    def _explained(self, done: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise KeyUnusable(f"the key of the log's seal cannot be {done} {self.path}: {_reason(error)}; {ELSEWHERE}") from error


def write_file(path: Path, text: str) -> None:
    """Replaces a file as a whole, and so that it outlives a crash. Raises OSError."""
    _draft(path, text).replace(path)
    _sync(path.parent)


def _draft(path: Path, text: str, mode: int = 0o644) -> Path:
    """A file beside another, on the disk, that is to take its place."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync(folder: Path) -> None:
    """Has the names of files in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
