"""Events of many sorts, and what the contract says of them in plain Python: to hold the API's filters against."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import permutations
from typing import Any

from gallery import kind_of
from world import World, a_world

from domain.events.base import Event, TakingPart

CAST: tuple[dict[str, Any], ...] = (
    {"kind": "SourceRegistered", "id": "paper", "publisher": "Paper"},
    {"kind": "SourceRegistered", "id": "agency", "publisher": "Agency"},
    {"kind": "ActorRegistered", "id": "kim", "actor_kind": "person", "name": "Kim Jong Un"},
    {"kind": "ActorRegistered", "id": "putin", "actor_kind": "person", "name": "Vladimir Putin"},
    {"kind": "ActorRegistered", "id": "lula", "actor_kind": "person", "name": "Luiz Inácio Lula da Silva"},
    {"kind": "ActorAliased", "actor": "kim", "alias": "The Marshal"},
    {"kind": "PlaceRegistered", "id": "beijing", "name": "Beijing", "place_kind": "city", "within": "CHN", "aliases": ["Peking"]},
    {"kind": "PlaceRegistered", "id": "diaoyutai", "name": "Diaoyutai", "place_kind": "building", "within": "beijing"},
    {"kind": "PlaceRegistered", "id": "villa-18", "name": "Villa 18", "place_kind": "building", "within": "diaoyutai"},
    {"kind": "PlaceRegistered", "id": "pyongyang", "name": "Pyongyang", "place_kind": "city", "within": "PRK"},
    {"kind": "PlaceRegistered", "id": "high-seas", "name": "High Seas", "place_kind": "water"},
)
PUTIN, KIM = {"actor": "putin", "representing": "RUS"}, {"actor": "kim", "representing": "PRK"}


def said(hedge: str = "asserted", source: str = "paper", quote: str | None = None) -> dict[str, Any]:
    """A report."""
    return {"source": source, "hedge": hedge, "quote": quote}


def event(kind: str, key: str, **fields: Any) -> dict[str, Any]:
    """An event."""
    return {"kind": kind, "key": key} | fields


ENTRIES: tuple[dict[str, Any], ...] = (
    event("SummitHeld", "summit-2023", occurred="2023-09", participants=[PUTIN, KIM], report=said("reported")),
    event("SummitHeld", "summit-2024", occurred="2024-06-19", place="pyongyang", participants=[PUTIN, KIM], host="PRK"),
    event("SummitHeld", "summit-2025", occurred="2025-09-03", place="villa-18", participants=[PUTIN, KIM], report=said()),
    event("SummitHeld", "summit-planned", occurred="2026", participants=["RUS", "PRK"], status="planned"),
    event("TroopsDispatched", "troops", occurred="2024/..", sender="PRK", recipient="RUS", report=said("reported", "agency")),
    event("TroopsDispatched", "troops-denied", occurred="../2024-10", sender="PRK", recipient="RUS", status="denied"),
    event("MaterielSupplied", "shells", occurred="[..2024-12-31]", supplier="PRK", recipient="RUS", items=[{"category": "shells"}]),
    event("ForceUsed", "kursk", occurred="2024-08-06", by=["RUS"], against=["UKR"], helped_by=["PRK"], report=said("alleged")),
    event("IncursionMade", "incursion", occurred="2024-08-06", by=["UKR"], into=["RUS"], report=[said(), said("denied", "agency")]),
    event("ParadeAttended", "parade", occurred="2025-09-03", place="beijing", attendees=[PUTIN, KIM, "CHN"], host="CHN"),
    event(
        "StatementMade",
        "praise",
        occurred="2025-09-03",
        place="diaoyutai",
        speaker=PUTIN,
        about=["PRK", "kim"],
        mentions=["UKR"],
        stance="praise",
        gist="He praised the courage of the soldiers in Kursk.",
        report=said(quote="Courage, he said, at the Café Élysée"),
    ),
    event("StatementMade", "threat", speaker="PRK", about=["KOR", "USA"], stance="threat", quote="a sea of fire"),
    event("VisitMade", "visit", occurred="2025-05/2025-06", visitor="lula", host="CHN", place="beijing"),
    event("CallHeld", "call", participants=["lula", "putin"], title="A long call about 100 % of everything"),
    event("ExerciseHeld", "exercise", occurred="2025-07", place="high-seas", participants=["RUS", "CHN"], against=["USA"]),
    event("ProtestHeld", "riot", occurred="2025-10", protesters=["KOR"], form="riot", report=said("alleged", "agency")),
    event(
        "ViolenceRecorded",
        "battle",
        occurred="2024-08",
        side_a=["RUS"],
        side_b=["UKR"],
        report=said() | {"coded": {"event_type": "Battles", "sub_event_type": "Armed clash", "tags": ["night", "border"]}},
    ),
    event("InteractionCoded", "odd", occurred="2024", scheme="cameo", code="010", source="KOR", target="PRK", intensity=8.3),
)


def read(raw: dict[str, Any]) -> Event:
    """The event of an entry whose names are ids already."""
    return kind_of(raw).model_validate({name: value for name, value in raw.items() if name != "kind"})


EVENTS: Sequence[Event] = [read(raw) for raw in ENTRIES]


def found(world: World, filter: dict[str, Any]) -> list[str]:
    """The keys of the events that the API finds, in order of their positions."""
    query = "query($f: EventFilter) { events(filter: $f, first: 100, orderBy: POSITION_ASC) { totalCount nodes { key } } }"
    connection = world.ask(query, f=filter)["events"]
    assert connection["totalCount"] == len(connection["nodes"])
    return [node["key"] for node in connection["nodes"]]


def stands(part: TakingPart) -> set[str]:
    """The actors that stand in an event by one party."""
    return {part.party.actor, part.party.representing or part.party.actor}


def has(event: Event, *actors: str, role: str | None = None) -> bool:
    """At least one of the actors stands in the event, in this role."""
    return any(stands(part) & set(actors) and role in (None, part.how.role.value) for part in event.taking_part)


def pairs(event: Event, one: str, other: str, *, directed: bool = False) -> bool:
    """The two form a pair in the event, as the contract has it."""
    for a, b in permutations(list(event.taking_part), 2):
        roles = (a.how.role.value, b.how.role.value)
        camps = (a.party.representing or a.party.actor, b.party.representing or b.party.actor)
        if one not in stands(a) or other not in stands(b) or "mentioned" in roles or roles == ("subject", "subject"):
            continue
        sides = (a.how.side.value, b.how.side.value)
        if camps[0] != camps[1] and (not directed or sides == ("initiator", "target")):
            return True
    return False


def may_be(event: Event, first: date = date.min, last: date = date.max) -> bool:
    """It may have happened between two days."""
    return (event.when.latest or date.max) >= first and (event.when.earliest or date.min) <= last


def score(event: Event) -> float | None:
    """The Goldstein score."""
    return None if event.goldstein is None else event.goldstein / 100


def hedged(event: Event, *hedges: str) -> bool:
    """It has a report so hedged."""
    return any(report.hedge.value in hedges for report in event.report)


def of_quad(event: Event, *quads: str) -> bool:
    """It is of one of the quad classes."""
    return event.quad is not None and event.quad.value in quads


def coded(event: Event, value: str) -> bool:
    """A report of the event has this value in one of the columns by which a data set codes it."""
    return any(value in values for report in event.report for values in report.coded.values())


@contextmanager
def a_world_of_many(url: str) -> Iterator[World]:
    """A world of these events, and one that was retracted."""
    gone = event("CallHeld", "gone", occurred="2025-09-03", participants=["PRK", "RUS"], place="beijing", report=said())
    with a_world(url, *CAST, *ENTRIES, gone) as world:
        world.append({"kind": "EventRetracted", "event": "gone", "reason": "it never was"})
        yield world
