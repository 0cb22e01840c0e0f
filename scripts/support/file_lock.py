"""Mutual exclusion between processes that share a folder, also from different containers of one machine.

A flock belongs to the open file, not to a process id: every container on the same kernel sees it, a child that inherits
the file keeps it, and it ends when the last process that has the file open ends, however that happens.
"""

import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from domain.errors import AnnalsError, Busy

LOG = logging.getLogger(__name__)
NOTICE_SECONDS = 1.0
"""A process that has waited for this long says what it is waiting for."""
POLL_SECONDS = 0.05


class CannotLock(AnnalsError):
    """The file system has no file locks."""


def try_lock(file: IO[Any], *, shared: bool = False) -> bool:
    """Locks an open file, and tells whether that was possible: another open file may hold the lock. Raises CannotLock.

    The lock lasts until every descriptor of this open file is closed. It must not be released with LOCK_UN, which would
    release it for the children that inherited the file, too."""
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise CannotLock(
            f"{file.name} cannot be locked ({error.strerror}), and without file locks two servers could write to one folder;"
            " set ANNALS_HOME to a folder on a local disk, or ANNALS_DATABASE_URL to a database"
        ) from error
    return True


@contextmanager
def locked(path: Path, purpose: str, patience: float) -> Iterator[IO[str]]:
    """Holds the lock of a file while the block runs; the file is created if it is missing.

    Raises: Busy after `patience` seconds, CannotLock, OSError.
    """
    notice = Notice(f"waiting for {path}: another process is {purpose}")
    with path.open("a") as file:
        while not try_lock(file):
            if notice.waited() > patience:
                raise Busy(f"{path} is still locked after {patience:g} seconds: another process is {purpose}; try again later")
            time.sleep(POLL_SECONDS)
        yield file


class Notice:
    """A message that is logged once, when a wait turns out to take noticeably long."""

    def __init__(self, message: str) -> None:
        self._message, self._begun, self._given = message, time.monotonic(), False

    def waited(self) -> float:
        """The seconds since the wait began."""
        seconds = time.monotonic() - self._begun
        if seconds > NOTICE_SECONDS and not self._given:
            self._given = True
            LOG.warning("%s", self._message)
        return seconds
