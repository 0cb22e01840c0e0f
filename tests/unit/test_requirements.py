"""What is installed for running is enough for running: tools for testing and developing come on top."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("domain", "projections", "api", "scripts")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAMED = {
    re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower()
    for requirement in chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
}
BENCHMARKED_WITH = {"playwright"}
"""What benchmarks need besides, which are skipped without."""
BROUGHT = {
    "graphql": "strawberry-graphql",
    "starlette": "strawberry-graphql",
    "click": "typer",
    "psycopg_pool": "psycopg",
    "pydantic_core": "pydantic",
}
"""Packages that come with a named one, as a part of it that its users see."""


def imported(tree: ast.Module) -> Iterator[str]:
    """The packages that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def packages(folders: Iterable[str]) -> set[str]:
    """The packages of others that the modules in some folders import."""
    files = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    names = {name for file in files for name in imported(ast.parse(file.read_text(encoding="utf-8")))}
    return names - set(sys.stdlib_module_names) - {*OURS, "annals"}


@pytest.mark.parametrize("folder", OURS)
def test_the_program_imports_only_what_is_named_for_running_it(folder: str) -> None:
    distributions = packages_distributions()

    def named(package: str) -> bool:
        return bool(
            NAMED & {BROUGHT.get(package, ""), *(name.lower().replace("_", "-") for name in distributions.get(package, ()))}
        )

    assert {package for package in packages([folder]) - BENCHMARKED_WITH if not named(package)} == set()
