"""What an export format is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from scripts.exporting.losses import Losses

Raw = dict[str, Any]
"""An event as the API answers it (`scripts.exporting.events`)."""

Write = Callable[[Iterable[Raw], BinaryIO, Losses], None]
"""Writes events, one after the other, and notes what the format cannot hold of them."""


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
