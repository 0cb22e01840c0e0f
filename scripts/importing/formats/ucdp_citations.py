"""Whom UCDP GED has an incident from: all in one cell, each as outlet, day and headline in quotes; older rows as one long text."""

import csv
import re
from collections.abc import Iterator
from typing import Any

from scripts.importing.dates import iso_day
from scripts.importing.formats.gdelt_mentions import source_id
from scripts.importing.reading import BadRow, Row

CITATION = re.compile(r"(?P<publisher>[^,]+),\s*(?P<published>\d{4}-\d{2}-\d{2}),\s*(?P<title>.+)", re.DOTALL)


def sources(row: Row) -> tuple[dict[str, Any], ...]:
    """The articles that a row cites, each once, as sources of their own."""
    found = {source["id"]: source for text in _citations(row.get("source_article", "")) for source in [_source(text)]}
    return tuple(found.values())


def _citations(cell: str) -> Iterator[str]:
    if not cell.startswith('"'):
        yield from (cell,) if cell else ()
        return
    for text in next(csv.reader([" ".join(cell.splitlines())], delimiter=";"), []):
        if text.strip():
            yield text.strip()


def _source(text: str) -> dict[str, Any]:
    parts = CITATION.fullmatch(text)
    named = (
        {name: part.strip() for name, part in parts.groupdict().items()}
        if parts and _is_day(parts["published"])
        else {"title": text}
    )
    return {"kind": "SourceRegistered", "id": source_id(named.get("publisher", "ucdp"), text), **named}


def _is_day(text: str) -> bool:
    try:
        iso_day("source_article", text)
    except BadRow:
        return False
    return True
