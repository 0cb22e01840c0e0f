"""The playground's page, with and without files of its own."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.playground import PLAYGROUND_URL, playground_files, playground_html, wanted_files
from scripts.npm_files import addresses

EXAMPLE = """{ status { head } }  # `ticks`, "quotes", \\ and </script>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in wanted_files():
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a file")
    return tmp_path


def test_strawberrys_page_names_seven_files_each_with_its_hash() -> None:
    files = wanted_files()

    assert len(files) == 7
    assert all(file.algorithm == "sha384" and len(file.digest) == 64 for file in files)


def test_with_all_files_there_the_page_names_no_other_host(folder: Path) -> None:
    page = playground_html(EXAMPLE, folder)

    assert addresses(page) == set()
    assert page.count(PLAYGROUND_URL) == 7


def test_with_one_file_missing_the_page_loads_all_from_where_strawberry_does(folder: Path) -> None:
    (folder / wanted_files()[0].path).unlink()

    page = playground_html(EXAMPLE, folder)

    assert len(addresses(page)) == 7
    assert playground_files(folder) is None


def test_the_page_is_called_annals_and_brings_its_own_icon(folder: Path) -> None:
    page = playground_html(EXAMPLE, folder)

    assert re.findall(r"<title>(.*)</title>", page) == ["annals"]
    assert re.search(r'rel="icon"\s+href="data:', page)


def test_the_example_stands_in_the_editor_whatever_is_written_in_it(folder: Path) -> None:
    page = playground_html(EXAMPLE, folder)

    line = r'const EXAMPLE_QUERY = "{ status { head } }  # `ticks`, \"quotes\", \\ and \u003c/script>";'
    assert page.count(line) == 1
    assert "Welcome to GraphiQL" not in page


def test_a_browser_may_keep_the_files_for_ever(folder: Path) -> None:
    files = playground_files(folder)
    assert files

    client = TestClient(Starlette(routes=[Mount(PLAYGROUND_URL.rstrip("/"), files)]))
    answer = client.get(PLAYGROUND_URL + wanted_files()[0].path)

    assert (answer.status_code, answer.text) == (200, "a file")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_an_address_with_no_hash_beside_it_is_found() -> None:
    page = """<script src="https://cdn.example.org/a.js"></script> <link href='//fonts.example.org/b.css'>"""

    assert addresses(page) == {"https://cdn.example.org/a.js", "//fonts.example.org/b.css"}
