"""Fetches what the playground and the explorer have from the npm registry, so that their pages work with no network."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from strawberry.http.ides import get_graphql_ide_html

from api.explorer.libraries import LIBRARIES, LIBRARIES_FOLDER
from api.npm_files import NpmFile
from api.playground import CDN, PLAYGROUND_FOLDER, wanted_files

NAMESPACES = "http://www.w3.org/"
NPM_SECONDS = 120

_PACKAGE = re.compile(r"(?:@[^/]+/)?[^/]+")


def main() -> None:
    """Leaves the files in place and verified, or says why there are none and what that means."""
    wanted = wanted_files()
    if stray := addresses(get_graphql_ide_html("graphiql")) - {CDN + file.path for file in wanted}:
        sys.exit(f"error: the playground's page loads without a hash to check it by: {', '.join(sorted(stray))}")
    ensure(wanted, PLAYGROUND_FOLDER, "playground", otherwise="the playground will load its files from a CDN")
    ensure(LIBRARIES, LIBRARIES_FOLDER, "explorer", otherwise="the explorer will draw no maps")


def ensure(wanted: Sequence[NpmFile], folder: Path, page: str, otherwise: str) -> None:
    """Fetches those files that are not there as they must be, and tells what is done."""
    if all(_is_right(folder / file.path, file) for file in wanted):
        return
    problem = fetch(wanted, folder)
    print(f"{problem}: {otherwise}" if problem else f"the {page}'s {len(wanted)} files are in {folder}")


def addresses(page: str) -> set[str]:
    """All that a page could load from another host."""
    return {url for url in re.findall(r"""(?:https?:)?//[^\s"'`%<>]+\.[^\s"'`%<>]+""", page) if not url.startswith(NAMESPACES)}


def fetch(wanted: Sequence[NpmFile], folder: Path) -> str | None:
    """Puts the files into `folder`, all or none; tells why it could not.

    Raises: SystemExit where a file is not what it must be.
    """
    npm = shutil.which("npm")
    if npm is None:
        return "no npm on PATH"
    with tempfile.TemporaryDirectory() as temporary:
        packed, draft = Path(temporary, "packed"), Path(temporary, "draft")
        packed.mkdir()
        if not _pack(npm, sorted({_package(file.path) for file in wanted}), packed):
            return "npm could not fetch the packages"
        for archive in packed.glob("*.tgz"):
            _unpack(archive, wanted, draft)
        _verify(wanted, draft)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(draft, folder)
    return None


def _package(path: str) -> str:
    found = _PACKAGE.match(path)
    assert found, path
    return found.group()


def _pack(npm: str, packages: Iterable[str], destination: Path) -> bool:
    options = ("--silent", "--ignore-scripts", "--fetch-retries=1", "--pack-destination", str(destination))
    try:
        done = subprocess.run(
            [npm, "pack", *options, *packages],
            cwd=destination,
            capture_output=True,
            check=False,
            timeout=NPM_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _unpack(archive: Path, wanted: Sequence[NpmFile], draft: Path) -> None:
    """Takes the wanted files out of a package, and what tells its licence: LICENSE if any, package.json."""
    with tarfile.open(archive) as package:
        about = json.loads(_content(package, "package.json"))
        name = f"{about['name']}@{about['version']}"
        paths = [file.path.removeprefix(f"{name}/") for file in wanted if _package(file.path) == name]
        licences = [n.removeprefix("package/") for n in package.getnames() if re.fullmatch(r"package/LICEN[CS]E.*", n)]
        for path in (*paths, *licences, "package.json"):
            target = draft / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_content(package, path))


def _content(package: tarfile.TarFile, path: str) -> bytes:
    member = package.extractfile(f"package/{path}")
    assert member, path
    return member.read()


def _verify(wanted: Sequence[NpmFile], draft: Path) -> None:
    for file in wanted:
        if not _is_right(draft / file.path, file):
            sys.exit(f"error: {file.path} from npm is not the file that was chosen: its hash is another")


def _is_right(path: Path, file: NpmFile) -> bool:
    if not path.is_file():
        return False
    return base64.b64encode(hashlib.new(file.algorithm, path.read_bytes()).digest()).decode() == file.digest


if __name__ == "__main__":
    main()
