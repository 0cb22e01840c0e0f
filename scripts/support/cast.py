"""Registers in a log whom every log knows, once for each version of their list."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import orjson

from domain.cast import cast
from domain.decisions import completes, founds
from domain.entries import Entry
from domain.errors import Busy, Refused
from domain.intake import read_entries
from domain.log import Log, Recorded
from domain.names import name_key
from domain.registrations.actors import COUNTRIES, ActorAliased, ActorCoded, ActorRegistered, ActorSucceeded, MembershipHeld
from domain.registrations.base import Registration
from domain.revisions import RegistrationRetracted
from projections.directory import NOW, matches
from projections.live import LiveViews
from projections.names import FIND

TRIES = 5
BY = "annals"

Bearers = Mapping[str, Collection[str]]
"""Which actors bear each of some names."""


def register_cast(log: Log, views: LiveViews | None = None) -> bool:
    """Registers the actors, names, codes and successions that the log lacks; whether there were any. Raises Busy and ViewsUnusable.

    The log notes which list it has been given, so that a start that finds the same looks no further. `views`: those of the log,
    where it may hold other actors already: names that they bear are left to them."""
    raws, withdrawn = cast.entries(), cast.withdrawn()
    version = hashlib.sha256(orjson.dumps([raws, withdrawn])).hexdigest()[:16]
    if log.store.cast_version() == version:
        return False
    if views:
        # Nothing is appended where the views cannot be folded.
        views.fold()
    mended = _register(log, read_entries(withdrawn, None), _wrong)
    bearers = _bearers(views, raws) if views and log.head() else {}
    registered = _register(log, read_entries(raws, None), lambda log, entries: _free(_lacking(log, entries), bearers))
    log.store.set_cast_version(version)
    return mended or registered


def _register(log: Log, entries: Sequence[Entry], wanted: Callable[[Log, Sequence[Entry]], list[Entry]]) -> bool:
    for _ in range(TRIES):
        lacking = wanted(log, entries)
        if not lacking:
            return False
        try:
            log.append(lacking, BY)
        except Refused as error:
            # Another process registered one of them otherwise meanwhile: what it has need not be registered again.
            refused = error
            continue
        return True
    raise Busy(f"the first actors cannot be registered while other processes register them; start again ({refused.problems[0]})")


def _wrong(log: Log, retractions: Sequence[Entry]) -> list[Entry]:
    """The retractions of what an earlier version has registered in this log, unless somebody has revised it since."""
    streams = log.streams({entry.stream for entry in retractions})
    return [entry for entry in retractions if _is_wrong(entry, streams.get(entry.stream, ()))]


def _is_wrong(retraction: Entry, stream: Sequence[Recorded]) -> bool:
    assert isinstance(retraction, RegistrationRetracted)
    own = [r for r in stream if isinstance(r.entry, Registration) and retraction.registration.matches(r.entry)]
    revised = {getattr(r.entry, "version", None) for r in stream}
    return any(r.stored.appended_by == BY and r.version not in revised for r in own)


def _lacking(log: Log, entries: Sequence[Entry]) -> list[Entry]:
    streams = log.streams({entry.stream for entry in entries})
    return [entry for entry in entries if not _is_known(entry, streams.get(entry.stream, ()))]


def _is_known(entry: Entry, stream: Sequence[Recorded]) -> bool:
    """Once recorded is enough, whatever became of it: what somebody corrected or retracted is not brought back.

    What an import registered by its name alone is known only half."""
    if any(_is_retracted(r.entry) for r in stream):
        return True
    if founds(entry):
        held = [r.entry for r in stream]
        return bool(held) and (entry in held or not completes(entry, held))
    return any(_says(r.entry) == _says(entry) for r in stream)


def _is_retracted(entry: Entry) -> bool:
    return isinstance(entry, RegistrationRetracted) and entry.version == 1


def _says(entry: Entry) -> tuple[object, ...] | None:
    if isinstance(entry, ActorAliased):
        return entry.TOPIC, name_key(entry.alias)
    if isinstance(entry, ActorCoded):
        return entry.TOPIC, entry.codes
    if isinstance(entry, MembershipHeld):
        return entry.TOPIC, entry.of, entry.held
    return (entry.TOPIC, entry.successor) if isinstance(entry, ActorSucceeded) else None


def _bearers(views: LiveViews, raws: Sequence[Mapping[str, object]]) -> Bearers:
    views.fold()
    keys = sorted({name_key(str(raw[field])) for raw in raws for field in ("name", "alias") if field in raw})
    known = matches(views.connection.execute(FIND.encode(), {"keys": keys, "at": NOW}))
    return {key: {m.survivor for m in found if m.thing == "actor"} for key, found in known.items()}


def _free(entries: Sequence[Entry], bearers: Bearers) -> list[Entry]:
    """Without the actors to be registered that somebody else bears a name of, and the names that others bear.

    They would make these ambiguous for everybody who uses them already; and who bears one of a body's may be the same under
    another id, while states are told by theirs."""
    new = {e.id for e in entries if isinstance(e, ActorRegistered) and e.actor_kind.value not in COUNTRIES}
    borne = {e.actor for e in entries if isinstance(e, ActorAliased) and _names_another(e, bearers)}
    taken = new & borne | {e.id for e in entries if isinstance(e, ActorRegistered) and _is_borne(e.name, e.id, bearers)}
    # Organs go with the body that they belong to.
    while more := {e.id for e in entries if isinstance(e, ActorRegistered) and e.of in taken} - taken:
        taken |= more
    return [e for e in entries if taken.isdisjoint(_about(e)) and not _names_another(e, bearers)]


def _names_another(entry: Entry, bearers: Bearers) -> bool:
    return isinstance(entry, ActorAliased) and _is_borne(entry.alias, entry.actor, bearers)


def _is_borne(name: str, by: str, bearers: Bearers) -> bool:
    """Whether others bear a name already, and not this actor."""
    return not set(bearers.get(name_key(name), ())) <= {by}


def _about(entry: Entry) -> Iterator[str]:
    """The actors that a registration is about."""
    for field in ("id", "actor", "predecessor", "successor", "of"):
        if (ref := getattr(entry, field, None)) is not None:
            yield ref
