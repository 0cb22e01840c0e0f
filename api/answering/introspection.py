"""Introspection: answered by graphql-core in a thread of its own, so that it holds up nobody else, and cached."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import orjson
from cachetools import LRUCache
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    execute_sync,
)
from graphql.pyutils import Undefined

from api.answering.plans import Query
from api.documents.operation import AdmittedOperation

CACHED = 10_000_000
"""How many bytes the cached answers have in all; the usual one has some two hundred thousand."""


class SchemaAnswer(NamedTuple):
    """What a query asks about the schema: the JSON of each field, by response name."""

    data: dict[str, bytes]
    errors: list[GraphQLError]


class Introspection:
    """Answers of one server process about its schema, which does not change."""

    def __init__(self) -> None:
        self._cache: LRUCache[tuple[str, str | None, str], SchemaAnswer] = LRUCache(CACHED, getsizeof=_size)
        # One at a time: Python's threads share one interpreter with the event loop.
        self._thread = ThreadPoolExecutor(1, "annals-introspection")

    async def answer(self, admitted: AdmittedOperation, query: Query) -> SchemaAnswer:
        """The fields of a query that are about the schema. On a timeout the thread goes on to its end."""
        key = admitted.operation.text, admitted.operation.name, repr(admitted.variables.coerced)
        if (cached := self._cache.get(key)) is not None:
            return cached
        found = await asyncio.get_running_loop().run_in_executor(self._thread, _execute, admitted, query)
        if not found.errors and _size(found) + len(key[0]) <= CACHED:
            self._cache[key] = found
        return found


def _execute(admitted: AdmittedOperation, query: Query) -> SchemaAnswer:
    """Executes the operation without the fields that the database answers."""
    operation = admitted.operation
    nodes = tuple(details.node for selected in query.introspection.values() for details in selected)
    own = operation.node
    about_schema = OperationDefinitionNode(
        operation=own.operation,
        name=own.name,
        variable_definitions=own.variable_definitions,
        directives=own.directives,
        selection_set=SelectionSetNode(selections=nodes),
    )
    fragments = (fragment.definition for fragment in operation.fragments.values())
    document = DocumentNode(definitions=(about_schema, *fragments))
    given = {name: source.value for name, source in admitted.variables.sources.items() if source.value is not Undefined}
    result = execute_sync(operation.schema, document, variable_values=given)
    assert isinstance(result, ExecutionResult)
    return SchemaAnswer({name: orjson.dumps(value) for name, value in (result.data or {}).items()}, result.errors or [])


def _size(answer: SchemaAnswer) -> int:
    return sum(map(len, answer.data.values()))
