"""What an export format is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from api.exporting.losses import Losses

Raw = dict[str, Any]
"""An event as the API answers it (`api.exporting.events`)."""

Write = Callable[[Iterable[Raw], BinaryIO, Losses], None]
"""Writes events, one after the other, and notes what the format cannot hold of them."""


class TextFile(NamedTuple):
    """What a file of events is made of, so that it can be written from one list of them, or sent on page by page."""

    begin: bytes
    records: Callable[[Iterable[Raw]], Iterator[bytes]]
    """What stands in it for some events."""
    between: bytes = b""
    """What separates one record from the next."""
    end: bytes = b""

    def lines(self, events: Iterable[Raw]) -> Iterator[bytes]:
        """The file, bit by bit."""
        yield self.begin
        for number, record in enumerate(self.records(events)):
            yield self.between + record if number else record
        yield self.end


@dataclass(frozen=True, slots=True)
class EventFormat:
    """A format that holds events as they are known, without the log behind them."""

    name: str
    write: Write
    description: str
    """For people, in one paragraph: what is in it, and what is not."""
    binary: bool = False
    """Whether it is not fit for a terminal."""
    reports: Write | None = None
    """Writes what each report of the events says instead, where the format has a table for that."""
