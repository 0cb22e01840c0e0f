"""The sources, and the files of data sets that have been read."""

from typing import ClassVar, Self
from uuid import UUID

from pydantic import model_validator

from domain.identity import import_id, source_id
from domain.registrations.base import Registration
from domain.values.dates import Edtf
from domain.values.refs import SourceRef
from domain.values.text import Count, Language, Name, Sha256, Slug, Text


class SourceRegistered(Registration):
    """An article, data set or document that reports events."""

    TOPIC: ClassVar = "source_registered"
    SUBJECT: ClassVar = ("id", source_id)
    FOUNDS: ClassVar = True

    id: Slug
    """A slug."""
    publisher: Text | None = None
    """Who published it."""
    title: Text | None = None
    """Its title."""
    language: Language | None = None
    """In what language (BCP 47)."""
    url: Text | None = None
    """Where it can be read."""
    published: Edtf | None = None
    """When it was published."""
    provisional: bool = False
    """Whether an import made this registration. A registration without this mark completes it."""

    @property
    def is_provisional(self) -> bool:
        return self.provisional


class ImportFinished(Registration):
    """A file of a data set, read to its end: how many rows it has and what became of them.

    Those recorded from it name the file's sha256 and their line in `appended_by`."""

    TOPIC: ClassVar = "import_finished"
    SUBJECT: ClassVar = ("sha256", import_id)
    FOLLOWS: ClassVar = False

    source: SourceRef
    """The data set."""
    format: Slug
    """The layout that it was read in: icews, gdelt."""
    file: Name
    """The file's name, without its folder."""
    sha256: Sha256
    """The SHA-256 of the file's bytes as they are stored, in hexadecimal."""
    rows: Count
    """How many rows it has: always recorded, duplicates and rejected together."""
    recorded: Count
    """How many became entries this time."""
    duplicates: Count
    """How many were in the log already, or stand in the file again."""
    rejected: Count
    """How many could not be recorded."""

    @property
    def targets(self) -> dict[UUID, str]:
        return {source_id(self.source): "source"}

    @model_validator(mode="after")
    def _every_row_is_told(self) -> Self:
        if self.rows != self.recorded + self.duplicates + self.rejected:
            raise ValueError(f"rows is {self.rows}, but recorded, duplicates and rejected add up to another number")
        return self


KINDS = (SourceRegistered, ImportFinished)
