"""Actors, places and sources as plain dicts, by the oracle."""

from datetime import date
from functools import partial
from typing import Any

from oracle import cast, events, relationships, shown
from oracle.knowledge import Knowledge
from oracle.pages import page
from oracle.standings import listed, stands

from domain.cast import languages
from domain.names import name_key
from domain.registrations.actors import ActorRegistered, ActorSucceeded, MembershipHeld, OfficeHeld
from domain.values.dates import read_edtf

Dict = dict[str, Any]


def own_name(known: Knowledge, ref: str) -> str:
    """The usual name of an actor itself, even where it was merged into another."""
    found = cast.actor(known, ref)
    return found[1].name if found else ""


def said_name(known: Knowledge, name: str) -> str:
    """The usual name of the one actor that a name stands for; else the name as it was said."""
    named = {ref for what, ref, _, _, n in cast.names(known) if what == "actor" and name_key(n) == name_key(name)}
    one = len({known.stands_for(ref) for ref in named}) == 1
    return min(own_name(known, ref) for ref in named) if one else name


def actor(known: Knowledge, ref: str | None) -> Dict | None:
    """The actor with a ref, or the one that it was merged into."""
    found = cast.actor(known, known.stands_for(ref)) if ref else None
    if found is None:
        return None
    said = found[1]
    family = cast.family(known, said.id)
    return {
        "id": shown.relay(known, "Actor", found[0].stream),
        "ref": said.id,
        "kind": said.actor_kind.upper(),
        "name": partial(_name, known, said, family),
        "names": [{"name": name, "language": language} for language, name in _names(known, said, family)],
        "aliases": _aliases(known, family, said.name),
        "codes": [{"scheme": c.scheme, "code": c.code} for c in cast.codes(known, found[0], said)],
        "offices": partial(_offices, known, family),
        "memberships": partial(_memberships, known, family, "actor"),
        "members": partial(_memberships, known, family, "of"),
        "predecessors": lambda _: _carried(known, {s.predecessor for s in _successions(known) if s.successor in family}),
        "successors": lambda _: _carried(known, {s.successor for s in _successions(known) if s.predecessor in family}),
        "eventCount": sum(any(s.ref in family for s in stands(story.event)) for story in listed(known)),
        "events": events.pages(known, lambda story: any(s.ref in family for s in stands(story.event))),
        "relationships": partial(relationships.pages, known, said.id),
    }


def place(known: Knowledge, ref: str | None) -> Dict | None:
    """The place with a ref."""
    found = cast.place(known, ref)
    if found is None:
        return None
    said = found[1]
    return {
        "id": shown.relay(known, "Place", found[0].stream),
        "ref": said.id,
        "name": said.name,
        "kind": said.place_kind.upper(),
        "country": lambda _: actor(known, cast.country(known, said.id)),
        "within": lambda _: place(known, said.within),
        "latitude": said.latitude,
        "longitude": said.longitude,
    }


def source(known: Knowledge, ref: str | None) -> Dict | None:
    """The source with a ref."""
    found = cast.source(known, ref)
    if found is None:
        return None
    said = found[1]
    own = {"ref": said.id, "publisher": said.publisher, "title": said.title, "language": said.language, "url": said.url}
    published = shown.occurred(said.published) if said.published else None
    return own | {"id": shown.relay(known, "Source", found[0].stream), "published": published}


def named(known: Knowledge, thing: str, rows: list[tuple[str, str]], show: Any, search: str | None, **window: Any) -> Any:
    """A page of things, refs with names, by name; those only that have a name with a text in it."""
    if search:
        if not (key := name_key(search)):
            raise cast.Refused("nothing to search for")
        fitting = {ref for what, ref, _, _, name in cast.names(known) if what == thing and key in name_key(name)}
        fitting |= _begin_elsewhere(known, key) if thing == "actor" else set()
        fitting |= {known.stands_for(ref) for ref in fitting} if thing == "actor" else set()
        rows = [row for row in rows if row[0] in fitting]
    return page(sorted(rows, key=lambda row: (row[1].lower(), row[0])), lambda row: show(known, row[0]), **window)


def _names(known: Knowledge, said: ActorRegistered, family: set[str]) -> list[tuple[str | None, str]]:
    """The names of an actor with their languages: the usual one, others in the order in which they were said, then translations."""
    others = sorted(
        (line, language or "", name)
        for what, ref, sort, line, name, language in cast.told_names(known)
        if what == "actor" and ref in family and sort in ("name", "alias") and name != said.name
    )
    told = sorted((language, names[0]) for ref in family for language, names in _translations(known, ref).items())
    return [(None, said.name), *((language or None, name) for _, language, name in others), *told]


def _name(known: Knowledge, said: ActorRegistered, family: set[str], _: Any, language: str | None = None) -> str:
    """What an actor is called in a language; what it is usually called, where that is English or nothing is known of it."""
    tags = languages.tags(language) if language else ["en"]
    translated = _translations(known, said.id)
    own = [
        (tag, line, name)
        for tag in tags
        for what, ref, sort, line, name, of in cast.told_names(known)
        if what == "actor" and ref in family and sort == "alias" and (of or "").lower() == tag.lower()
    ]
    if tags[-1] == "en":
        return said.name
    by_tag = [translated[tag][0] for tag in tags if tag in translated]
    by_alias = [name for _, _, name in sorted(own, key=lambda one: (tags.index(one[0]), *one[1:]))]
    return [*by_tag, *by_alias, said.name][0]


def _translations(known: Knowledge, ref: str) -> languages.Names:
    found = cast.actor(known, ref)
    is_country = found and not found[0].retracted and found[1].actor_kind in cast.LANDS
    return languages.names_of(ref) if is_country else {}


def _begin_elsewhere(known: Knowledge, key: str) -> set[str]:
    """The states with a name in some language that begins like that."""
    lands = [said.id for _, said in cast.all_of(known, ActorRegistered)]
    told = {ref: {name_key(name) for names in _translations(known, ref).values() for name in names} for ref in lands}
    return {ref for ref, keys in told.items() if any(k.startswith(key) for k in keys)}


def _aliases(known: Knowledge, family: set[str], usual: str) -> list[str]:
    found = [
        (line, name)
        for what, ref, sort, line, name in cast.names(known)
        if what == "actor" and ref in family and sort in ("alias", "name") and name != usual
    ]
    return [name for _, name in sorted(found)]


def _offices(known: Knowledge, family: set[str], _: Any, on: str | None = None) -> list[Dict]:
    day = date.fromisoformat(on) if on else None
    found = []
    for registered, said in cast.all_of(known, OfficeHeld):
        held = read_edtf(said.held or "")
        may = not day or (held.earliest or date.min) <= day <= (held.latest or date.max)
        if said.actor in family and may:
            found.append((held.earliest or date.max, registered.version, said.actor, said))
    return [_office(known, said) for *_, said in sorted(found, key=lambda row: row[:3])]


def _memberships(known: Knowledge, family: set[str], own: str, _: Any, on: str | None = None) -> list[Dict]:
    day, other = date.fromisoformat(on) if on else None, "of" if own == "actor" else "actor"
    found = []
    for registered, said in cast.all_of(known, MembershipHeld):
        held = read_edtf(said.held or "")
        may = not day or (held.earliest or date.min) <= day <= (held.latest or date.max)
        if getattr(said, own) in family and may:
            order = held.earliest or date.max, getattr(said, other), registered.version, getattr(said, own)
            found.append((order, said))
    return [_membership(known, said) for _, said in sorted(found, key=lambda row: row[0])]


def _membership(known: Knowledge, said: MembershipHeld) -> Dict:
    return {
        "member": lambda _: actor(known, said.actor),
        "of": lambda _: actor(known, said.of),
        "standing": said.standing,
        "held": shown.occurred(said.held) if said.held else None,
    }


def _office(known: Knowledge, said: OfficeHeld) -> Dict:
    held = shown.occurred(said.held) if said.held else None
    return {"office": said.office, "of": lambda _: actor(known, said.of), "held": held}


def _successions(known: Knowledge) -> list[ActorSucceeded]:
    return [said for _, said in cast.all_of(known, ActorSucceeded)]


def _carried(known: Knowledge, refs: set[str]) -> list[Dict | None]:
    return [actor(known, ref) for ref in sorted({known.stands_for(ref) for ref in refs})]
