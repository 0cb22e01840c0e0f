"""Serves the explorer's files so that a page is there soon: compressed, kept by browsers, and loaded all at once.

A page names its files under the version of them all, which is the hash of what they contain. Scripts import each other by relative
paths, so that one whole page is always of one version, and a browser may keep each file for good. What a page will import is told
in its head, since a browser would find out only file by file."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.http.negotiation import accepts_gzip

FOR_GOOD = "public, max-age=31536000, immutable"

VERSION = re.compile(r"v-[0-9a-f]{16}$")

PACKED = (".js", ".css", ".svg")
"""What is sent compressed."""

_IMPORT = re.compile(r'^(?:import|export) [^"]*from "(\./[^"]+|\.\./[^"]+)";$', re.MULTILINE)


class ExplorerFiles(StaticFiles):
    """Files under the present version, which a browser keeps; under another or none it asks before it uses them again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder)
        self._folder = folder
        self.version = version_of(folder)

    def renew(self) -> str:
        """The version of the files as they are now: whoever works on them need not start the server again."""
        self.version = version_of(self._folder)
        return self.version

    async def get_response(self, path: str, scope: Scope) -> Response:
        version, _, rest = path.partition("/")
        response = await super().get_response(rest if VERSION.match(version) else path, scope)
        if isinstance(response, FileResponse):
            response = _packed(response, Headers(scope=scope).get("accept-encoding", ""))
        response.headers["cache-control"] = FOR_GOOD if version == self.version else "no-cache"
        return response


def _packed(response: FileResponse, accepted: str) -> Response:
    path = Path(response.path)
    if path.suffix not in PACKED or not accepts_gzip(accepted):
        return response
    headers = {"etag": f"W/{response.headers['etag']}", "content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(_compressed(path, path.stat().st_mtime_ns), headers=headers, media_type=response.media_type)


@lru_cache(maxsize=256)
def _compressed(path: Path, changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def version_of(folder: Path) -> str:
    """The version of all files of a folder."""
    return _version(_state(folder))


def imported(folder: Path, script: str) -> list[str]:
    """All that a script imports before it runs, itself first, as paths within the folder."""
    return _imported(_state(folder), folder, script)


State = tuple[tuple[Path, int], ...]
"""The files of a folder, with the time at which each was changed last."""


def _state(folder: Path) -> State:
    return tuple((file, file.stat().st_mtime_ns) for file in sorted(folder.rglob("*")) if file.is_file())


@lru_cache(maxsize=8)
def _version(state: State) -> str:
    content = hashlib.sha256()
    for file, _ in state:
        content.update(hashlib.sha256(file.read_bytes()).digest())
    return f"v-{content.hexdigest()[:16]}"


@lru_cache(maxsize=256)
def _imported(state: State, folder: Path, script: str) -> list[str]:
    found = dict.fromkeys([script])
    waiting = [script]
    while waiting:
        for path in _imports(folder / waiting.pop(0)):
            name = path.relative_to(folder).as_posix()
            if name not in found:
                found[name] = None
                waiting.append(name)
    return [*found]


def _imports(script: Path) -> Iterator[Path]:
    for path in _IMPORT.findall(script.read_text(encoding="utf-8")):
        yield (script.parent / path).resolve()
