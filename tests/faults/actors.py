"""The programs that work while faults are injected: each is a process that begins where its last life ended.

What a program was told is recorded, it writes down in a file of its own at once: these are the acknowledgements that must hold."""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from threading import Event
from typing import Any, NamedTuple, TypeVar

import psycopg
import uvicorn
from dsl import read
from eventsourcing.persistence import PersistenceError

from api.app import create_app
from domain import failpoints
from domain.entries import Entry
from domain.errors import AnnalsError, Refused
from domain.log import Log
from domain.log.imports import Imported
from domain.log.log import Outcome
from projections.live import LiveViews

T = TypeVar("T")

STATES = ("PRK", "RUS", "CHN", "USA", "KOR", "JPN", "UKR", "FRA")
SIZES = (1, 1, 1, 1, 2, 7, 250)
"""How many entries an append has: one, a few, and so many that they are copied."""

IMPORTED = 250
"""How many events an import has."""

PAUSE = 0.02
"""Seconds between two tries of what was refused, and between two appends."""

LONG_PAUSE = 0.5
"""Seconds between two imports, and between two rebuilds."""

EXPECTED = (psycopg.Error, PersistenceError, AnnalsError, OSError)
"""What a program may be told while faults are injected. Anything else is a fault of its own."""


@dataclass(frozen=True)
class Actor:
    """A program that works: its part, its name, and where it writes down what it was told."""

    part: str
    name: str
    url: str
    folder: Path
    port: int = 0

    @property
    def acknowledged(self) -> Path:
        """The file of its acknowledgements."""
        return self.folder / f"{self.name}.ndjson"

    def live(self, failpoint: str | None = None, *, finish: bool = False) -> None:
        """Works until it is killed; with `finish`, only until what it has begun is done."""
        if failpoint:
            failpoints.arm(failpoint)
        PARTS[self.part](self, finish)


class Acknowledgement(NamedTuple):
    """What a program was told of one batch."""

    batch: int
    entries: list[tuple[int | None, str]]
    """The position of each entry, where that is told, and its fingerprint."""


def acknowledgements(file: Path) -> list[Acknowledgement]:
    """What a program was told. A last line that is not whole was being written when the program died."""
    lines = file.read_bytes().splitlines(keepends=True) if file.exists() else []
    return [Acknowledgement(*json.loads(line)) for line in lines if line.endswith(b"\n")]


def _acknowledge(actor: Actor, batch: int, entries: list[tuple[int | None, str]]) -> None:
    with actor.acknowledged.open("ab", buffering=0) as out:
        out.write(json.dumps(Acknowledgement(batch, entries)).encode() + b"\n")


def _batches(actor: Actor) -> Iterator[int]:
    """The numbers of the batches to come, first that which may have been recorded without a word."""
    told = acknowledgements(actor.acknowledged)
    if actor.acknowledged.exists():
        whole = actor.acknowledged.read_bytes().rpartition(b"\n")
        os.truncate(actor.acknowledged, len(whole[0] + whole[1]))
    return count(told[-1].batch + 1 if told else 1)


def calls(name: str, number: int, random: Random) -> list[dict[str, Any]]:
    """Events as written in a file."""
    return [
        {"kind": "CallHeld", "key": f"{name}-{n}", "occurred": f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}"}
        | {"participants": [{"actor": state} for state in random.sample(STATES, 2)]}
        for n in range(number)
    ]


def _batch(name: str, number: int) -> list[Entry]:
    """What a writer appends as its batch of a number, the same whenever it is asked: events, or every third time the retraction
    of the first event before."""
    if number % 3 == 0:
        return read({"kind": "EventRetracted", "event": f"{name}-{number - 1}-0", "reason": "a mistake"})
    random = Random(f"{name}-{number}")
    return read(*calls(f"{name}-{number}", random.choice(SIZES), random))


def _write(actor: Actor, finish: bool) -> None:
    for number in _batches(actor):
        entries = _batch(actor.name, number)
        outcomes = _insist(actor, partial(_append, entries, actor.name))
        _acknowledge(actor, number, [(outcome.position, outcome.entry.fingerprint()) for outcome in outcomes])
        if finish:
            return
        time.sleep(PAUSE)


def _append(entries: list[Entry], by: str, log: Log) -> list[Outcome]:
    return log.append(entries, by)


def _import(actor: Actor, finish: bool) -> None:
    for number in _batches(actor):
        name = f"import-{number}"
        entries = read(*calls(name, IMPORTED, Random(name)))
        batches = _insist(actor, partial(_take, entries))
        assert not any(batch.problems for batch in batches), batches
        # Importers are told no positions.
        _acknowledge(actor, number, [(None, entry.fingerprint()) for entry in entries])
        if finish:
            return
        time.sleep(LONG_PAUSE)


def _take(entries: list[Entry], log: Log) -> list[Imported]:
    return list(log.import_events(entries, "importer"))


def _insist(actor: Actor, act: Callable[[Log], T]) -> T:
    """What an act on the log gives, tried until it is done. Raises Refused, which no trying mends."""
    while True:
        try:
            log = Log.on_postgres(actor.url)
            try:
                return act(log)
            finally:
                log.close()
        except Refused:
            raise
        except EXPECTED:
            time.sleep(PAUSE)


def _work(actor: Actor, finish: bool) -> None:
    def follow(log: Log) -> None:
        views = LiveViews(log)
        views.prepare()
        views.fold() if finish else views.follow(Event())

    _insist(actor, follow)


def _rebuild(actor: Actor, finish: bool) -> None:
    while not finish:
        try:
            with LiveViews(Log.on_postgres(actor.url)) as views:
                views.rebuild()
        except EXPECTED:
            pass
        time.sleep(LONG_PAUSE)


def _serve(actor: Actor, finish: bool) -> None:
    if not finish:
        uvicorn.run(create_app(actor.url, follow=False), port=actor.port, log_level="critical")


PARTS = {"writer": _write, "importer": _import, "worker": _work, "rebuilder": _rebuild, "server": _serve}
"""What each part of a program does."""


def run(actor: Actor, failpoint: str | None, finish: bool) -> None:
    """The life of a program in a process of its own; what it says goes into a file."""
    os.setsid()
    said = os.open(actor.folder / f"{actor.name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    actor.live(failpoint, finish=finish)
