"""The view of sources: articles, data sets and documents."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.registrations.sources import SourceRegistered
from domain.values.dates import read_edtf
from projections.registered import registered
from projections.table import PENDING, Table


class SourceRow(NamedTuple):
    """A source as registered. `words`: its ref, title and publisher in lower case, a line each, to be searched."""

    id: UUID
    line: int
    ref: str
    publisher: str | None
    title: str | None
    language: str | None
    url: str | None
    published: str | None
    published_earliest: date | None
    published_latest: date | None
    published_precision: str
    words: str
    retracted: bool = False


TABLE = Table(
    "source",
    SourceRow,
    indexes=("(ref)", f"USING gin (words gin_trgm_ops) {PENDING}"),
)


def _rows(said: SourceRegistered) -> Iterator[tuple[Any, ...]]:
    when = read_edtf(said.published or "")
    dates = (said.published, when.earliest, when.latest, when.precision.value)
    words = "\n".join(text.lower() for text in (said.id, said.title, said.publisher) if text)
    yield said.id, said.publisher, said.title, said.language, said.url, *dates, words


VIEW = registered(TABLE, {SourceRegistered: _rows})
