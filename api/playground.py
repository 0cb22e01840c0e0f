"""The page on which people try queries: Strawberry's GraphiQL, with files of our own once fetched."""

import json
import re
from pathlib import Path

from starlette.staticfiles import StaticFiles
from strawberry.http.ides import get_graphql_ide_html

from api.npm_files import NpmFile, VersionedFiles, are_there

CDN = "https://unpkg.com/"
PLAYGROUND_URL = "/-/playground/"
PLAYGROUND_FOLDER = Path(__file__).parent / "_playground"

_TAG = re.compile(r'(?:src|href)="https://unpkg\.com/(?P<path>[^"]+)"\s+integrity="(?P<algorithm>sha\d+)-(?P<digest>[^"]+)"')
_EXAMPLE = re.compile(r"const EXAMPLE_QUERY = `[^`]*`;")
_TITLE = re.compile(r"<title>[^<]*</title>")
_SHARED = "parameters.q"
"""Where the page looks for a shared query in its address; an address that the API answers has it as `query`."""
_VARIABLES = "defaultEditorToolsVisibility: true"
"""Whether the page opens with room for variables, which the examples do not need, or all of it for the query."""
_STRAWBERRY, _SCROLL = "&#x1f353;", "&#x1f4dc;"


def wanted_files() -> list[NpmFile]:
    """The files that the page of the installed Strawberry names, each with the hash it must have."""
    return [NpmFile(**tag.groupdict()) for tag in _TAG.finditer(get_graphql_ide_html("graphiql"))]


def playground_html(example: str, folder: Path = PLAYGROUND_FOLDER) -> str:
    """The page, with `example` in its editor; it asks nothing of other hosts where `folder` has all files."""
    page = get_graphql_ide_html("graphiql").replace(_STRAWBERRY, _SCROLL)
    page = _TITLE.sub("<title>annals</title>", page)
    page = _EXAMPLE.sub(lambda _: f"const EXAMPLE_QUERY = {_as_script(example)};", page)
    page = page.replace(_SHARED, f"{_SHARED} || parameters.query").replace(_VARIABLES, _VARIABLES.replace("true", "false"))
    return page.replace(CDN, PLAYGROUND_URL) if are_there(wanted_files(), folder) else page


def playground_files(folder: Path = PLAYGROUND_FOLDER) -> StaticFiles | None:
    """The page's files, to be mounted at PLAYGROUND_URL; none where they have not been fetched."""
    return VersionedFiles(directory=folder) if are_there(wanted_files(), folder) else None


def _as_script(text: str) -> str:
    return json.dumps(text).replace("<", "\\u003c")
