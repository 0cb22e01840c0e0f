"""What a stream holds, as a file of entries has it: to be read, edited and appended."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import yaml

from domain.entries import Entry
from domain.events.base import LINKS, Event
from domain.present import current_registrations, event_as_told
from domain.registrations.base import Registration
from domain.written import Raw, written

Key = Callable[[str], str]
"""The key of the event with a uuid."""


def as_now(held: Sequence[Entry], key: Key) -> list[Raw]:
    """What a stream holds, as last corrected: appended as it is, it is recorded already."""
    if isinstance(held[0], Event):
        return [_with_keys(as_written(event_as_told(held)), key)]
    return [as_written(registration) for registration in current_registrations(held).values()]


def corrections(held: Sequence[Entry], key: Key) -> list[Raw]:
    """Corrections of what a stream holds, that say nothing new as they are; why is left to be filled in."""
    if isinstance(held[0], Event):
        (event,) = as_now(held, key)
        changes = {name: value for name, value in event.items() if name not in ("kind", "key", "report")}
        return [{"kind": "EventCorrected", "event": event["key"], "reason": None, "changes": changes}]
    return [_correction(registration) for registration in current_registrations(held).values()]


def as_written(entry: Entry) -> Raw:
    """An entry as a file has it."""
    return written(entry.TOPIC, entry.VERSION, entry.content())


def in_yaml(entries: Iterable[Raw]) -> str:
    """A list of entries in YAML, a field a line."""
    return yaml.dump(list(entries), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def _correction(registration: Registration) -> Raw:
    said = as_written(registration)
    return {"kind": "RegistrationCorrected", "registration": said, "reason": None, "replacement": said}


def _with_keys(event: Raw, key: Key) -> Raw:
    """An event that names others by their keys."""
    named = {link: key(event[link]) for link in LINKS if link in event}
    reports = [r | ({"stated_in": key(r["stated_in"])} if "stated_in" in r else {}) for r in event.get("report", ())]
    return event | named | ({"report": reports} if reports else {})


class _Dumper(yaml.SafeDumper):
    """Writes nothing for None, and every thing in full where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))
