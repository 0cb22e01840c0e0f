"""Rows of which each stands for several entries: registrations of the cast."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from scripts.importing.draft import Draft, Read, Reject
from scripts.importing.encodings import AUTO, Tell, ignore


def unfolded(read: Read) -> Read:
    """The same, but what an entry needs stands before it as a draft of its own, once for the whole file."""

    def unfold(file: BinaryIO, encoding: str = AUTO, tell: Tell = ignore) -> Iterator[Draft | Reject]:
        said = set[str]()
        for draft in read(file, encoding, tell):
            needs = draft.needs if isinstance(draft, Draft) else ()
            for need in needs:
                if repr(need) not in said:
                    said.add(repr(need))
                    yield Draft(draft.line, need, raw=draft.raw)
            yield replace(draft, needs=()) if isinstance(draft, Draft) else draft

    return unfold
