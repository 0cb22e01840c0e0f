"""Serves the explorer: a page for those who write no GraphQL, which asks the API as any other client does."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.access.headers import page_policy
from api.explorer.libraries import LIBRARIES, LIBRARIES_FOLDER
from api.npm_files import VersionedFiles, are_there

EXPLORER_URL = "/-/explorer/"
LIBRARIES_URL = f"{EXPLORER_URL}libraries/"
STATIC_FOLDER = Path(__file__).parent / "static"


class CheckedFiles(StaticFiles):
    """Files that a browser keeps, but asks about before it uses them, so that a new version is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def explorer_routes() -> list[BaseRoute]:
    """The one page, at `/` whatever its address asks for, which its scripts fill; its files, and the libraries once fetched."""
    html = (STATIC_FOLDER / "index.html").read_text(encoding="utf-8")
    headers = {"content-security-policy": page_policy(html), "cache-control": "no-cache"}

    async def shell(request: Request) -> Response:
        return HTMLResponse(html, headers=headers)

    files = Mount(EXPLORER_URL.rstrip("/"), CheckedFiles(directory=STATIC_FOLDER))
    if not are_there(LIBRARIES, LIBRARIES_FOLDER):
        return [Route("/", shell), files]
    return [Route("/", shell), Mount(LIBRARIES_URL.rstrip("/"), VersionedFiles(directory=LIBRARIES_FOLDER)), files]
