"""What the arguments of questions can be, drawn by hypothesis."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from domain.events import EVENT_KINDS
from domain.identity import actor_id, event_id, place_id, relay_id, source_id
from domain.registrations.actors import ActorKind
from domain.values.party import Role

ACTORS = ("PRK", "RUS", "CHN", "SUN", "kim-jong-un", "vladimir-putin", "Prk", "Kim Jong Un", "vladimir putin", "Putin", "Nordkorea")
KEYS = ("a", "b", "c", "d", "e", "summit-2025", "e:1", "full-ForceUsed", "earlier")
DAYS = ("1959-09-01", "2024-01-01", "2025-09-03", "2025-12-31", "2026-01-01")
USUAL = ("SUMMIT_HELD", "TROOPS_DISPATCHED", "STATEMENT_MADE")


class Enum(str):
    """The name of an enum value: written without quotation marks."""


@dataclass(frozen=True)
class World:
    """What a question can be about: the positions of the log from which on the cast is known, and when they were recorded."""

    positions: Sequence[int]
    times: Sequence[datetime]


Draw = Callable[[World], st.SearchStrategy[Any]]


def _always(strategy: st.SearchStrategy[Any]) -> Draw:
    return lambda world: strategy


def _some(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(strategy, min_size=1, max_size=most)


def _enums(*names: str) -> st.SearchStrategy[Enum]:
    return st.sampled_from([Enum(name) for name in names])


def _moments(world: World) -> st.SearchStrategy[Any]:
    times = st.sampled_from(world.times).map(lambda time: {"time": time.isoformat()})
    return st.sampled_from(world.positions).map(lambda position: {"position": position}) | times


def _ranges(values: Sequence[Any], least: str, most: str) -> st.SearchStrategy[dict[str, Any]]:
    both = st.tuples(st.sampled_from(values), st.sampled_from(values)).map(sorted)
    ends = st.sampled_from(((least,), (most,), (least, most), ()))
    return st.tuples(both, ends).map(lambda drawn: {end: drawn[0][end == most] for end in drawn[1]})


def _ids(world: World) -> st.SearchStrategy[str]:
    """Relay ids, of things as they are known now or were at some position."""
    return st.tuples(things, st.none() | st.sampled_from(world.positions)).map(lambda drawn: relay_id(*drawn[0], drawn[1]))


names = st.sampled_from(ACTORS)
kinds = _some(_enums(*USUAL) | _enums(*(kind.TOPIC.upper() for kind in EVENT_KINDS)))
days = _ranges(DAYS, "from", "to")
sizes = st.integers(0, 4) | st.just(1000)
roles = _enums(*(role.value.upper() for role in Role))
events = st.sampled_from(KEYS).map(event_id)
things = st.one_of(
    events.map(lambda id: ("Event", id)),
    st.sampled_from(ACTORS).map(lambda ref: ("Actor", actor_id(ref))),
    st.sampled_from(("beijing", "x1")).map(lambda ref: ("Place", place_id(ref))),
    st.sampled_from(("paper", "x1")).map(lambda ref: ("Source", source_id(ref))),
)
QUADS = ("VERBAL_COOPERATION", "MATERIAL_COOPERATION", "VERBAL_CONFLICT", "MATERIAL_CONFLICT")
CONDITIONS: Mapping[str, st.SearchStrategy[Any]] = {
    "kinds": kinds,
    "actors": _some(names),
    "anyActor": _some(names, 3),
    "role": roles,
    "between": st.lists(names, min_size=2, max_size=2, unique=True),
    "directed": st.booleans(),
    "occurred": days,
    "reported": days,
    "place": st.sampled_from(("beijing", "CHN", "tiananmen", "x1", "Prk")),
    "source": st.sampled_from(("paper", "other-paper", "x1")),
    "plover": _some(st.sampled_from(("CONSULT", "aid", "SUPPORT"))),
    "quad": _some(_enums(*QUADS)),
    "goldstein": _ranges((-5, 0.0, 7.0, 8.3), "min", "max"),
    "hedge": _some(_enums("ASSERTED", "REPORTED", "ALLEGED", "DENIED")),
    "status": _some(_enums("DONE", "UNDER_WAY", "PLANNED")),
    "text": st.sampled_from(("one", "praised", "korea", "summit held", "Kim", "rus")),
    "includeRetracted": st.booleans(),
    "overdue": st.booleans(),
    "coded": _some(st.sampled_from(("event_type=Battles", "armed clash", "046", "x1"))),
}
filters = st.lists(st.sampled_from(sorted(CONDITIONS)), max_size=2, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: CONDITIONS[name] for name in names})
)
DIMENSIONS = ("KIND", "ACTOR", "PAIR", "PLACE", "COUNTRY", "SOURCE", "QUAD", "PLOVER", "HEDGE", "DAY", "MONTH", "YEAR")
ORDERS = _enums("OCCURRED_DESC", "OCCURRED_ASC", "POSITION_DESC", "POSITION_ASC")
COUNTS = _enums("EVENTS_DESC", "EVENTS_ASC")

BY_NAME: Mapping[str, Draw] = {
    "filter": _always(filters),
    "first": _always(sizes),
    "last": _always(sizes),
    "asOf": _moments,
    "since": _moments,
    "until": _moments,
    "kinds": _always(kinds),
    "includePredecessors": _always(st.booleans()),
    "search": _always(st.sampled_from(("k", "korea", "Russia", "paper", "beij", "prk"))),
    "between": _always(st.lists(names, min_size=2, max_size=2)),
    "together": _always(_some(names, 3)),
    "actor": _always(names),
    "language": _always(st.sampled_from(("de", "ko", "en", "zh-Hant", "de-AT", "tlh"))),
    "on": _always(st.sampled_from(DAYS)),
    "occurred": _always(days),
    "published": _always(days),
    "ids": lambda world: _some(_ids(world), 3),
    "key": _always(st.sampled_from(KEYS)),
}
BY_FIELD: Mapping[tuple[str, str], Draw] = {
    ("actor", "ref"): _always(names | st.sampled_from(("North Korea", "Korea", "Russia", "nobody"))),
    ("place", "ref"): _always(st.sampled_from(("beijing", "Beijing", "tiananmen", "nowhere"))),
    ("source", "id"): _always(st.sampled_from(("paper", "nothing", relay_id("Source", source_id("paper"))))),
    ("event", "id"): _always(events.map(str) | events.map(lambda id: relay_id("Event", id))),
    ("node", "id"): _ids,
    ("events", "orderBy"): _always(ORDERS),
    ("relationships", "orderBy"): _always(COUNTS),
    ("eventGroups", "by"): _always(st.lists(_enums("PAIR") | _enums(*DIMENSIONS), max_size=3, unique=True)),
    ("eventGroups", "orderBy"): _always(_enums("EVENTS_DESC", "KEYS_ASC", "KEYS_DESC")),
    ("figure", "name"): _always(st.sampled_from(("troops", "deaths", "deaths", "count", "deaths_civilians", "nothing"))),
    ("timeline", "by"): _always(_enums("DAY", "MONTH", "YEAR")),
    ("discrepancies", "kinds"): _always(_some(_enums("ORDINAL", "FIRST_SINCE", "FIGURES", "WHEN", "WHERE", "STATUS"))),
    ("actors", "kinds"): _always(_some(_enums(*(kind.value.upper() for kind in ActorKind)))),
}


def argument(field: str, name: str, world: World) -> st.SearchStrategy[Any]:
    """What an argument of a field can be."""
    return (BY_FIELD.get((field, name)) or BY_NAME[name])(world)
