"""The executor: hands the fields of a query to the compiler and passes the database's JSON through."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

import orjson
from graphql import GraphQLError, GraphQLObjectType
from graphql.language import OperationType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.compiler.selections import Selected, Selections
from domain.errors import BadInput


class Told(Protocol):
    """Something that subscribers are told."""

    async def answer(self, executor: "CompilingExecutor", root_type: GraphQLObjectType, selected: Selected) -> bytes:
        """The JSON of what a subscriber selects of it."""
        ...


class CompilingExecutor(StrawberryGraphQLCoreExecutionContext):
    """Answers all fields of a query by one SQL statement; leaves introspection to the library."""

    def execute_root_grouped_field_set(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: Any,
        serially: bool,
        position_context: Any,
    ) -> Any:
        if self.operation.operation is OperationType.SUBSCRIPTION:
            return self._tell(root_type, root_value, grouped_field_set)
        data = {k: s for k, s in grouped_field_set.items() if not s[0].node.name.value.startswith("__")}
        if self.operation.operation is not OperationType.QUERY or not data:
            return super().execute_root_grouped_field_set(root_type, root_value, grouped_field_set, serially, position_context)
        about_schema = {k: s for k, s in grouped_field_set.items() if k not in data}
        known = super().execute_root_grouped_field_set(root_type, root_value, about_schema, serially, position_context)
        return self._answer(root_type, data, known, list(grouped_field_set))

    async def _answer(self, root_type: GraphQLObjectType, data: dict[str, Selected], known: Any, order: list[str]) -> Any:
        found = await known if self.is_awaitable(known) else known
        if found:
            # What is said of the schema is not remembered.
            self.context_value.pop("asked", None)
        answers = await self.context_value["reader"].answer(self, root_type, data)
        found = found | {name: orjson.Fragment(json) for name, json in answers.items()}
        return {name: found[name] for name in order}

    async def _tell(self, root_type: GraphQLObjectType, told: Told, grouped_field_set: Mapping[str, Selected]) -> Any:
        ((name, selected),) = grouped_field_set.items()
        return {name: orjson.Fragment(await told.answer(self, root_type, selected))}

    @cached_property
    def selections(self) -> Selections:
        """What the query selects."""
        return Selections(self.schema, self.operation, self.fragments, self.variable_values)


def bad_input(error: BadInput, name: str, selected: Selected) -> GraphQLError:
    """What a client is told of input that cannot be answered: in which field of the answer, and where in the query."""
    candidates = getattr(error, "candidates", ())
    extensions = {"code": "BAD_USER_INPUT"} | ({"candidates": list(candidates)} if candidates else {})
    return GraphQLError(str(error), nodes=[s.node for s in selected], path=[name], extensions=extensions)
