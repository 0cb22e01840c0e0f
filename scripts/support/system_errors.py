"""What the operating system refuses, in one line: which file, why, and what to do about it."""

import errno
import os
from concurrent.futures import BrokenExecutor

from domain.errors import AnnalsError

PERMISSION = "give this user the right to it, or name another place"
ROOM = "make room where the output goes and in the folder for temporary files, then run the command again"
MEMORY = "close other programs, or give the machine more memory"

REMEDIES = {
    errno.EACCES: PERMISSION,
    errno.EPERM: PERMISSION,
    errno.EROFS: "name a place on a file system that can be written",
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EFBIG: "raise the limit of file sizes (ulimit -f)",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
    errno.ENFILE: "close other programs: the whole machine has no more open files to give",
    errno.ENOENT: "see that it is there",
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "name a folder",
    errno.EEXIST: "move it away, or name another place",
    errno.ENAMETOOLONG: "name a shorter path",
    errno.ELOOP: "see where its symbolic links lead",
    errno.EIO: "see the system's log: the disk may be failing",
    errno.ENOMEM: MEMORY,
    errno.EAGAIN: "close other programs, or raise the limit of processes (ulimit -u)",
}


def explain_system_error(error: BaseException) -> AnnalsError | None:
    """A line for the user about what the operating system answered; None where it is not about that."""
    match error:
        case OSError():
            return AnnalsError(_os_error(error))
        case MemoryError():
            return AnnalsError(f"this process gets no more memory; {MEMORY}")
        case BrokenExecutor():
            return AnnalsError(
                "a helper process ended before its work was done, perhaps because the machine ran out of memory;"
                " see the system's log, then run the command again"
            )
        case UnicodeEncodeError():
            part = error.object[error.start : error.end][:20]
            return AnnalsError(f"{part!r} cannot be written as {error.encoding}: {error.reason}; leave it out")
        case UnicodeDecodeError():
            part = bytes(error.object[error.start : error.end][:20]).hex(" ")
            return AnnalsError(f"the bytes {part} are not {error.encoding}: {error.reason}")
    return None


def _os_error(error: OSError) -> str:
    names = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes | os.PathLike)]
    reason = error.strerror or str(error) or type(error).__name__
    parts = [" and ".join(names), reason[:1].lower() + reason[1:]]
    remedy = REMEDIES.get(error.errno or 0)
    return ": ".join(filter(None, parts)) + (f"; {remedy}" if remedy else "")
