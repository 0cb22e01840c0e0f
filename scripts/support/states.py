"""Registers the states of the world in a log, once for each version of their list."""

import hashlib
from collections.abc import Sequence

import orjson

from domain.cast import states
from domain.decisions import founds
from domain.entries import Entry
from domain.errors import Busy, Refused
from domain.intake import read_entries
from domain.log import Log, Recorded
from domain.names import name_key
from domain.registrations.actors import ActorAliased, ActorSucceeded
from domain.revisions import RegistrationRetracted

TRIES = 5
BY = "annals"


def register_states(log: Log) -> bool:
    """Registers the states, names and successions that the log lacks; whether there were any. Raises Busy.

    The log notes which list it has been given, so that a start that finds the same looks no further."""
    raws = list(states.entries())
    version = hashlib.sha256(orjson.dumps(raws)).hexdigest()[:16]
    if log.store.cast_version() == version:
        return False
    registered = _register(log, read_entries(raws, None))
    log.store.set_cast_version(version)
    return registered


def _register(log: Log, entries: Sequence[Entry]) -> bool:
    for _ in range(TRIES):
        lacking = _lacking(log, entries)
        if not lacking:
            return False
        try:
            log.append(lacking, BY)
        except Refused:
            # Another process registered one of them otherwise meanwhile: what it has need not be registered again.
            continue
        return True
    raise Busy("other processes register the states at the same time; start again")


def _lacking(log: Log, entries: Sequence[Entry]) -> list[Entry]:
    streams = log.streams({entry.stream for entry in entries})
    return [entry for entry in entries if not _is_known(entry, streams.get(entry.stream, ()))]


def _is_known(entry: Entry, stream: Sequence[Recorded]) -> bool:
    """Once recorded is enough, whatever became of it: what somebody corrected or retracted is not brought back."""
    if founds(entry):
        return bool(stream)
    return any(_is_retracted(r.entry) or _says(r.entry) == _says(entry) for r in stream)


def _is_retracted(entry: Entry) -> bool:
    return isinstance(entry, RegistrationRetracted) and entry.version == 1


def _says(entry: Entry) -> tuple[str, str] | None:
    if isinstance(entry, ActorAliased):
        return entry.TOPIC, name_key(entry.alias)
    return (entry.TOPIC, entry.successor) if isinstance(entry, ActorSucceeded) else None
