"""README and docs: links that lead somewhere, pages that are what the code says, and queries that the schema knows."""

import re
from pathlib import Path

import pytest
from command_line import run_annals
from graphql import parse, validate
from shown_queries import PAGES, QUERIES, Query

from api.schema import schema
from scripts import reference_pages

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)")
README_LINES = 120


def links_of(page: Path) -> list[tuple[str, str]]:
    """The relative links of a page: path and anchor."""
    return LINK.findall(re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M))


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_to_something(page: Path) -> None:
    for path, anchor in links_of(page):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links to {path}"
        assert not anchor or anchor in anchors_of(target), f"{page.name} links to {path}#{anchor}"


def test_the_readme_is_one_page() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    linked = {(ROOT / path).resolve() for path, _ in links_of(ROOT / "README.md")}

    assert set((ROOT / "docs").glob("*.md")) <= linked


@pytest.mark.parametrize("page", reference_pages.PAGES, ids=lambda page: page.name)
def test_the_generated_pages_are_what_the_code_says(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == reference_pages.PAGES[page](), "renew it: make golden"


def test_the_table_of_commands_has_every_command_of_the_command_line() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    in_help = re.findall(r"^\W*│ (\w+) {2,}", run_annals("", "--help").out, re.M)

    groups = {name.split()[1] for name in re.findall(r"^\| \[`([^`]*)`\]", page, re.M)}
    assert groups == set(in_help)


def test_the_table_of_settings_has_every_setting_that_status_lists() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    listed = run_annals("", "status", "--settings", "--format", "json").json

    assert re.findall(r"^\| `(\w+)` \|", page, re.M) == [setting["name"] for setting in listed]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_query_that_is_shown_is_valid(query: Query) -> None:
    assert validate(schema().core, parse(query.text)) == []
