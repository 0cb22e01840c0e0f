"""Failpoints: places at which a test lets a process die, to show that nothing is lost or done twice there.

`ANNALS_FAILPOINT=fold.page` kills the process, as kill -9 does, where it first reaches that place; `fold.page:3` where it does so
for the third time. Without the variable, a failpoint does nothing."""

import os
import signal
from enum import StrEnum


class Failpoint(StrEnum):
    """A place in the program."""

    APPEND_SENDING = "append.sending"
    """A few entries are about to be sent to the database."""
    APPEND_COMMITTED = "append.committed"
    """They are committed, and nobody has been told."""
    BATCH_STAGED = "batch.staged"
    """A large batch has been copied to the database, and is not in the log yet."""
    BATCH_COMMITTED = "batch.committed"
    """It is in the log, and nobody has been told."""
    FOLD_PAGE = "fold.page"
    """A page of entries has been folded into the views, and is not committed."""
    FOLD_COMMITTED = "fold.committed"
    """It is committed, and nobody has been told."""
    REBUILD_GROWN = "rebuild.grown"
    """New views have been folded and indexed beside the live ones."""
    REBUILD_SWAPPED = "rebuild.swapped"
    """They have taken the place of the live ones, and that is not committed."""
    REBUILD_COMMITTED = "rebuild.committed"
    """That is committed, and the old views are still there."""
    SEAL_GROWN = "seal.grown"
    """The leaves of new entries are committed, and nothing is signed."""
    SEAL_SIGNED = "seal.signed"
    """A checkpoint is signed and kept beside the key, and is not in the database."""
    SEAL_PUBLISHED = "seal.published"
    """It is in the database."""
    RESTORE_COPIED = "restore.copied"
    """A restored log has been copied, and is not committed."""


_armed: dict[str, int] = {}
"""How often each failpoint is still to be reached until the process dies."""


def arm(setting: str) -> None:
    """Makes this process die at a failpoint, written as in ANNALS_FAILPOINT."""
    name, _, times = setting.partition(":")
    _armed[Failpoint(name)] = int(times or 1)


def reach(point: Failpoint) -> None:
    """Dies here if the process is to."""
    if not _armed or point not in _armed:
        return
    _armed[point] -= 1
    if not _armed[point]:
        os.kill(os.getpid(), signal.SIGKILL)


if setting := os.environ.get("ANNALS_FAILPOINT"):
    arm(setting)
