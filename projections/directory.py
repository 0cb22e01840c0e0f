"""Who is meant by a name: what the views know, and what the entries of one call bring along."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.errors import AmbiguousName, NoArea, UnknownName
from domain.identity import event_id, read_uuid
from domain.kinds import BY_NAME
from domain.names import name_key, nearest
from domain.registrations.actors import COUNTRIES, ActorKind
from projections import events, names
from projections.period import OPEN

NOW = OPEN - 1
"""A position at which just what holds now holds."""


class Match(NamedTuple):
    """One thing that a name may stand for. `survivor`: whom it stands for after merges."""

    thing: str
    ref: str
    survivor: str
    is_id: bool
    is_area: bool = False
    """Whether events can happen in it: a place, a state, a territory."""
    is_alone: bool = False
    """Whether it is known that nothing else stands for the survivor."""
    surname_of: str | None = None
    """What kind of actor the name is the surname of, where it is no more than that. Queries alone look for those."""
    events: int = 0
    """In how many events that one stands."""


Matches = Mapping[str, Sequence[Match]]
"""What each name key stands for."""


def matches(rows: Iterable[Sequence[Any]]) -> dict[str, list[Match]]:
    """The rows of `names.FIND`, by key."""
    found: dict[str, list[Match]] = defaultdict(list)
    for key, *match in rows:
        found[key].append(Match(*match))
    return found


def choose(what: str, things: Sequence[str], name: str, known: Matches) -> Match | None:
    """The one thing of these sorts that a name stands for; None where there is none. Raises AmbiguousName.

    A surname stands for the one person who bears it, where it is no name of anybody else."""
    found = [m for m in known.get(name_key(name), ()) if m.thing in things]
    meant = [m for m in found if m.surname_of is None]
    if found and not meant:
        return _bearer(what, name, found)
    exact = [m for m in meant if m.is_id and m.ref == name]
    by_survivor = {m.survivor: m for m in exact or meant}
    if len(by_survivor) > 1:
        raise AmbiguousName(what, name, sorted(by_survivor))
    return exact[0] if exact else next(iter(by_survivor.values()), None)


def _bearer(what: str, name: str, bearers: Sequence[Match]) -> Match | None:
    """The one person with a surname. Raises AmbiguousName."""
    by_events = sorted(bearers, key=lambda m: (-m.events, m.survivor))
    if len(by_events) > 1:
        raise AmbiguousName(what, name, [m.survivor for m in by_events[:MOST_BEARERS]])
    return by_events[0] if by_events[0].surname_of == ActorKind.PERSON.value else None


MOST_BEARERS = 10
"""How many of those who bear a surname are named: those with most events."""


class Directory:
    """Resolves the names in the entries of one call; a `Resolver` for `domain.values.refs`."""

    def __init__(self, conn: Connection[Any], raws: Sequence[Mapping[str, Any]]) -> None:
        self._conn = conn
        self._known = matches(conn.execute(names.FIND.encode(), {"keys": sorted(_keys(raws)), "at": NOW}))
        self._events: dict[UUID, str] = {event_id(k): k for raw in raws if (k := _event_key(raw))}
        self._kinds = {
            event_id(k): BY_NAME[kind].TOPIC for raw in raws if (k := _event_key(raw)) and (kind := str(raw.get("kind"))) in BY_NAME
        }
        self._own: list[str] = []
        for raw in raws:
            self._add(raw)
        for raw in raws:
            for name in _other_names(raw):
                self._add_name(raw, name)
        self._add_surnames(raws)

    def actor(self, name: str) -> str:
        """The actor that a name stands for, or the one it was merged into."""
        return self._find("actor", ("actor",), name).survivor

    def member(self, name: str) -> str:
        """The actor that a name stands for, itself even where it was merged into another."""
        return self._find("actor", ("actor",), name).ref

    def place(self, name: str) -> str:
        """The place that a name stands for."""
        return self._find("place", ("place",), name).ref

    def area(self, name: str) -> str:
        """The place, state or territory that a name stands for."""
        key = name_key(name)
        areas = {key: [match for match in self._known.get(key, ()) if match.is_area]}
        if found := choose("place or state", ("place", "actor"), name, areas):
            return found.survivor
        if other := choose("actor", ("actor",), name, self._known):
            raise NoArea(other.survivor)
        raise UnknownName("place or state", name, self._suggestions(("area",), name))

    def source(self, name: str) -> str:
        """The source with this id."""
        return self._find("source", ("source",), name).ref

    def event(self, name: str) -> str:
        """The uuid of the event that a key, uuid or Relay id names."""
        id = read_uuid(name, "Event") or event_id(name)
        if id not in self._events and self._event(id) is None:
            stored = self._conn.execute(events.NEAREST_KEYS.encode(), {"key": name, "at": NOW}).fetchall()
            raise UnknownName("event", name, [*nearest(name, self._events.values()), *(key for (key,) in stored)][:3])
        return str(id)

    def survivor(self, name: str) -> str:
        """The uuid of the event that this one was merged into; else its own."""
        id = self.event(name)
        row = self._event(UUID(id))
        return str(row[2]) if row else id

    def key(self, id: str) -> str:
        """The key of the event with this uuid."""
        row = self._event(UUID(id))
        return str(row[1]) if row else self._events[UUID(id)]

    def kind(self, id: str) -> str:
        """The topic of the kind of the event with this uuid; of one of this call, as it is first recorded."""
        row = self._event(UUID(id))
        return str(row[3]) if row else self._kinds.get(UUID(id), "")

    def _event(self, id: UUID) -> tuple[Any, ...] | None:
        return self._conn.execute(events.FIND.encode(), {"ids": [id], "at": NOW}).fetchone()

    def _find(self, what: str, things: Sequence[str], name: str) -> Match:
        found = choose(what, things, name, self._known)
        if found is None:
            raise UnknownName(what, name, self._suggestions(things, name))
        return found

    def _suggestions(self, things: Sequence[str], name: str) -> list[str]:
        query = {"key": name_key(name), "things": list(things), "at": NOW}
        stored = [ref for _, ref, _ in self._conn.execute(names.SUGGEST.encode(), query)]
        words = set(name_key(name).split())
        with_words = [other for other in self._own if words <= set(name_key(other).split())]
        near = (self._known[name_key(other)][0] for other in [*with_words, *nearest(name, self._own)])
        own = [match.survivor for match in near if match.thing in things or (match.is_area and "area" in things)]
        return list(dict.fromkeys([*own, *stored]))[:3]

    def _add(self, raw: Mapping[str, Any]) -> None:
        thing, id = THINGS.get(str(raw.get("kind"))), raw.get("id")
        if thing is None or not isinstance(id, str):
            return
        aliases = raw.get("aliases", ())
        others = [raw.get("name"), *_naming_codes(raw), *(aliases if isinstance(aliases, list | tuple) else [aliases])]
        survivor = self._survivor(thing, id)
        is_area = thing == "place" or raw.get("actor_kind") in COUNTRIES
        self._remember(id, Match(thing, id, survivor, is_id=True, is_area=is_area))
        for name in others:
            if isinstance(name, str):
                self._remember(name, Match(thing, id, survivor, is_id=False, is_area=is_area))

    def _survivor(self, thing: str, id: str) -> str:
        """Whom a thing that is registered here stands for: what was registered before may have been merged since."""
        stored = (m for m in self._known.get(name_key(id), ()) if m.is_id and (m.thing, m.ref) == (thing, id))
        return next((m.survivor for m in stored), id)

    def _add_name(self, raw: Mapping[str, Any], name: str) -> None:
        actor = choose("actor", ("actor",), str(raw.get("actor")), self._known)
        if actor is not None:
            self._remember(name, actor._replace(is_id=False))

    def _add_surnames(self, raws: Sequence[Mapping[str, Any]]) -> None:
        """What an import alone calls somebody may also mean a person whom this call registers under a name with that word."""
        people = [(name_key(str(raw.get("name"))).split(), str(raw.get("id"))) for raw in raws if raw.get("actor_kind") == "person"]
        words = self._known.keys() & {word for name, _ in people for word in name}
        found = self._conn.execute(names.SURNAMES.encode(), {"keys": sorted(words), "at": NOW}) if words else ()
        for (surname,) in found:
            bearers = [id for name, id in people if surname in name]
            self._known[surname] += [Match("actor", id, self._survivor("actor", id), is_id=False) for id in bearers]

    def _remember(self, name: str, match: Match) -> None:
        self._own.append(name)
        known = self._known.setdefault(name_key(name), [])
        if match not in known:
            known.append(match)


THINGS = {"ActorRegistered": "actor", "PlaceRegistered": "place", "SourceRegistered": "source"}
"""The kinds that register a thing under an id of its own."""


def _other_names(raw: Mapping[str, Any]) -> Iterator[str]:
    """What a raw alias, or raw codes, say that an actor is called."""
    alias = raw.get("alias")
    if raw.get("kind") == "ActorAliased" and isinstance(alias, str):
        yield alias
    elif raw.get("kind") == "ActorCoded":
        yield from _naming_codes(raw)


def _naming_codes(raw: Mapping[str, Any]) -> list[str]:
    """The codes in a raw registration by which an actor can be named."""
    codes = raw.get("codes", ())
    listed = [c for c in (codes if isinstance(codes, list | tuple) else [codes]) if isinstance(c, dict)]
    return [c["code"] for c in listed if c.get("scheme") in names.NAMING_SCHEMES and isinstance(c.get("code"), str)]


def _event_key(raw: Mapping[str, Any]) -> str | None:
    key = raw.get("key")
    return key if isinstance(key, str) and "event" not in raw else None


def _keys(value: Any) -> set[str]:
    """The keys of all short texts anywhere in the entries: names are among them."""
    if isinstance(value, str):
        return {name_key(value)} if len(value) <= 200 else set()
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return {key for part in parts for key in _keys(part)}
