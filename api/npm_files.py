"""Serves files that `make setup` fetched from the npm registry, so that a page needs no other host."""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from os import stat_result
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


@dataclass(frozen=True)
class NpmFile:
    """A file of a package: `path` is package@version/path-in-package, `digest` its hash in base64."""

    path: str
    algorithm: str
    digest: str


def are_there(files: Iterable[NpmFile], folder: Path) -> bool:
    """Whether all of the files have been fetched."""
    return all((folder / file.path).is_file() for file in files)


class VersionedFiles(StaticFiles):
    """Files whose address has their version in it, so that a browser need never ask again."""

    def file_response(
        self,
        full_path: Any,
        stat_result: stat_result,
        scope: MutableMapping[str, Any],
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
