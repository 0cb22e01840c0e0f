"""Which events a filter means, by the oracle."""

from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import Any

from oracle import cast
from oracle.cast import Refused
from oracle.knowledge import Account, Knowledge, Story
from oracle.standings import couples, stands

from domain.events.coded import InteractionCoded
from domain.names import name_key
from domain.values.dates import read_edtf

Filter = Mapping[str, Any]


def meeting(known: Knowledge, filter: Filter | None) -> list[Story]:
    """The events that meet a filter."""
    f: dict[str, Any] = {name: value for name, value in (filter or {}).items() if value is not None}
    shown = [s for s in known.stories.values() if not known.is_merged(s.id) and (f.get("includeRetracted") or not s.retracted)]
    conditions = [condition(known, f[name], f) for name, condition in CONDITIONS.items() if f.get(name)]
    return [story for story in shown if all(condition(story) for condition in conditions)]


def accounts(known: Knowledge, story: Story) -> list[Account]:
    """The reports of an event and of those merged into it, its own first."""
    merged = [s for s in known.stories.values() if known.survivor(s.id) == story.id]
    said = [(s, a) for s in merged for a in s.accounts if a.of_event]
    return [a for s, a in sorted(said, key=lambda sa: (sa[0] is not story, not sa[1].own, sa[1].position, sa[1].number))]


Condition = Callable[[Knowledge, Any, Filter], Callable[[Story], bool]]


def _who(known: Knowledge, names: list[str], f: Filter) -> Callable[[Story], bool]:
    refs = {ref for name in names for ref in cast.family(known, cast.need(known, "actor", name))}
    role = str(f["role"]).lower() if f.get("role") else None
    return lambda story: any(s.ref in refs and role in (None, s.role) for s in stands(story.event))


def _all_of(known: Knowledge, names: list[str], f: Filter) -> Callable[[Story], bool]:
    each = [_who(known, [name], f) for name in names]
    return lambda story: all(one(story) for one in each)


def _between(known: Knowledge, names: list[str], f: Filter) -> Callable[[Story], bool]:
    if len(names) != 2:
        raise Refused("two actors")
    one, other = (cast.family(known, cast.need(known, "actor", name)) for name in names)

    def meets(story: Story) -> bool:
        both = [(a.side, b.side) for a, b in couples(story.event) if a.ref in one and b.ref in other]
        return ("initiator", "target") in both if f.get("directed") else bool(both)

    return meets


def within(days: Filter | None) -> Callable[[Story], bool]:
    """It may have happened within these days."""
    first, last = _bounds(days)
    return lambda s: (s.event.when.latest or date.max) >= first and (s.event.when.earliest or date.min) <= last


def came_out(known: Knowledge, days: Filter) -> Callable[[Account], bool]:
    """A report is dated within these days, or its source was published within them."""
    first, last = _bounds(days)

    def is_within(edtf: str | None) -> bool:
        when = read_edtf(edtf or "")
        return edtf is not None and (when.latest or date.max) >= first and (when.earliest or date.min) <= last

    def comes(account: Account) -> bool:
        if not any(days.values()):
            return True
        source = cast.source(known, account.report.source)
        return is_within(account.report.dated) or (source is not None and is_within(source[1].published))

    return comes


def _reported(known: Knowledge, days: Filter, f: Filter) -> Callable[[Story], bool]:
    comes = came_out(known, days)
    return lambda story: any(comes(account) for account in accounts(known, story))


def _bounds(days: Filter | None) -> tuple[date, date]:
    given = {end: date.fromisoformat(day) for end in ("from", "to") if (day := (days or {}).get(end))}
    first, last = given.get("from", date.min), given.get("to", date.max)
    if first > last:
        raise Refused("the range is reversed")
    return first, last


def _place(known: Knowledge, name: str, f: Filter) -> Callable[[Story], bool]:
    around = cast.area(known, name)
    return lambda story: cast.within(known, story.event.place, around)


def _source(known: Knowledge, name: str, f: Filter) -> Callable[[Story], bool]:
    ref = cast.need(known, "source", name)
    return lambda story: any(a.report.source == ref for a in accounts(known, story))


def _goldstein(known: Knowledge, range: Filter, f: Filter) -> Callable[[Story], bool]:
    least, most = (range.get("min"), range.get("max"))
    if least is not None and most is not None and least > most:
        raise Refused("the range is reversed")
    limited = least is not None or most is not None

    def meets(story: Story) -> bool:
        if story.event.goldstein is None:
            return not limited
        score = story.event.goldstein / 100
        return (least is None or score >= least) and (most is None or score <= most)

    return meets


def _text(known: Knowledge, text: str, f: Filter) -> Callable[[Story], bool]:
    terms = name_key(text).split()
    if not terms:
        raise Refused("nothing to search for")
    return lambda story: all(any(term in said for said in _said(known, story)) for term in terms)


def _overdue(known: Knowledge, wanted: bool, f: Filter) -> Callable[[Story], bool]:
    today = known.entries[-1].recorded_at.astimezone(UTC).date()
    return lambda s: s.event.standing in ("planned", "announced") and (s.event.when.latest or date.max) < today


def _coded(known: Knowledge, codes: list[str], f: Filter) -> Callable[[Story], bool]:
    wanted = {code.strip().casefold() for code in codes}

    def meets(story: Story) -> bool:
        own = {story.event.code.casefold()} if isinstance(story.event, InteractionCoded) else set()
        pairs = [pair for account in accounts(known, story) for pair in account.report.coded.items()]
        return bool(wanted & (own | {key.casefold() for name, values in pairs for v in values for key in (v, f"{name}={v}")}))

    return meets


def _said(known: Knowledge, story: Story) -> list[str]:
    event = story.event
    own = [getattr(event, name) for name in event.own_fields() if name not in event.party_fields()]
    words = [event.title or event.label(), *(value for value in own if type(value) is str)]
    quotes = [a.report.quote or "" for a in accounts(known, story)]
    actors = {ref for s in stands(event) for ref in cast.family(known, known.stands_for(s.ref))}
    things = {("place", event.place)} | {("actor", ref) for ref in actors}
    names = [name for what, ref, _, _, name in cast.names(known) if (what, ref) in things]
    return [name_key(" ".join(words)), *map(name_key, quotes), *map(name_key, names)]


def _is(get: Callable[[Story], Any]) -> Condition:
    return lambda known, values, f: lambda story: get(story) in [value.lower() for value in values]


CONDITIONS: Mapping[str, Condition] = {
    "kinds": _is(lambda s: s.event.TOPIC),
    "quad": _is(lambda s: s.event.quad),
    "status": _is(lambda s: s.event.standing),
    "plover": _is(lambda s: (s.event.coding.plover or "").lower()),
    "actors": _all_of,
    "anyActor": _who,
    "role": lambda known, role, f: (
        lambda s: bool(f.get("actors") or f.get("anyActor")) or any(x.role == role.lower() for x in stands(s.event))
    ),
    "between": _between,
    "occurred": lambda known, days, f: within(days),
    "reported": _reported,
    "place": _place,
    "source": _source,
    "goldstein": _goldstein,
    "hedge": lambda known, hedges, f: lambda s: any(a.report.hedge.value.upper() in hedges for a in accounts(known, s)),
    "text": _text,
    "overdue": _overdue,
    "coded": _coded,
}
