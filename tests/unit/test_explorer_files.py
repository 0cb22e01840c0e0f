"""The explorer's files: complete, small, and of this server alone."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.explorer.files import ExplorerFiles, imported
from api.explorer.libraries import LIBRARIES, LIBRARIES_FOLDER
from api.explorer.pages import EXPLORER_URL, STATIC_FOLDER, explorer_routes

SCRIPTS = sorted(STATIC_FOLDER.rglob("*.js"))
LANGUAGES = sorted((STATIC_FOLDER / "texts").glob("*.js"))
MOST_BYTES = 350_000

_IMPORT = re.compile(r'^(?:import|export) [^"]*from "(?P<path>[^"]+)";$|import\("(?P<type>[^"]+)"\)', re.MULTILINE)
_TEXT = re.compile(r"^  (\w+):", re.MULTILINE)
_PLACE = re.compile(r"\{(\w+)\}")


@pytest.fixture
def client() -> TestClient:
    """A client of the explorer alone."""
    return TestClient(Starlette(routes=explorer_routes()), "http://localhost")


def test_all_scripts_and_styles_together_are_small_even_with_those_for_maps() -> None:
    files = [*SCRIPTS, *STATIC_FOLDER.rglob("*.css"), *LIBRARIES_FOLDER.rglob("*.js")]

    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= MOST_BYTES


def test_the_libraries_that_a_map_loads_are_those_that_are_fetched_in_the_same_order() -> None:
    loaded = re.findall(r'"([^"]+@\d[^"]+)"', (STATIC_FOLDER / "charts" / "world.js").read_text(encoding="utf-8"))

    assert loaded == [file.path for file in LIBRARIES]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(STATIC_FOLDER)))
def test_a_script_is_short_and_imports_what_there_is(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    imported = [found["path"] or found["type"] for found in _IMPORT.finditer(text)]
    assert [path for path in imported if not (script.parent / path).is_file()] == []
    assert text.startswith("/**")
    assert len(text.splitlines()) <= 250 or script in LANGUAGES


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_each_language_has_every_text_with_the_same_values_in_it(file: Path) -> None:
    english, other = (_texts(path) for path in (STATIC_FOLDER / "texts" / "en.js", file))

    # In English, the API's values are called by their own names; other languages have names for them.
    assert [key for key in other.keys() ^ english.keys() if key in english or key[0].islower()] == []
    assert [key for key, text in english.items() if set(_PLACE.findall(text)) != set(_PLACE.findall(other[key]))] == []


def test_every_text_is_used() -> None:
    code = "".join(script.read_text(encoding="utf-8") for script in SCRIPTS if script not in LANGUAGES)

    # Names in capitals are values of the API's, which are looked up as they come.
    texts = [key for key in _texts(STATIC_FOLDER / "texts" / "en.js") if not key.isupper()]
    assert [key for key in texts if not re.search(rf'"{key}"', code)] == []


def test_the_page_has_no_script_of_its_own_and_names_no_other_host(client: TestClient) -> None:
    page = client.get("/")

    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "://" not in page.text
    named = re.findall(r'(?:src|href)="([^"#]+)"', page.text)
    assert len(named) > 20
    assert [path for path in named if not path.startswith(EXPLORER_URL) or client.get(path).status_code != 200] == []


@pytest.mark.parametrize("kind", sorted(script.stem for script in (STATIC_FOLDER / "pages").glob("*.js")))
def test_a_page_names_all_that_its_scripts_import_and_nothing_else(client: TestClient, kind: str) -> None:
    page = client.get("/", params={"kind": kind}).text

    preloaded = [Path(path).as_posix().split("/", 4)[4] for path in re.findall(r'rel="modulepreload" href="([^"]+)"', page)]
    needed, waiting = {"main.js", f"pages/{kind}.js"}, ["main.js", f"pages/{kind}.js"]
    while waiting:
        script = STATIC_FOLDER / waiting.pop()
        for found in re.findall(r'^(?:import|export) [^"]*from "([^"]+)";$', script.read_text(encoding="utf-8"), re.MULTILINE):
            path = (script.parent / found).resolve().relative_to(STATIC_FOLDER).as_posix()
            waiting += [path] if path not in needed else []
            needed.add(path)
    assert len(preloaded) == len(set(preloaded))
    assert set(preloaded) == needed


@pytest.mark.parametrize("kind", ["nothing", "../main", "", "a" * 10_000, "<script>"])
def test_a_page_that_there_is_not_names_no_file_of_that_name(client: TestClient, kind: str) -> None:
    page = client.get("/", params={"kind": kind}).text

    assert kind not in page or len(kind) < 10
    assert "<script>" not in page
    assert page.count("/pages/") == 1


def test_browsers_keep_the_files_of_this_version_for_good(client: TestClient) -> None:
    path = script_of(client)

    kept = client.get(path)

    assert re.fullmatch(rf"{EXPLORER_URL}v-[0-9a-f]{{16}}/main\.js", path)
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get(path.replace("main.js", "nothing.js")).status_code == 404


@pytest.mark.parametrize("path", [f"{EXPLORER_URL}main.js", f"{EXPLORER_URL}v-0123456789abcdef/main.js"])
def test_browsers_ask_whether_a_file_of_another_version_or_none_has_changed(client: TestClient, path: str) -> None:
    first = client.get(path)

    again = client.get(path, headers={"if-none-match": first.headers["etag"]})

    assert first.text == (STATIC_FOLDER / "main.js").read_text(encoding="utf-8")
    assert first.headers["cache-control"] == "no-cache"
    assert again.status_code == 304


def test_a_file_that_changes_makes_another_version(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text('import { a } from "./a.js";\n')
    (tmp_path / "a.js").write_text("one")
    files = ExplorerFiles(tmp_path)
    first = files.version

    (tmp_path / "a.js").write_text("other")

    assert files.renew() != first
    assert imported(tmp_path, "main.js") == ["main.js", "a.js"]


def test_files_are_sent_compressed_to_those_who_can_read_that(client: TestClient) -> None:
    path = script_of(client)

    packed, plain = client.get(path), client.get(path, headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])


def script_of(client: TestClient) -> str:
    """The path of the page's own script."""
    found = re.search(r'<script type="module" src="([^"]+)">', client.get("/").text)
    assert found is not None
    return found[1]


def _texts(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8")
    starts = list(_TEXT.finditer(lines))
    ends = [*(start.start() for start in starts[1:]), len(lines)]
    return {start[1]: lines[start.end() : end] for start, end in zip(starts, ends, strict=True)}
