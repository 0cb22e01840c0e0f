"""Running what is written for node: clients and audits from npm, installed from the lock file beside the scripts that use them."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from scripts.support.file_lock import locked

CLIENTS = Path(__file__).parent / "clients"
PACKAGES = CLIENTS / "node_modules"
LOCK = CLIENTS / "package-lock.json"
OLDEST = 18
"""The oldest version of node that the packages run on."""

INSTALLING = 300
"""Seconds within which npm must have installed the packages."""


class Node:
    """The scripts of `tests/clients`, and the packages that they use."""

    def run(self, script: str, *arguments: str) -> Any:
        """What a script prints, read as JSON."""
        return json.loads(_ran(["node", str(CLIENTS / script), *arguments], CLIENTS))

    def use(self, tool: str, *arguments: str, within: Path) -> str:
        """What the program of a package prints that works on the files of a folder."""
        return _ran([str(PACKAGES / ".bin" / tool), *arguments], within)


def _ran(command: Sequence[str], folder: Path) -> str:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=INSTALLING)
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return ended.stdout


def unavailable(reason: str) -> None:
    """Skips the test; fails it where all that tests need must be there."""
    if os.environ.get("ANNALS_REQUIRE_AUDITS"):
        pytest.fail(reason)
    pytest.skip(reason)


def installed() -> Node:
    """The packages, installed unless they are already. Skips where there is no node, or where npm cannot install them."""
    if not shutil.which("npm") or not shutil.which("node"):
        unavailable("no node and npm on PATH")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, timeout=120).stdout.strip()
    if int(version.lstrip("v").partition(".")[0]) < OLDEST:
        unavailable(f"the clients need node {OLDEST} or newer; on PATH is {version}")
    # Another process of the same run may be at it.
    with locked(LOCK, "installing packages from npm", INSTALLING):
        _install()
    return Node()


def _install() -> None:
    of_lock = PACKAGES / "installed-from.json"
    if not (of_lock.exists() and of_lock.read_bytes() == LOCK.read_bytes()):
        ended = subprocess.run(["npm", "ci"], cwd=CLIENTS, capture_output=True, text=True, timeout=INSTALLING)
        if ended.returncode:
            unavailable(f"npm cannot install the clients: {ended.stderr.strip()[-300:]}")
        shutil.copy(LOCK, of_lock)
