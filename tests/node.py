"""Running what is written for node: clients and audits from npm, installed into a folder of the test session."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

AUDITS = Path(__file__).parent / "audits"
PACKAGES = ("graphql@16.15.0", "graphql-http@1.23.1", "graphql-sse@2.6.1", "graphql-ws@6.4.2", "ws@8.23.0")


class Node:
    """A folder with the packages, and the scripts of `tests/audits` in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, script: str, *arguments: str) -> Any:
        """What a script prints, read as JSON."""
        command = ["node", str(self._folder / script), *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)


def unavailable(reason: str) -> None:
    """Skips the test; fails it where all that tests need must be there."""
    if os.environ.get("ANNALS_REQUIRE_AUDITS"):
        pytest.fail(reason)
    pytest.skip(reason)


def installed(folder: Path) -> Node:
    """The packages, installed. Skips where there is neither node nor a registry."""
    if not shutil.which("npm") or not shutil.which("node"):
        unavailable("no node and npm on PATH")
    for script in AUDITS.glob("*.mjs"):
        shutil.copy(script, folder)
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    ended = subprocess.run(install, cwd=folder, capture_output=True, text=True, timeout=300)
    if ended.returncode:
        unavailable(f"npm cannot install what the audits need: {ended.stderr.strip()[:300]}")
    return Node(folder)
