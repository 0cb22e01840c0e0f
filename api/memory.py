"""The queries that were answered last: asked again, they are neither parsed nor checked nor compiled, only put to the database."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLObjectType
from psycopg import AsyncConnection

from api.compiler.plan import Plan
from api.compiler.selections import Selected, Selections
from api.kept import Kept
from api.naming import Naming, meant, naming
from api.question import Found, Meaning, look_up, moment_of, position, run
from domain.errors import BadInput

TEXTS = 500
"""How many queries are remembered."""
LONGEST = 20_000
"""Queries of more characters are not remembered, nor are those whose SQL has ten times as many."""
PLANS = 8
"""How many plans are remembered of one query: which variables are given, how long the pages are, and the like."""
NAMES = 20_000
"""How many names are remembered with what they stood for."""
TRIES = 3


def key_of(text: str | None, operation: str | None, variables: Mapping[str, Any] | None) -> Hashable:
    """What tells queries apart that are planned each by itself: the text, and all that @skip and @include may depend on."""
    if text is None or len(text) > LONGEST:
        return None
    return text, operation, tuple((name, value) for name, value in (variables or {}).items() if isinstance(value, bool))


@dataclass(slots=True)
class Known:
    """A query that has been answered."""

    selections: Selections
    type: GraphQLObjectType
    fields: Mapping[str, Selected]
    plans: list[Plan] = field(default_factory=list)

    def keep(self, plan: Plan) -> None:
        """Remembers another plan."""
        if len(plan.sql) <= 10 * LONGEST:
            self.plans = [plan, *self.plans[: PLANS - 1]]


class Memory:
    """What one server process remembers."""

    def __init__(self) -> None:
        self._known: Kept[Hashable, Known] = Kept(TEXTS)
        self._meanings: Kept[tuple[Naming, int | None], Meaning] = Kept(NAMES)

    def keep(self, key: Hashable, query: Known, plan: Plan, meanings: Sequence[Meaning]) -> None:
        """Remembers that a query has been answered by a plan, and what the names in it stood for."""
        known = self._known.get(key) or query
        self._keep_meanings(naming(query.selections.texts()), plan.moments(), meanings)
        known.keep(plan)
        self._known.put(key, known)

    def find(self, key: Hashable) -> Known | None:
        """The query that is so called."""
        return self._known.get(key)

    async def ask(self, conn: AsyncConnection[Any], known: Known, selections: Selections, least: int) -> Found | None:
        """What a known query finds with other variables; None where it must be looked at anew, or the views are not that far."""
        moments = [await moment_of(conn, selections, known.type, field) for field in known.fields.values()]
        names = naming(selections.texts())
        for _ in range(TRIES):
            # What the names stood for when they were last asked about. The statement tells what they stand for.
            presumed = [await self._meaning(conn, names, moment) for moment in moments]
            bound = _bind(known, selections, moments, names, presumed)
            found = bound and await run(conn, *bound, again=True)
            if not found or found.position < max(least, *(moment or 0 for moment in moments)):
                return None
            if found.meanings == presumed:
                return found
            self._keep_meanings(names, moments, found.meanings)
        return None

    def _keep_meanings(self, names: Naming, moments: Sequence[int | None], meanings: Sequence[Meaning]) -> None:
        for moment, meaning in zip(moments, meanings, strict=True):
            self._meanings.put((names, moment), meaning)

    async def _meaning(self, conn: AsyncConnection[Any], names: Naming, moment: int | None) -> Meaning:
        if not names.keys:
            return None
        if (known := self._meanings.get((names, moment))) is None:
            known = await look_up(conn, names, await position(conn) if moment is None else moment)
            self._meanings.put((names, moment), known)
        return known


def _bind(
    known: Known, selections: Selections, moments: list[int | None], names: Naming, meanings: list[Meaning]
) -> tuple[Plan, list[Any]] | None:
    matches = [meant(meaning) for meaning in meanings]
    for plan in known.plans:
        try:
            params = plan.bind(selections, moments, names, matches)
        except BadInput:
            return None
        if params is not None:
            return plan, params
    return None
