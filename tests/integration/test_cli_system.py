"""Whatever the operating system answers, and however output is read: one line that names the place and the remedy, no traceback."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from command_line import run_annals
from world import new_database

from domain.errors import NotYetVisible
from scripts.support.command import as_app, explain, run


@pytest.fixture(scope="module")
def url(server_url: str) -> Iterator[str]:
    """A database with log and views."""
    with new_database(server_url) as url:
        yield url


def end_at_once() -> None:
    os._exit(1)


def test_a_helper_process_that_was_killed_is_told() -> None:
    with ProcessPoolExecutor(1) as pool, pytest.raises(BrokenProcessPool) as broken:
        pool.submit(end_at_once).result()

    assert "a helper process ended" in str(explain(broken.value, None))


def test_what_is_recorded_but_not_yet_in_the_views_has_an_exit_code_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late() -> None:
        raise NotYetVisible(1234, "the views did not come so far", "see annals status")

    monkeypatch.setattr(sys, "argv", ["late"])
    with pytest.raises(SystemExit) as ended:
        run(as_app(late))

    recorded = "the entries are recorded, up to position 1234, but queries do not find them yet"
    assert ended.value.code == 3
    assert capsys.readouterr().err == f"error: {recorded}: the views did not come so far; see annals status\n"


def written(path: Path) -> None:
    with path.open("w"):
        pass


@pytest.mark.parametrize(
    ("act", "name", "said"),
    [
        (Path.read_bytes, "none", "no such file or directory; see that it is there"),
        (Path.read_bytes, ".", "is a directory; name a file"),
        (written, "x" * 300, "file name too long; name a shorter path"),
        (os.listdir, "file", "not a directory; name a folder"),
        (Path.mkdir, "file", "file exists; move it away, or name another place"),
        (Path.read_bytes, "loop", "too many levels of symbolic links; see where its symbolic links lead"),
    ],
)
def test_a_path_that_will_not_do_is_named(tmp_path: Path, act: Callable[[Path], object], name: str, said: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(OSError, match=re.escape(tmp_path.name)) as refused:
        act(tmp_path / name)

    assert str(explain(refused.value, None)) == f"{tmp_path / name}: {said}"


def test_what_an_export_or_its_rejects_cannot_be_written_to_is_named(url: str, tmp_path: Path) -> None:
    export = run_annals(url, "export", "ndjson", "-o", tmp_path)
    imported = run_annals(url, "import", "gdelt", "-", "--rejects", tmp_path)

    assert (export.code, export.err) == (1, f"error: {tmp_path} cannot be written: Is a directory\n")
    assert imported.err.startswith(f"error: {tmp_path} cannot be written: ")


def in_a_shell(url: str, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command line with `annals` in it, run by a shell; the exit code is that of annals."""
    line = f'annals() {{ {shlex.quote(sys.executable)} -m scripts.cli "$@"; }}; {command}'
    settings = os.environ | {"ANNALS_DATABASE_URL": url, **environment}
    return subprocess.run(["bash", "-c", line], env=settings, capture_output=True, text=True, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ["schema", "status", "export ndjson"])
def test_who_reads_no_further_ends_a_command_in_silence(url: str, arguments: str) -> None:
    ended = in_a_shell(url, f"annals {arguments} | true; exit ${{PIPESTATUS[0]}}")

    assert ended.returncode in (0, 141)
    assert "rror" not in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ["schema", "status"])
def test_output_that_cannot_be_written_is_told(url: str, arguments: str) -> None:
    ended = in_a_shell(url, f"annals {arguments} > /dev/full")

    assert ended.returncode == 1
    assert ended.stderr.startswith("error: ")
    assert "no space left on device; make room" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.slow
def test_a_terminal_that_lacks_a_letter_gets_it_spelt_out(url: str) -> None:
    ended = in_a_shell(url, "annals query - <<< '{ actor(ref: \"CIV\") { name } }'", PYTHONIOENCODING="ascii")

    assert ended.returncode == 0, ended.stderr
    assert '"C\\u00f4te d\'Ivoire"' in ended.stdout


@pytest.mark.slow
def test_a_command_without_standard_output_does_its_work(url: str) -> None:
    ended = in_a_shell(url, "annals status >&-")

    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_version_is_told() -> None:
    assert run_annals("", "--version").out.startswith("annals ")
    assert run_annals("", "-h").out == run_annals("", "--help").out
