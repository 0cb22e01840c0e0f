"""The GraphQL schema."""

from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import aclosing
from functools import cache
from typing import Any

import orjson
import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

from api.compiler.executor import CompilingExecutor
from api.documents.documents import Invalid, InvalidVariables
from api.documents.gate import Admitted, Asked, Gate
from api.errors import failed, is_about_variables, told
from api.limits.denied import Denied
from api.limits.limits import LOCAL
from api.memory import key_of
from api.observability.middleware import socket_operation
from api.queries import Query
from api.reader import Reader
from api.subscriptions.root import Subscription
from api.types.kinds import KIND_TYPES
from api.types.scalars import SCALARS


class Read(SchemaExtension):
    """Hands on a document that has been read and checked at the gate."""

    def on_parse(self) -> Iterator[None]:
        self.execution_context.graphql_document = self.execution_context.context["admitted"].document
        yield

    def on_validate(self) -> Iterator[None]:
        self.execution_context.pre_execution_errors = []
        yield


class AnnalsSchema(strawberry.Schema):
    """The schema. On whatever path an operation comes, it passes the gate, and its errors are told as `api.errors` says.

    The context of an operation has the `gate`, the `reader`, and where known the `client` and whether it came by `get`."""

    @property
    def core(self) -> GraphQLSchema:
        """The schema as graphql-core has it."""
        return self._schema

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Says nothing: a client's mistake is no event of the server's."""

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """The answer to an operation; to a query that was answered before, without checking and compiling it again."""
        asked = Asked(
            query, operation_name, variable_values, operation_extensions, streams=False, get=bool(context_value.get("get"))
        )
        admitted = _admit(context_value["gate"], asked)
        if isinstance(admitted, PreExecutionError):
            return admitted
        context = _own(context_value, admitted)
        context["asked"] = key_of(admitted.text, operation_name, variable_values)
        found = await _again(context, variable_values or {})
        if found is None:
            found = await super().execute(admitted.text, variable_values, context, root_value, operation_name)
        return _finished(found, context)

    async def stream(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
    ) -> Any:
        """The answers to an operation, one after the other."""
        asked = Asked(
            query, operation_name, variable_values, operation_extensions, streams=True, get=bool(context_value.get("get"))
        )
        return self._answers(asked, context_value)

    async def _answers(self, asked: Asked, shared: dict[str, Any]) -> AsyncGenerator[ExecutionResult, None]:
        with socket_operation():
            admitted = _admit(shared["gate"], asked)
            if isinstance(admitted, PreExecutionError):
                yield admitted
                return
            try:
                with shared["gate"].clients.operation(shared.get("client", "")):
                    async with aclosing(self._run(asked, admitted, _own(shared, admitted))) as answers:
                        async for answer in answers:
                            yield answer
            except Denied as error:
                yield PreExecutionError(None, told([error]))

    async def _run(self, asked: Asked, admitted: Admitted, context: dict[str, Any]) -> AsyncGenerator[ExecutionResult, None]:
        variables = dict(asked.variables or {})
        results = await super().stream(admitted.text, variables, context, operation_name=asked.name)
        async with aclosing(results):
            async for result in results:
                yield (answer := _finished(result, context))
                if answer.data is None:
                    # Who was not told of one change must not be told of the next: they go on from the last that they know.
                    return


def _admit(gate: Gate, asked: Asked) -> Admitted | PreExecutionError:
    try:
        return gate.admit(asked)
    except InvalidVariables as error:
        return PreExecutionError(None, told(error.errors))
    except Invalid as error:
        return PreExecutionError(None, told(error.errors, ran=False))
    except GraphQLError as error:
        return PreExecutionError(None, told([error], ran=False))


def _own(shared: dict[str, Any], admitted: Admitted) -> dict[str, Any]:
    """A context for one operation: those of one socket share theirs."""
    return {**shared, "admitted": admitted, "extensions": {"cost": admitted.cost}}


def _finished(result: Any, context: dict[str, Any]) -> ExecutionResult:
    """A result as clients are told it."""
    if result.errors and (isinstance(result, PreExecutionError) or is_about_variables(result.errors)):
        return PreExecutionError(None, told(result.errors))
    errors = told(result.errors) if result.errors else None
    return ExecutionResult(result.data, errors, context["extensions"])


async def _again(context: dict[str, Any], variables: Mapping[str, Any]) -> ExecutionResult | None:
    """The answer to a query that was answered before; None where it must be looked at anew."""
    reader: Reader = context["reader"]
    if (asked := context["asked"]) is None or (known := reader.remembered(asked)) is None:
        return None
    try:
        answers = await reader.answer_again(known, variables, context)
    except Exception as error:
        # As the library has it where an error is not one field's.
        return PreExecutionError(None, [failed(error)])
    if answers is None:
        return None
    return ExecutionResult({name: orjson.Fragment(json) for name, json in answers.items()}, None)


@cache
def schema() -> AnnalsSchema:
    """The schema; there is one in a process."""
    return AnnalsSchema(
        query=Query,
        subscription=Subscription,
        types=KIND_TYPES,
        extensions=[Read],
        execution_context_class=CompilingExecutor,
        config=StrawberryConfig(scalar_map=SCALARS),
    )


def local_context(reader: Any) -> dict[str, Any]:
    """The context of an operation that is asked on the machine itself."""
    return {"reader": reader, "gate": _local_gate()}


@cache
def _local_gate() -> Gate:
    return Gate(schema().core, LOCAL)
