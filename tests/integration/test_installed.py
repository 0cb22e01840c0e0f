"""annals as others install it: a wheel beside anything, run from anywhere, with a shell that completes its words."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import free_port
from service import Service, eventually
from world import ARTICLE

from api.explorer.libraries import LIBRARIES, LIBRARIES_FOLDER
from api.playground import PLAYGROUND_FOLDER, wanted_files

ROOT = Path(__file__).parents[2]
OURS = ("domain", "projections", "api", "scripts")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the project."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture
def site(wheel: Path, tmp_path: Path) -> Path:
    """A folder of packages that holds the wheel's, and other people's of the same names as our folders."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    for name in OURS:
        (tmp_path / f"{name}.py").write_text(f"raise ImportError('another program\\'s {name}')")
    return tmp_path


@contextmanager
def installed(site: Path, url: str, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A command of the installed program, in a folder that is none of its own; killed at the end of the block."""
    environment = os.environ | {"ANNALS_DATABASE_URL": url, "PYTHONPATH": str(site)}
    words, pipe = [sys.executable, "-m", "annals", *map(str, arguments)], subprocess.PIPE
    with subprocess.Popen(words, cwd="/", env=environment, text=True, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_a_wheel_adds_one_package_with_all_that_it_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    folders = [path for name in OURS for path in (ROOT / name).rglob("*") if path.is_file()]
    files = {path.relative_to(ROOT).as_posix() for path in folders if path.suffix != ".pyc" and "installed" not in path.parts}
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"annals"}
    assert {f"annals/{file}" for file in files} - names == set()
    if PLAYGROUND_FOLDER.exists():
        assert {f"annals/api/_playground/{file.path}" for file in wanted_files()} - names == set()
    if LIBRARIES_FOLDER.exists():
        assert {f"annals/api/explorer/_libraries/{file.path}" for file in LIBRARIES} - names == set()


def test_it_runs_beside_other_peoples_packages_of_the_same_names(site: Path, bare_url: str) -> None:
    with installed(site, bare_url, "append", ARTICLE, "--wait") as append:
        out, err = append.communicate()

    assert append.returncode == 0, err
    assert "recorded" in out


def test_its_worker_processes_find_it_as_well(site: Path, bare_url: str) -> None:
    port = free_port()
    with installed(site, bare_url, "serve", "--workers", "2", "--port", str(port)) as server:
        service = Service(server, port)

        def answers() -> bool:
            try:
                return service.status("/readyz") == 200
            except OSError:
                return False

        eventually(answers)
        assert service.ask('{ actor(ref: "PRK") { ref } }') == {"actor": {"ref": "PRK"}}


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("annals reb", "rebuild"),
        ("annals export parq", "parquet"),
        ("annals import ucdp-g", "ucdp-ged"),
        ("annals rebuild hist", "history"),
        ("annals token cre", "create"),
        ("annals serve --wor", "--workers"),
    ],
)
def test_a_shell_completes_verbs_formats_views_and_options(typed: str, completed: str) -> None:
    environment = os.environ | {
        "_ANNALS_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }

    answer = subprocess.run([Path(sys.executable).with_name("annals")], env=environment, capture_output=True, text=True, check=True)

    assert answer.stdout.split() == [completed]
