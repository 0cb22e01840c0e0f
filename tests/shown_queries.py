"""The pages that users read, and the queries in them."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))

FENCED = re.compile(r"^```graphql *(.*?)\n(.*?)^```", re.S | re.M)
TYPED_IN = re.compile(r"annals query[^\n]*<<'Q'\n(.*?)^Q$", re.S | re.M)

ONLY_VALID = "only-valid"
"""What stands behind `graphql` in the fence of an operation that is not to be run: a subscription, or one with variables."""


class Query(NamedTuple):
    """A GraphQL operation that a page shows."""

    page: str
    line: int
    text: str
    runs: bool

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def queries_of(page: Path) -> list[Query]:
    """All operations that a page shows, in fences of GraphQL or typed into a terminal."""
    text = page.read_text(encoding="utf-8")
    fenced = [(m.start(), m[2], m[1].strip() != ONLY_VALID) for m in FENCED.finditer(text)]
    typed = [(m.start(), m[1], True) for m in TYPED_IN.finditer(text)]
    return [Query(page.name, text.count("\n", 0, at) + 1, query, runs) for at, query, runs in sorted(fenced + typed)]


QUERIES = [query for page in PAGES for query in queries_of(page)]
