"""The executor: hands the fields of a query to the compiler and passes the database's JSON through."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol, cast

import orjson
from graphql import GraphQLError, GraphQLField, GraphQLInterfaceType, GraphQLObjectType, Node, StringValueNode
from graphql.execution.collect_fields import collect_subfields
from graphql.execution.values import get_argument_values
from graphql.language import OperationType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from api.compiler.compile import Compiler, Selected
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
        answers = await self.context_value["reader"].answer(self, root_type, data)
        found = found | {name: orjson.Fragment(json) for name, json in answers.items()}
        return {name: found[name] for name in order}

    async def _tell(self, root_type: GraphQLObjectType, told: Told, grouped_field_set: Mapping[str, Selected]) -> Any:
        ((name, selected),) = grouped_field_set.items()
        return {name: orjson.Fragment(await told.answer(self, root_type, selected))}

    @cached_property
    def compiler(self) -> Compiler:
        """The compiler of this query."""
        return Compiler(self, cast(Mapping[str, Any], self.schema.type_map))

    def fields_of(self, type: GraphQLObjectType, selected: Selected) -> Mapping[str, Selected]:
        """The fields selected of an object type, by response name, in order."""
        key = (type.name, *(id(details.node) for details in selected))
        if key not in self._collected:
            self._collected[key] = collect_subfields(
                self.schema, self.fragments, self.variable_values, self.operation, type, selected
            ).grouped_field_set
        return self._collected[key]

    @cached_property
    def _collected(self) -> dict[Any, Mapping[str, Selected]]:
        """What has been collected once: a fragment is spread in many places."""
        return {}

    def possible_types(self, type: GraphQLInterfaceType) -> list[GraphQLObjectType]:
        """The object types of an interface."""
        return list(self.schema.get_possible_types(type))

    def arguments(self, field: GraphQLField, selected: Selected) -> dict[str, Any]:
        """The coerced arguments of a field, by their Python names."""
        details = selected[0]
        given = get_argument_values(field, details.node, self.variable_values, details.fragment_variable_values)
        definition = cast(StrawberryField, field.extensions["strawberry-definition"])
        schema = self.schema.extensions["strawberry-definition"]  # the library's own schema object
        return convert_arguments(
            given,
            definition.arguments,
            scalar_registry=schema.schema_converter.scalar_registry,
            config=schema.config,
        )

    def texts(self) -> set[str]:
        """Every text in the query and its variables: the names that its arguments may give are among them."""
        nodes = [self.operation, *(f.definition for f in self.fragments.values())]
        return {t for node in nodes for t in _literals(node)} | set(texts_in(self.variable_values.coerced))


def bad_input(error: BadInput, name: str, selected: Selected) -> GraphQLError:
    """What a client is told of input that cannot be answered: in which field of the answer, and where in the query."""
    candidates = getattr(error, "candidates", ())
    extensions = {"code": "BAD_USER_INPUT"} | ({"candidates": list(candidates)} if candidates else {})
    return GraphQLError(str(error), nodes=[s.node for s in selected], path=[name], extensions=extensions)


def _literals(node: Node) -> Iterator[str]:
    if isinstance(node, StringValueNode):
        yield node.value
    for key in node.keys:
        child = getattr(node, key, None)
        for part in child if isinstance(child, list | tuple) else (child,):
            if isinstance(part, Node):
                yield from _literals(part)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value of lists and dicts."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(part)
