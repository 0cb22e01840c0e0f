"""Actors, places and sources as plain dicts, by the oracle."""

from datetime import date
from functools import partial
from typing import Any

from oracle import cast, events, relationships, shown
from oracle.knowledge import Knowledge
from oracle.pages import page
from oracle.standings import listed, stands

from domain.names import name_key
from domain.registrations.actors import ActorSucceeded, OfficeHeld
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
        "name": said.name,
        "aliases": _aliases(known, family, said.name),
        "codes": [{"scheme": c.scheme, "code": c.code} for c in cast.codes(found[0], said)],
        "offices": partial(_offices, known, family),
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
        fitting |= {known.stands_for(ref) for ref in fitting} if thing == "actor" else set()
        rows = [row for row in rows if row[0] in fitting]
    return page(sorted(rows, key=lambda row: (row[1].lower(), row[0])), lambda row: show(known, row[0]), **window)


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


def _office(known: Knowledge, said: OfficeHeld) -> Dict:
    held = shown.occurred(said.held) if said.held else None
    return {"office": said.office, "of": lambda _: actor(known, said.of), "held": held}


def _successions(known: Knowledge) -> list[ActorSucceeded]:
    return [said for _, said in cast.all_of(known, ActorSucceeded)]


def _carried(known: Knowledge, refs: set[str]) -> list[Dict | None]:
    return [actor(known, ref) for ref in sorted({known.stands_for(ref) for ref in refs})]
