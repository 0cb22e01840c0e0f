"""Rows that were left out: kept for whoever wants to mend them, the first ones told at once."""

from typing import TextIO

from scripts.importing.draft import Reject

HEADING = "file\tline\treason\trow\n"
TOLD = 5


class Rejects:
    """Writes every row that is left out to a file, where there is one, with its file, line and reason before it."""

    def __init__(self, out: TextIO | None) -> None:
        self._out = out
        self.count = 0
        self.first: list[str] = []
        """The first few, as told to people."""
        if out is not None:
            out.write(HEADING)

    def take(self, file: str, reject: Reject) -> None:
        """Takes a row of a file."""
        self.count += 1
        if len(self.first) < TOLD:
            self.first.append(f"{file}:{reject.line}: {reject.reason}")
        if self._out is not None:
            self._out.write(f"{file}\t{reject.line}\t{' '.join(reject.reason.split())}\t{reject.raw}\n")
