"""The executor: hands the fields of a query to the compiler and passes the database's JSON through."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Protocol, cast

import orjson
from graphql import GraphQLObjectType
from graphql.language import OperationType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.compiler.field_errors import Settled
from api.compiler.selections import Selected, Selections
from api.documents.introspection import Answers


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
        about_schema = {k: s for k, s in grouped_field_set.items() if s[0].node.name.value.startswith("__")}
        execute = super().execute_root_grouped_field_set

        def introspect() -> Answers:
            found = execute(root_type, root_value, about_schema, serially, position_context)
            return Answers(cast(dict[str, Any], found), bool(self.collected_errors.errors))

        return self._answer(root_type, grouped_field_set, introspect)

    async def _answer(
        self, root_type: GraphQLObjectType, fields: Mapping[str, Selected], introspect: Callable[[], Answers]
    ) -> dict[str, orjson.Fragment] | None:
        data = {k: s for k, s in fields.items() if not s[0].node.name.value.startswith("__")}
        found: dict[str, bytes] = {}
        if len(data) < len(fields):
            # Answers about the schema are kept by themselves.
            self.context_value.pop("asked", None)
            found = await self._introspected(introspect)
        if data:
            answers, errors = await self.context_value["reader"].answer(self, root_type, data)
            self.collected_errors.errors.extend(errors)
            if answers is None:
                return None
            found = found | answers
        return {name: orjson.Fragment(found[name]) for name in fields}

    async def _introspected(self, introspect: Callable[[], Answers]) -> dict[str, bytes]:
        operation = self.operation.name.value if self.operation.name else ""
        key = self.context_value["admitted"].text, operation, repr(self.variable_values.coerced)
        answers: dict[str, bytes] = await self.context_value["gate"].introspection.answer(key, introspect)
        return answers

    async def _tell(self, root_type: GraphQLObjectType, told: Told, grouped_field_set: Mapping[str, Selected]) -> Any:
        (selected,) = grouped_field_set.values()
        answers, errors = await told.answer(self, root_type, selected)
        self.collected_errors.errors.extend(errors)
        return None if answers is None else {name: orjson.Fragment(json) for name, json in answers.items()}

    @cached_property
    def selections(self) -> Selections:
        """What the query selects."""
        max_page = self.context_value["gate"].limits.max_page
        return Selections(self.schema, self.operation, self.fragments, self.variable_values, max_page)
