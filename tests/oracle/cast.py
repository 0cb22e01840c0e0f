"""Who and what is registered, and what names stand for, by the oracle."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar
from uuid import UUID

from oracle.knowledge import Knowledge, Registered

from domain.cast import languages
from domain.identity import actor_id, place_id, read_uuid, source_id
from domain.names import name_key
from domain.registrations.actors import ActorAliased, ActorCoded, ActorKind, ActorRegistered, ActorSucceeded, Code
from domain.registrations.base import Registration
from domain.registrations.places import PlaceRegistered
from domain.registrations.sources import SourceRegistered

R = TypeVar("R", bound=Registration)
NAMING = ("iso3166-1-alpha-2", "wikidata")
IDS: dict[str, tuple[str, Callable[[str], UUID]]] = {
    "actor": ("Actor", actor_id),
    "place": ("Place", place_id),
    "source": ("Source", source_id),
}


class Refused(Exception):
    """What the API must refuse as bad input."""


def all_of(known: Knowledge, kind: type[R]) -> Iterator[tuple[Registered, R]]:
    """The registrations of a kind that hold, in order."""
    for key in sorted(known.registrations, key=lambda key: (key[1], str(key[0]))):
        registered = known.registrations[key]
        if isinstance(registered.said, kind) and not registered.retracted:
            yield registered, registered.said


def actor(known: Knowledge, ref: str | None) -> tuple[Registered, ActorRegistered] | None:
    """The actor with a ref, even where its registration was retracted."""
    found = known.registrations.get((actor_id(ref), 1)) if ref else None
    return (found, found.said) if found and isinstance(found.said, ActorRegistered) else None


def place(known: Knowledge, ref: str | None) -> tuple[Registered, PlaceRegistered] | None:
    """The place with a ref."""
    found = known.registrations.get((place_id(ref), 1)) if ref else None
    return (found, found.said) if found and isinstance(found.said, PlaceRegistered) else None


def source(known: Knowledge, ref: str | None) -> tuple[Registered, SourceRegistered] | None:
    """The source with a ref."""
    found = known.registrations.get((source_id(ref), 1)) if ref else None
    return (found, found.said) if found and isinstance(found.said, SourceRegistered) else None


def names(known: Knowledge) -> Iterator[tuple[str, str, str, int, str]]:
    """Every name that holds: of what, its ref, what sort of name, its place among the names of its thing, the name."""
    return ((*name[:4], name[4]) for name in told_names(known))


def told_names(known: Knowledge) -> Iterator[tuple[str, str, str, int, str, str | None]]:
    """The same, each with its language."""
    for registered, said in all_of(known, ActorRegistered):
        codes = [("code", code.code) for code in said.codes if code.scheme in NAMING]
        own = [("id", said.id), ("name", said.name), *codes]
        for n, (sort, name) in enumerate([*own, *_kept_name(registered, {name for _, name in own})]):
            yield "actor", said.id, sort, registered.version * 1000 + n, name, None
    for registered, alias in all_of(known, ActorAliased):
        yield "actor", alias.actor, "alias", registered.version * 1000, alias.alias, alias.language
    for registered, coded in all_of(known, ActorCoded):
        for n, code in enumerate([code.code for code in coded.codes if code.scheme in NAMING]):
            yield "actor", coded.actor, "code", registered.version * 1000 + n, code, None
    for registered, at in all_of(known, PlaceRegistered):
        yield "place", at.id, "id", 0, at.id, None
        kept = [name for _, name in _kept_name(registered, {at.id, at.name, *at.aliases})]
        yield from (("place", at.id, "name", n, name, None) for n, name in enumerate((at.name, *at.aliases, *kept), start=1))
    for _, paper in all_of(known, SourceRegistered):
        yield "source", paper.id, "id", 0, paper.id, None


def _kept_name(registered: Registered, others: set[str]) -> list[tuple[str, str]]:
    """The name that an import had given the thing, where a person has registered it by others since."""
    before = registered.completes
    return [("alias", before.name)] if isinstance(before, ActorRegistered | PlaceRegistered) and before.name not in others else []


def codes(known: Knowledge, registered: Registered, said: ActorRegistered) -> list[Code]:
    """The codes of an actor by scheme: those of its registration, those in other lists that an import gave it, those added."""
    own = {c.scheme for c in said.codes} | {"imported"}
    before = registered.completes
    kept = [c for c in before.codes if c.scheme not in own] if isinstance(before, ActorRegistered) else []
    added = [c for _, coded in all_of(known, ActorCoded) if coded.actor == said.id for c in coded.codes]
    return sorted(dict.fromkeys((*said.codes, *kept, *added)), key=lambda c: c.scheme)


def find(known: Knowledge, thing: str, text: str) -> str | None:
    """The ref of the one thing that a name, an id or a uuid stands for: an actor's survivor. None where there is none."""
    if (meant := _by_id(known, thing, text)) is None:
        meant = {ref for what, ref, _, _, name in names(known) if what == thing and name_key(name) == name_key(text)}
        meant = {ref for ref in meant if thing != "actor" or is_there(known, ref)}
        meant |= _bearers(known, meant, name_key(text)) if thing == "actor" else set()
        meant = meant or (_translated(known, name_key(text)) if thing == "actor" else set())
        meant = meant or (_with_surname(known, name_key(text)) if thing == "actor" else set())
        meant = {text} if text in meant and any(n[2] == "id" and n[1] == text for n in names(known)) else meant
    found = {known.stands_for(ref) if thing == "actor" else ref for ref in meant}
    if len(found) > 1:
        raise Refused(f"{text} is ambiguous")
    return found.pop() if found else None


def _bearers(known: Knowledge, meant: set[str], key: str) -> set[str]:
    """Whom else a single word may mean that an import alone calls somebody: all people who have it in their names."""
    people = [said for _, said in all_of(known, ActorRegistered) if said.actor_kind is ActorKind.PERSON]
    found = set[str]()
    for _, said in all_of(known, ActorRegistered):
        is_bare = said.id in meant and said.is_provisional and " " not in key and not known.is_merged(said.id)
        if is_bare and said.actor_kind in (ActorKind.PERSON, ActorKind.OTHER):
            near = {p.id for p in people if None in (p.of, said.of) or p.of == said.of}
            found |= {ref for _, ref, sort, _, n in names(known) if ref in near and sort != "id" and key in name_key(n).split()}
    return found


def _translated(known: Knowledge, key: str) -> set[str]:
    """The states that have a name in some language which no actor or place is called by."""
    if any(what in ("actor", "place") and name_key(name) == key for what, _, _, _, name in names(known)):
        return set()
    lands = [said.id for _, said in all_of(known, ActorRegistered) if said.actor_kind in LANDS]
    return {id for id in lands if key in {name_key(n) for several in languages.names_of(id).values() for n in several}}


def _with_surname(known: Knowledge, key: str) -> set[str]:
    """The one person with a surname, which nobody is called by."""
    found = set[str]()
    for what, ref, sort, _, name in names(known):
        person = actor(known, known.stands_for(ref)) if what == "actor" and sort in ("name", "alias") else None
        if person and not person[0].retracted and is_there(known, ref) and _may_be_a_person(person[1]):
            words, first = name_key(name), person[1].of in FAMILY_NAME_FIRST
            if words.endswith(f" {key}") or (first and words.startswith(f"{key} ")):
                found.add(person[1].id)
    if len(found) > 1:
        raise Refused(f"several are called {key}")
    only = actor(known, next(iter(found))) if found else None
    return found if only and only[1].actor_kind is ActorKind.PERSON else set()


def _may_be_a_person(said: ActorRegistered) -> bool:
    return said.actor_kind is ActorKind.PERSON or (said.actor_kind is ActorKind.OTHER and said.is_provisional)


FAMILY_NAME_FIRST = ("CHN", "HKG", "HUN", "JPN", "KHM", "KOR", "MAC", "PRK", "SGP", "TWN", "VNM")


def need(known: Knowledge, thing: str, text: str) -> str:
    """The same, where there must be one."""
    found = find(known, thing, text)
    if found is None:
        raise Refused(f"there is no {thing} {text}")
    return found


def area(known: Knowledge, text: str) -> str:
    """The place, state or territory that a name stands for."""
    at = find(known, "place", text)
    lands = {said.id for _, said in all_of(known, ActorRegistered) if said.actor_kind in LANDS}
    named = [ref for what, ref, _, _, name in names(known) if what == "actor" and name_key(name) == name_key(text)]
    found = {known.stands_for(ref) for ref in named if ref in lands} | ({at} if at else set())
    found = found or {known.stands_for(ref) for ref in _translated(known, name_key(text))}
    if len(found) != 1:
        raise Refused(f"{text} is no area")
    return str(found.pop())


LANDS = (ActorKind.STATE, ActorKind.TERRITORY)


def is_there(known: Knowledge, ref: str) -> bool:
    """Whether an actor's registration holds."""
    found = actor(known, ref)
    return bool(found) and not found[0].retracted  # type: ignore[index]


def family(known: Knowledge, ref: str, *, predecessors: bool = False) -> set[str]:
    """The refs that count as a survivor: those that stand for it, and on request those that it carries on."""
    refs = {said.id for r in known.registrations.values() if isinstance(said := r.said, ActorRegistered)}
    members = {other for other in refs if known.stands_for(other) == ref}
    while predecessors:
        before = {s.predecessor for _, s in all_of(known, ActorSucceeded) if s.successor in members}
        more = {other for other in refs if known.stands_for(other) in {known.stands_for(p) for p in before}} - members
        members |= more
        if not more:
            break
    return members


def country(known: Knowledge, ref: str | None) -> str | None:
    """The ref of the state that a place lies in."""
    for _ in range(20):
        found = place(known, ref)
        if found is None:
            return None
        ref = found[1].within
        state = actor(known, ref)
        if ref and (re.fullmatch("[A-Z]{3}", ref) or (state and state[1].actor_kind in LANDS)):
            return known.stands_for(ref) if actor(known, ref) else None
    return None


def within(known: Knowledge, ref: str | None, around: str) -> bool:
    """Whether a place is an area, or lies within it."""
    seen: set[str] = set()
    while ref and ref not in seen:
        if around in (ref, known.stands_for(ref)):
            return True
        seen.add(ref)
        found = place(known, ref)
        ref = found[1].within if found else None
    return False


def by_uuid(known: Knowledge, thing: str, uuid: UUID, *, even_retracted: bool = False) -> str | None:
    """The ref of the thing with a uuid, unless its registration was retracted."""
    found = known.registrations.get((uuid, 1))
    ref = getattr(found.said, "id", None) if found and (even_retracted or not found.retracted) else None
    return ref if ref and IDS[thing][1](ref) == uuid else None


def _by_id(known: Knowledge, thing: str, text: str) -> set[str] | None:
    kind, identify = IDS[thing]
    uuid = read_uuid(text, kind)
    if uuid is None:
        return None
    return {ref for what, ref, sort, _, _ in names(known) if what == thing and sort == "id" and identify(ref) == uuid} or None
