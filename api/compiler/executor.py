"""The executor: hands the fields of a query to the compiler and passes the database's JSON through."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

import orjson
from graphql import GraphQLObjectType
from graphql.language import OperationType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.compiler.field_errors import Settled
from api.compiler.selections import Selected, Selections


class Told(Protocol):
    """Something that subscribers are told."""

    async def answer(self, executor: "CompilingExecutor", root_type: GraphQLObjectType, selected: Selected) -> Settled:
        """What a subscriber selects of it."""
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
        answers, errors = await self.context_value["reader"].answer(self, root_type, data)
        self.collected_errors.errors.extend(errors)
        if answers is None:
            return None
        found = found | {name: orjson.Fragment(json) for name, json in answers.items()}
        return {name: found[name] for name in order}

    async def _tell(self, root_type: GraphQLObjectType, told: Told, grouped_field_set: Mapping[str, Selected]) -> Any:
        (selected,) = grouped_field_set.values()
        answers, errors = await told.answer(self, root_type, selected)
        self.collected_errors.errors.extend(errors)
        return None if answers is None else {name: orjson.Fragment(json) for name, json in answers.items()}

    @cached_property
    def selections(self) -> Selections:
        """What the query selects."""
        return Selections(self.schema, self.operation, self.fragments, self.variable_values)
