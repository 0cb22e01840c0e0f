"""What a stream holds, as a file of entries has it: to be read, edited and appended."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import yaml

from domain.entries import Entry
from domain.events.base import LINKS, Event
from domain.present import current_registrations, event_as_told
from domain.revisions import EventRevision
from domain.written import Raw, written

EVENT_FIELDS = (*LINKS, "event", "duplicates", "others")
"""The fields that name events."""

Key = Callable[[str], str]
"""The key of the event with a uuid."""


def as_now(held: Sequence[Entry], key: Key) -> list[Raw]:
    """What a stream holds, as last corrected: appended as it is, it is recorded already."""
    if isinstance(held[0], Event):
        return [as_written(event_as_told(held), key)]
    return [as_written(registration, key) for registration in current_registrations(held).values()]


def corrections(held: Sequence[Entry], key: Key) -> list[Raw]:
    """Corrections of what a stream holds, that say nothing new as they are; why is left to be filled in."""
    if isinstance(held[0], Event):
        (event,) = as_now(held, key)
        changes = {name: value for name, value in event.items() if name not in ("kind", "key", "report")}
        return [{"kind": "EventCorrected", "event": event["key"], "reason": None, "changes": changes}]
    return [_correction(as_written(registration, key)) for registration in current_registrations(held).values()]


def as_written(entry: Entry, key: Key) -> Raw:
    """An entry as people write it in a file: it names events by their keys; of changes, not what followed from them."""
    raw: Raw = _short(written(entry.TOPIC, entry.VERSION, entry.content()))
    for field in (field for field in EVENT_FIELDS if field in raw and isinstance(entry, Event | EventRevision)):
        raw[field] = [key(id) for id in raw[field]] if isinstance(raw[field], list) else key(raw[field])
    reports = [r | ({"stated_in": key(r["stated_in"])} if "stated_in" in r else {}) for r in raw.pop("report", ())]
    if "changes" in raw:
        raw.pop("replacement", None)
    return raw | ({"report": reports} if reports else {})


def in_yaml(entries: Iterable[Raw]) -> str:
    """A list of entries in YAML, a field a line."""
    return yaml.dump(list(entries), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def _correction(said: Raw) -> Raw:
    return {"kind": "RegistrationCorrected", "registration": said, "reason": None, "replacement": said}


def _short(value: Any) -> Any:
    """A value with every party that is an actor and no more written as that."""
    if isinstance(value, dict):
        return value["actor"] if value.keys() == {"actor"} else {name: _short(part) for name, part in value.items()}
    return [_short(part) for part in value] if isinstance(value, list) else value


class _Dumper(yaml.SafeDumper):
    """Writes nothing for None, and every thing in full where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))
