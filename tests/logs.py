"""Logs of statements, known by their keys, and reading a log while others append to it."""

from collections.abc import Iterable
from threading import Event
from typing import Any

from dsl import a_statement, read

from domain.events.base import Event as Reported
from domain.log import Log, Recorded


def keys(count: int, start: int = 0) -> list[str]:
    """So many keys, in order."""
    return [f"s-{number:05}" for number in range(start, start + count)]


def events(keys: Iterable[str], **fields: Any) -> list[Reported]:
    """A statement for each key."""
    return [e for e in read(*(a_statement(key, **fields) for key in keys)) if isinstance(e, Reported)]


def recorded_keys(log: Log) -> list[str]:
    """The keys of all events that a log holds, in order."""
    return [e.key for r in log.read(limit=100_000) if isinstance(e := r.entry, Reported)]


def follow(log: Log, done: Event, limit: int) -> list[Recorded]:
    """Everything that a reader sees who asks again and again for what came after the last it saw, until all is done."""
    seen: list[Recorded] = []
    while True:
        last_round = done.is_set()
        page = log.read(after=seen[-1].position if seen else 0, limit=limit)
        seen += page
        if last_round and not page:
            return seen
