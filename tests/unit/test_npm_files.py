"""Files from npm: fetched whole and verified, or not at all."""

import base64
import hashlib
import io
import os
import tarfile
from pathlib import Path

import pytest

from api.npm_files import NpmFile
from scripts.npm_files import ensure, fetch

CONTENT = b"export const answer = 42;\n"
FAKE = """#!/bin/sh
# Packs what npm would have fetched.
while [ "$1" != --pack-destination ]; do shift; done
cp "{archive}" "$2/shapes-1.0.0.tgz"
"""


def wanted(content: bytes) -> list[NpmFile]:
    """One file of a package, known by the hash of what it should hold."""
    return [NpmFile("shapes@1.0.0/dist/shapes.js", "sha384", base64.b64encode(hashlib.sha384(content).digest()).decode())]


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An npm that has one package."""
    archive = tmp_path / "shapes.tgz"
    files = {"package.json": b'{"name": "shapes", "version": "1.0.0"}', "LICENSE": b"free", "dist/shapes.js": CONTENT}
    with tarfile.open(archive, "w:gz") as packed:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(FAKE.format(archive=archive))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("npm")
def test_a_file_is_put_in_place_with_its_licence(tmp_path: Path) -> None:
    assert fetch(wanted(CONTENT), tmp_path / "files") is None

    package = tmp_path / "files" / "shapes@1.0.0"
    assert (package / "dist" / "shapes.js").read_bytes() == CONTENT
    assert (package / "LICENSE").read_text() == "free"


@pytest.mark.usefixtures("npm")
def test_a_file_that_is_not_the_one_chosen_is_refused_and_none_is_put_in_place(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"shapes@1\.0\.0/dist/shapes\.js from npm is not the file that was chosen"):
        fetch(wanted(b"another"), tmp_path / "files")

    assert not (tmp_path / "files").exists()


@pytest.mark.usefixtures("npm")
def test_what_was_changed_in_place_is_fetched_again_and_what_is_right_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "files" / "shapes@1.0.0" / "dist" / "shapes.js"
    ensure(wanted(CONTENT), tmp_path / "files", "map", otherwise="there will be none")
    file.write_text("changed")

    ensure(wanted(CONTENT), tmp_path / "files", "map", otherwise="there will be none")
    ensure(wanted(CONTENT), tmp_path / "files", "map", otherwise="there will be none")

    assert file.read_bytes() == CONTENT
    assert capsys.readouterr().out == f"the map's 1 files are in {tmp_path / 'files'}\n" * 2


def test_without_npm_nothing_is_fetched_and_the_reason_is_told_with_what_it_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    ensure(wanted(CONTENT), tmp_path / "files", "map", otherwise="there will be none")

    assert capsys.readouterr().out == "no npm on PATH: there will be none\n"
    assert not (tmp_path / "files").exists()
