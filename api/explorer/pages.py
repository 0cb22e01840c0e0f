"""Serves the explorer: a page for those who write no GraphQL, which asks the API as any other client does."""

from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from api.access.headers import page_policy
from api.explorer.files import ExplorerFiles, imported
from api.explorer.languages import spoken
from api.explorer.libraries import LIBRARIES, LIBRARIES_FOLDER
from api.npm_files import VersionedFiles, are_there

EXPLORER_URL = "/-/explorer/"
LIBRARIES_URL = f"{EXPLORER_URL}libraries/"
STATIC_FOLDER = Path(__file__).parent / "static"
START = "start"
PAGES = frozenset(script.stem for script in (STATIC_FOLDER / "pages").glob("*.js"))
"""The kinds of pages."""


def explorer_routes() -> list[BaseRoute]:
    """The one page, at `/` whatever its address asks for, which its scripts fill; its files, and the libraries once fetched."""

    files = ExplorerFiles(STATIC_FOLDER)

    async def shell(request: Request) -> Response:
        kind, language = request.query_params.get("kind", START), spoken(request.headers.get("accept-language", ""))
        html = _page(kind if kind in PAGES else None, language, files.renew())
        headers = {"content-security-policy": page_policy(html), "cache-control": "no-cache", "vary": "accept-language"}
        return HTMLResponse(html, headers=headers)

    own = Mount(EXPLORER_URL.rstrip("/"), files)
    if not are_there(LIBRARIES, LIBRARIES_FOLDER):
        return [Route("/", shell), own]
    return [Route("/", shell), Mount(LIBRARIES_URL.rstrip("/"), VersionedFiles(directory=LIBRARIES_FOLDER)), own]


@lru_cache(maxsize=256)
def _page(kind: str | None, language: str, version: str) -> str:
    """The page's own HTML: in the reader's language, with its files by their version, and with what its scripts will import."""
    own = [f"pages/{kind}.js"] if kind else []
    scripts = dict.fromkeys(path for script in ("main.js", *own) for path in imported(STATIC_FOLDER, script))
    preloads = "".join(f'<link rel="modulepreload" href="{EXPLORER_URL}{script}">\n' for script in scripts)
    html = (STATIC_FOLDER / "index.html").read_text(encoding="utf-8")
    html = html.replace('lang="en"', f'lang="{language}"', 1).replace("</head>", f"{preloads}</head>", 1)
    return html.replace(EXPLORER_URL, f"{EXPLORER_URL}{version}/")
