"""The queries that were answered last: asked again, they are neither parsed nor checked nor compiled, only put to the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import GraphQLObjectType

from api.compiler.moments import Moments, all_asked_about
from api.compiler.plan import Plan
from api.compiler.selections import Selected, Selections
from api.connection import ReadingConnection
from api.kept import Kept
from api.naming import Sense, Senses, agree, look_up, naming, renewed
from api.question import Found, moments_of, run
from projections.directory import Matches

QUERIES = 50_000_000
"""How many characters the SQL of the queries has in all that are remembered."""
READ = 100
"""For how many of those a character of a query counts: it takes a hundred bytes or more as read."""
LONGEST = 20_000
"""Queries of more characters are not remembered, nor are those whose SQL has ten times as many."""
PLANS = 8
"""How many plans are remembered of one query: which variables are given, how long the pages are, and the like."""
NAMES = 5_000_000
"""How many characters the names have in all that are remembered with what they stood for."""
SENSE = 500
"""For how many characters each of those counts besides: there is one for every position that is asked about, names or none."""
TRIES = 3


class Key(NamedTuple):
    """What tells queries apart that are planned each by itself: the text, and all that @skip and @include may depend on."""

    text: str
    operation: str | None
    switches: frozenset[tuple[str, bool | None]]


def key_of(text: str, operation: str | None, variables: Mapping[str, Any] | None) -> Key | None:
    """What a query is remembered by; None where it is not to be."""
    if len(text) > LONGEST:
        return None
    given = (variables or {}).items()
    # An explicit null is no value left out: only for the latter does a variable's default hold.
    return Key(text, operation, frozenset((name, value) for name, value in given if value is None or isinstance(value, bool)))


@dataclass(slots=True)
class Known:
    """A query that has been answered."""

    selections: Selections
    type: GraphQLObjectType
    fields: Mapping[str, Selected]
    plans: list[Plan] = field(default_factory=list)

    def keep(self, plan: Plan) -> None:
        """Remembers another plan."""
        if len(plan.emitted.sql) <= 10 * LONGEST:
            self.plans = [plan, *self.plans[: PLANS - 1]]


class Memory:
    """What one server process remembers."""

    def __init__(self) -> None:
        self._known: Kept[Key, Known] = Kept(QUERIES)
        self._senses: Kept[tuple[frozenset[str], int | None], Sense] = Kept(NAMES)

    def keep(self, key: Key, query: Known, plan: Plan, senses: Senses) -> None:
        """Remembers that a query has been answered by a plan, and what the names in it stood for."""
        known = self._known.get(key) or query
        self._keep_senses(query.selections.texts(), senses)
        known.keep(plan)
        self._known.put(key, known, READ * len(key.text) + sum(len(plan.emitted.sql) for plan in known.plans))

    def find(self, key: Key) -> Known | None:
        """The query that is so called."""
        return self._known.get(key)

    async def ask(self, conn: ReadingConnection, known: Known, selections: Selections, least: int) -> Found | None:
        """What a known query finds with other variables; None where it must be looked at anew, or the views are not that far.

        Raises BadInput, GraphQLError."""
        moments = [await moments_of(conn, selections, known.type, field) for field in known.fields.values()]
        positions = {position for own in moments for position in all_asked_about(own)}
        least = max([least, *(position for own in moments for position in own.values())])
        texts = selections.texts()
        for _ in range(TRIES):
            # What the names stood for when they were last looked up. The statement tells whether any have changed since.
            presumed = {at: await self._sense(conn, texts, at) for at in positions}
            bound = _bind(known, selections, moments, {at: sense.matches for at, sense in presumed.items()})
            found = bound and await run(conn, *bound)
            if not found or found.position < least:
                return None
            if all(sense.is_good(found.names) for sense in presumed.values()):
                return found
            senses = await renewed(conn, naming(texts), presumed, found.names)
            self._keep_senses(texts, senses)
            if agree(presumed, senses, found.names):
                return found
        return None

    def sense(self, texts: frozenset[str], at: int | None) -> Sense | None:
        """What these texts stood for when they were last looked up for a position; without one, for now."""
        return self._senses.get((texts, at))

    async def _sense(self, conn: ReadingConnection, texts: frozenset[str], at: int | None) -> Sense:
        if (sense := self.sense(texts, at)) is None:
            sense = await look_up(conn, naming(texts), at)
            self._keep_senses(texts, {at: sense})
        return sense

    def _keep_senses(self, texts: frozenset[str], senses: Senses) -> None:
        for at, sense in senses.items():
            self._senses.put((texts, at), sense, SENSE + sum(map(len, texts)) + len(sense.told))


def _bind(
    known: Known, selections: Selections, moments: list[Moments], names: Mapping[int | None, Matches]
) -> tuple[Plan, list[Any]] | None:
    for plan in known.plans:
        params = plan.bind(selections, moments, names)
        if params is not None:
            return plan, params
    return None
