"""Serves the explorer: a page for those who write no GraphQL, which asks the API as any other client does."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.access.headers import page_policy

EXPLORER_URL = "/-/explorer/"
STATIC_FOLDER = Path(__file__).parent / "static"


class CheckedFiles(StaticFiles):
    """Files that a browser keeps, but asks about before it uses them, so that a new version is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def explorer_routes() -> list[BaseRoute]:
    """The one page, at `/` whatever its address asks for, which its scripts fill; and its files."""
    html = (STATIC_FOLDER / "index.html").read_text(encoding="utf-8")
    headers = {"content-security-policy": page_policy(html), "cache-control": "no-cache"}

    async def shell(request: Request) -> Response:
        return HTMLResponse(html, headers=headers)

    return [Route("/", shell), Mount(EXPLORER_URL.rstrip("/"), CheckedFiles(directory=STATIC_FOLDER))]
