"""What the servers are asked: the same four questions to each, in its own words, about something else each time."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scripts.benchmarks.data import Data

ASKED = 1000
"""How many sets of variables there are for each question."""
SPAN = timedelta(days=30)

Variables = dict[str, Any]
Draw = Callable[[Data, random.Random], list[Variables]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question as annals is asked it, and as PostGraphile is."""

    name: str
    ours: str
    theirs: str
    draw: Draw
    """The variables of as many requests."""
    target: float
    """How many times as many requests a second annals should answer."""
    known_target: float
    """The same where the query is known and sent by its hash."""

    def variables(self, data: Data) -> list[Variables]:
        """The same for the same data."""
        return self.draw(data, random.Random(self.name))


def _actors(data: Data, chance: random.Random) -> list[Variables]:
    """Actors, the busier the more often."""
    events = Counter(ref for row in data.rows for ref in (row.source, row.target))
    return [{"actor": ref} for ref in chance.choices(list(events), list(events.values()), k=ASKED)]


def _pairs(data: Data, chance: random.Random) -> list[Variables]:
    """Pairs, the busier the more often."""
    pairs = [(row.source, row.target) for row in data.rows if row.source != row.target]
    return [{"one": one, "other": other} for one, other in chance.choices(pairs, k=ASKED)]


def _months(data: Data, chance: random.Random) -> list[Variables]:
    """Thirty days that end on the day of an event."""
    days = [date.fromisoformat(row.day) for row in chance.choices(data.rows, k=ASKED)]
    return [{"from": str(day - SPAN), "to": str(day)} for day in days]


ACTOR = Question(
    "actor",
    """query ($actor: String!) {
        actor(ref: $actor) { ref name kind events(first: 20) { totalCount nodes {
            key kind status plover goldstein occurred { edtf }
            parties { role side actor { ref name } } reports { hedge source { ref publisher } } } } } }""",
    """query ($actor: String!) {
        actor: actorByRef(ref: $actor) { ref name kind
            events: standingsByActor(first: 20, orderBy: [SORT_DATE_DESC, POSITION_DESC]) {
                totalCount nodes { event: eventByEventId {
                key kind status plover goldstein occurred
                parties: partiesByEventId { nodes { role side actor: who { ref name } } }
                reports: reportsByEventId { nodes { hedge source: saidBy { ref publisher } } } } } } } }""",
    _actors,
    1.5,
    2.5,
)

EVENTS = Question(
    "events",
    """query ($from: Date!, $to: Date!) {
        events(first: 100, filter: {kinds: [INTERACTION_CODED], occurred: {from: $from, to: $to}}) { nodes {
            key kind plover goldstein occurred { edtf } parties { role actor { ref name } } } } }""",
    """query ($from: Date!, $to: Date!) {
        events: eventsOfKind(kind: "interaction_coded", from: $from, to: $to, first: 100) { nodes {
            key kind plover goldstein occurred parties: partiesByEventId { nodes { role actor: who { ref name } } } } } }""",
    _months,
    1.5,
    2.5,
)

RELATIONSHIP = Question(
    "relationship",
    """query ($one: String!, $other: String!) {
        relationship(between: [$one, $other]) { eventCount cooperation conflict goldsteinMean
            timeline(by: YEAR) { start eventCount cooperation conflict goldsteinMean } } }""",
    """query ($one: String!, $other: String!) {
        relationship: relationshipBetween(one: $one, other: $other) { eventCount cooperation conflict goldsteinMean
            timeline: timelineList { start eventCount cooperation conflict goldsteinMean } } }""",
    _pairs,
    1.15,
    2.0,
)

FLAT = Question(
    "flat",
    """query ($from: Date!, $to: Date!) {
        events(first: 1000, filter: {kinds: [INTERACTION_CODED], occurred: {from: $from, to: $to}}) { nodes {
            key kind status plover quad goldstein } } }""",
    """query ($from: Date!, $to: Date!) {
        events: eventsOfKind(kind: "interaction_coded", from: $from, to: $to, first: 1000) { nodes {
            key kind status plover quad goldstein } } }""",
    _months,
    1.5,
    2.5,
)

QUESTIONS = (ACTOR, EVENTS, RELATIONSHIP, FLAT)


def normalised(answer: Any) -> Any:
    """An answer as both servers have it: an object of one member stands for that member, and case says nothing."""
    if isinstance(answer, Mapping):
        parts = {name: normalised(part) for name, part in answer.items()}
        return next(iter(parts.values())) if len(parts) == 1 else parts
    if isinstance(answer, list):
        return [normalised(part) for part in answer]
    return answer.lower() if isinstance(answer, str) else answer
