"""The former release beside this one, on one database: it neither sees nor changes today's views, and loses nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from accounting import appends, entry_file, stored_sources, verified
from command_line import run_annals
from service import serving
from world import World

pytestmark = pytest.mark.slow

FORMER = "2a7bc8c"
"""The last commit before views and log had versions."""

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the former release."""
    folder = tmp_path_factory.mktemp("former")
    archive = subprocess.run(["git", "-C", ROOT, "archive", FORMER], capture_output=True, check=False)
    if archive.returncode:
        pytest.skip(f"this clone does not have the commit {FORMER}: {archive.stderr.decode().strip()}")
    subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
    return folder


def run_former(code: Path, url: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command of the former release."""
    environment = os.environ | {"PYTHONPATH": str(code), "ANNALS_DATABASE_URL": url}
    command = [sys.executable, "-m", "scripts.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=code, env=environment, capture_output=True, text=True, check=False)


def test_the_former_release_leaves_todays_views_and_a_running_server_alone(former: Path, world: World, tmp_path: Path) -> None:
    with serving(world.url) as service:
        appends(world.url, tmp_path, ("new",))
        status = run_former(former, world.url, "status")
        append = run_former(former, world.url, "append", entry_file(tmp_path, "old"))
        (again,) = appends(world.url, tmp_path, ("newer",))
        answer = service.ask('{ new: source(id: "new") { ref } newer: source(id: "newer") { ref } status { parked } }')
        ready = service.status("/readyz")

    # The log has entries of kinds that the former release does not know: it says so, and does nothing.
    assert (status.returncode, append.returncode, again.code) == (1, 1, 0), (status, append, again)
    assert status.stderr == append.stderr
    assert "cannot be read: this program knows no such kind" in status.stderr
    assert answer == {"new": {"ref": "new"}, "newer": {"ref": "newer"}, "status": {"parked": 0}}
    assert ready == 200
    assert stored_sources(world.url) == ["new", "newer"]
    verified(world.url)


def test_a_database_of_the_former_release_is_taken_over_with_all_its_entries(former: Path, bare_url: str, tmp_path: Path) -> None:
    assert run_former(former, bare_url, "append", entry_file(tmp_path, "old", "older")).returncode == 0

    (answer,) = appends(bare_url, tmp_path, ("new",))

    assert answer.code == 0
    assert stored_sources(bare_url) == ["old", "older", "new"]
    query = b'{ old: source(id: "old") { ref } new: source(id: "new") { ref } }'
    assert run_annals(bare_url, "query", stdin=query).json["data"] == {"old": {"ref": "old"}, "new": {"ref": "new"}}
    verified(bare_url)
