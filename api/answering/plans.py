"""Plans of the queries that were sent last: sent again, a query is not compiled again but only put to the database."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cachetools import LRUCache
from graphql import GraphQLError, GraphQLObjectType
from graphql.language import OperationType

from api.compiler.plan import Plan, RootField
from api.compiler.selections import Selected, Selections
from api.compiler.statement import Names
from api.documents.operation import AdmittedOperation, Operation
from domain.errors import BadInput

MAX_SIZE = 50_000_000
"""How many characters the SQL of all cached plans has."""
PARSED = 100
"""For how many of those a character of a query counts: it takes a hundred bytes or more once parsed."""
MAX_TEXT = 20_000
"""Queries of more characters are not cached, nor are plans whose SQL has ten times as many."""
MAX_PLANS = 8
"""How many plans are cached of one query: which variables are given, how long the pages are, and the like."""


class BoundPlan(NamedTuple):
    """A plan with the value in each of its slots."""

    plan: Plan
    values: Sequence[Any]
    resolved: Mapping[str, str]
    """Which actors the surnames in the query were taken for."""


class Query:
    """An operation with one setting of its @skip and @include: its root fields, and the plans that have answered it."""

    def __init__(self, selections: Selections) -> None:
        operation = selections.operation
        self.selections, self.type = selections, _root_type(operation)
        fields = selections.root_fields(self.type)
        self.names = tuple(fields)
        """The names of the root fields in the answer, in order."""
        self.fields: Mapping[str, Selected] = {name: found for name, found in fields.items() if not _is_about_schema(found)}
        """The root fields that the database answers."""
        self.introspection: Mapping[str, Selected] = {name: found for name, found in fields.items() if _is_about_schema(found)}
        """The root fields about the schema itself."""
        self.plans: list[Plan] = []

    @property
    def size(self) -> int:
        """For how much it counts in the cache."""
        return PARSED * len(self.selections.operation.text) + sum(len(plan.emitted.sql) for plan in self.plans)

    def bind(self, selections: Selections, fields: Sequence[RootField], names: Names) -> BoundPlan | None:
        """A plan that answers the query with these variables, and its values; None where a new one is needed."""
        if any(field.refusal for field in fields):
            return None
        for plan in self.plans:
            try:
                if (values := plan.bind(selections, fields, names)) is not None:
                    return BoundPlan(plan, values, plan.statement.resolved)
            except (BadInput, GraphQLError):
                # Compiling the query tells which field is wrong.
                return None
        return None


class PlanCache:
    """The queries of one server process with their plans; evicts the least recently used."""

    def __init__(self) -> None:
        self._queries: LRUCache[Any, Query] = LRUCache(MAX_SIZE, getsizeof=lambda query: query.size)

    @property
    def size(self) -> int:
        """How large all that is cached is, in characters."""
        return int(self._queries.currsize)

    def query(self, admitted: AdmittedOperation, max_page: int) -> Query:
        """The query that an operation stands for."""
        return self._queries.get(_key(admitted)) or Query(Selections(admitted.operation, admitted.variables, max_page))

    def add(self, admitted: AdmittedOperation, query: Query, plan: Plan) -> None:
        """Caches a plan that has answered a query."""
        if plan in query.plans or len(admitted.operation.text) > MAX_TEXT or len(plan.emitted.sql) > 10 * MAX_TEXT:
            return
        query.plans = [plan, *query.plans[: MAX_PLANS - 1]]
        self._queries[_key(admitted)] = query


def _key(admitted: AdmittedOperation) -> Any:
    """What tells queries apart that have plans of their own: the operation, and all that @skip and @include may depend on."""
    switches = (pair for pair in admitted.variables.coerced.items() if pair[1] is None or isinstance(pair[1], bool))
    return admitted.operation, frozenset(switches)


def _root_type(operation: Operation) -> GraphQLObjectType:
    subscribed = operation.type is OperationType.SUBSCRIPTION
    type = operation.schema.subscription_type if subscribed else operation.schema.query_type
    assert type
    return type


def _is_about_schema(selected: Selected) -> bool:
    return selected[0].node.name.value.startswith("__")
