"""Importing without recording: what would become of each row of a file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domain.entries import Entry
from domain.errors import Problem
from domain.intake import read_entries
from domain.log.imports import Encoded
from domain.log.stored import read_stored
from scripts.importing.draft import Draft
from scripts.importing.importing import Import, Saying


class Unrecorded(Import):
    """The import of a file that registers nothing, and does not note that it was done."""

    def _register(self, raws: Sequence[dict[str, Any]]) -> None:
        """Nobody is registered."""

    def _finish(self) -> None:
        """Nothing is noted."""


class Trial(Unrecorded):
    """The import of a file of no release, of which nothing is recorded."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._founded: set[UUID] = set()

    def _found(self, drafts: Sequence[Draft], encoded: Encoded) -> None:
        entries = [read_stored(row).entry for row in encoded.rows]
        self._plan(drafts, entries)
        self._founded |= {entry.stream for entry in entries}

    def _say(self, rest: Sequence[Saying]) -> Sequence[Saying]:
        # What is said of something that this very import would have founded cannot be planned without it.
        entries = read_entries([entry for _, entry in rest], None)
        told = list(zip((draft for draft, _ in rest), entries, strict=True))
        later = [(draft, entry) for draft, entry in told if not self._founded & {entry.stream, *entry.targets}]
        self.tally.recorded += len(told) - len(later)
        self._plan([draft for draft, _ in later], [entry for _, entry in later])
        return ()

    def _plan(self, drafts: Sequence[Draft], entries: Sequence[Entry]) -> None:
        plan = self._log.plan(entries)
        wrong: dict[int, Problem] = {problem.index: problem for problem in plan.problems}
        for index, problem in wrong.items():
            self._object(drafts[index], problem)
        new = len(plan.new.keys() - wrong.keys())
        self.tally.recorded += new
        self.tally.duplicates += len(entries) - new - len(wrong)
