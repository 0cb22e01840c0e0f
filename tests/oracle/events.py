"""Events as plain dicts, by the oracle."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from functools import partial
from typing import Any
from uuid import UUID

from oracle import people, shown
from oracle.filters import accounts, came_out, meeting
from oracle.knowledge import Account, Knowledge, Step, Story
from oracle.pages import limit, page

from domain.events.base import Event, TakingPart
from domain.values.estimate import Estimate, span
from domain.values.model import Value

Dict = dict[str, Any]
LEADING = ("sender", "recipient", "supplier", "donor", "speaker", "visitor")
PLACES = ("origin", "destination")


def by_id(known: Knowledge, id: UUID | str | None) -> Dict | None:
    """The event with an id, or the one that it was merged into."""
    story = known.stories.get(known.survivor(UUID(str(id)))) if id else None
    return show(known, story) if story else None


def show(known: Knowledge, story: Story) -> Dict:
    """An event with all that it has."""
    e = story.event
    links = {"partOf": e.part_of, "follows": e.follows, "precedes": e.precedes, "responseTo": e.response_to}
    links["claimedFirstSince"] = e.claimed_first_since
    common = {
        "__typename": e.kind(),
        "id": shown.relay(known, "Event", story.id),
        "key": e.key,
        "kind": e.TOPIC.upper(),
        "title": e.title or _title(known, story),
        "occurred": shown.occurred(e.occurred),
        "place": lambda _: people.place(known, e.place),
        "status": e.standing.upper(),
        "parties": lambda _, first=None: [_party(known, taking) for taking in e.taking_part[: limit(first, 1000)]],
        "reports": partial(_reports, known, story),
        "reportCount": len(accounts(known, story)),
        "plover": e.coding.plover,
        "ploverMode": e.coding.mode,
        "cameo": e.coding.cameo,
        "quad": e.quad and e.quad.upper(),
        "goldstein": None if e.goldstein is None else e.goldstein / 100,
        "claimedOrdinal": e.claimed_ordinal,
        "retracted": story.retracted,
        "history": lambda _, first=None: [_step(known, step) for step in story.history[: limit(first, 1000)]],
        "recordedAt": shown.moment(story.recorded_at),
        "position": story.position,
    }
    return common | {name: _link(known, id) for name, id in links.items()} | _own(known, story)


def pages(known: Knowledge, among: Callable[[Story], bool]) -> Callable[..., Any]:
    """The events of something, filtered, in an order, by the page."""

    def resolve(_: Any, filter: Any = None, orderBy: str = "OCCURRED_DESC", **window: Any) -> Any:
        stories = [story for story in meeting(known, filter) if among(story)]
        return page(in_order(stories, orderBy), partial(show, known), **window)

    return resolve


def in_order(stories: Sequence[Story], order: str = "OCCURRED_ASC") -> list[Story]:
    """Events in an order; the undated last in both directions."""
    descending = order.endswith("DESC")
    if order.startswith("POSITION"):
        return sorted(stories, key=lambda s: s.position, reverse=descending)
    last = date.min if descending else date.max
    return sorted(stories, key=lambda s: (s.day or last, s.position), reverse=descending)


def _link(known: Knowledge, id: str | None) -> Callable[[Any], Any]:
    return lambda _: by_id(known, id)


def _title(known: Knowledge, story: Story) -> str:
    named = [t.party.actor for t in story.event.taking_part if t.how.role.value != "mentioned"]
    names = ", ".join(dict.fromkeys(people.own_name(known, ref) for ref in named))
    return story.event.label() + (f": {names}" if names else "")


def _party(known: Knowledge, taking: TakingPart) -> Dict:
    party = taking.party
    return {
        "actor": lambda _: people.actor(known, party.actor),
        "role": taking.how.role.upper(),
        "side": taking.how.side.upper(),
        "representing": lambda _: people.actor(known, party.representing),
        "asSaid": party.as_said,
        "position": getattr(party, "position", None),
        "stand": getattr(party, "stand", None),
    }


def _reports(known: Knowledge, story: Story, _: Any, published: Any = None, first: int | None = None) -> list[Dict]:
    comes = came_out(known, published) if published is not None else lambda account: True
    found = [account for account in accounts(known, story) if comes(account)]
    return [_report(known, account) for account in found[: limit(first, 1000)]]


def _report(known: Knowledge, account: Account) -> Dict:
    report = account.report
    return {
        "source": lambda _: people.source(known, report.source),
        "quote": report.quote,
        "confidence": report.confidence,
        "attributedTo": [people.said_name(known, name) for name in report.attributed_to],
        "via": report.via,
        "dated": shown.occurred(report.dated) if report.dated else None,
        "statedIn": lambda _: by_id(known, report.stated_in),
        "hedge": report.hedge.upper(),
        "says": [{"field": name, "estimate": shown.estimate(says)} for name, says in sorted(account.says.items())],
        "coded": [{"column": name, "values": list(values)} for name, values in sorted(report.coded.items())],
    }


def _step(known: Knowledge, step: Step) -> Dict:
    recorded = step.recorded
    return {
        "position": recorded.position,
        "recordedAt": shown.moment(recorded.recorded_at),
        "entryKind": recorded.entry.kind(),
        "reason": None if isinstance(recorded.entry, Event) else getattr(recorded.entry, "reason", None),
        "reports": lambda _: [_report(known, account) for account in step.accounts],
        "changes": [{"field": name} for name in step.changed],
        "appendedBy": recorded.stored.appended_by,
        "program": recorded.stored.program,
    }


def _own(known: Knowledge, story: Story) -> Dict:
    """What the event's kind has besides: each field by what it holds."""
    event, fields = story.event, {}
    for name in (n for n in event.own_fields() if n != "parties"):
        taking = [t for t in event.taking_part if t.field == name]
        value = getattr(event, name)
        if (how := event.party_fields().get(name)) is None:
            own = _place(known, value) if name in PLACES else _value(value, name in event.date_fields())
            fields[_name(event.kind(), name)] = own
        elif isinstance(value, tuple):
            fields[_camel(name)] = _several(known, taking, plain=how.plain)
        else:
            fields[_camel(name)] = _single(known, value and value.actor)
    for name in event.figures():
        fields[_camel(name) + "Range"] = shown.estimate(span(_said(known, story, name)))
    leading = next((n for n in event.party_fields() if n in LEADING), None)
    if leading:
        fields["representing"] = _single(known, getattr(event, leading).representing)
    return fields


def _said(known: Knowledge, story: Story, name: str) -> list[Estimate]:
    """The figures for a field: of the reports and of what came with none; the events' own where those are silent."""
    members = [s for s in known.stories.values() if known.survivor(s.id) == story.id]
    own = [(s, figure) for s in members if (figure := getattr(s.event, name, None))]
    said = [a.says[name] for a in accounts(known, story) if name in a.says]
    said += [figure for s, figure in own if s.unreported]
    return said or [figure for _, figure in own]


def _single(known: Knowledge, ref: str | None) -> Callable[[Any], Any]:
    return lambda _: people.actor(known, ref)


def _several(known: Knowledge, taking: list[TakingPart], *, plain: bool) -> Callable[[Any], Any]:
    return lambda _: [people.actor(known, t.party.actor) if plain else _party(known, t) for t in taking]


def _place(known: Knowledge, ref: str | None) -> Callable[[Any], Any]:
    return lambda _: people.place(known, ref)


def _value(value: Any, is_date: bool) -> Any:
    if is_date:
        return shown.occurred(value) if value else None
    if isinstance(value, Estimate):
        return shown.estimate(value)
    if isinstance(value, Enum):
        return value.value.upper()
    if isinstance(value, tuple):
        return [_part(item) if isinstance(item, Value) else item for item in value]
    return value


def _part(item: Value) -> Dict:
    values = {_camel(name): getattr(item, name) for name in type(item).model_fields}
    return {name: shown.estimate(value) if isinstance(value, Estimate) else value for name, value in values.items()}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _name(kind: str, name: str) -> str:
    return "weaponClass" if (kind, name) == ("ForceUsed", "weapon") else _camel(name)
