"""Commands in namespaces of their own, as in a container that shares nothing but some folders with the rest of the machine."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNSHARE = ("unshare", "--pid", "--ipc", "--mount", "--fork", "--kill-child")

# An empty /tmp takes the place of the real one, in which only the shared folders appear again.
SETUP = """
mount -t proc proc /proc
mount --rbind /tmp /mnt
mount -t tmpfs tmpfs /tmp
for shared in "$SHARED" "$ROOT"; do
    case "$shared" in /tmp/*) mkdir -p "$shared"; mount --rbind "/mnt/${shared#/tmp/}" "$shared";; esac
done
"$@"
"""


def contained(shared: Path, *command: str | Path) -> list[str]:
    """The command line that runs a command with its own process ids, its own /tmp, and one folder that it shares."""
    folders = [f"SHARED={shared.resolve()}", f"ROOT={ROOT}"]
    return [*UNSHARE, "env", *folders, "sh", "-euc", SETUP, "sh", *map(str, command)]


def require_namespaces() -> None:
    """Skips the test where no namespaces can be made."""
    if not shutil.which("unshare"):
        pytest.skip("there is no program unshare")
    if os.geteuid() != 0:
        pytest.skip("only root may make namespaces")
    tried = subprocess.run(contained(ROOT, "true"), capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"the kernel allows no namespaces: {tried.stderr.strip()}")
