"""What is known of the request that is being answered: each part is noted where it becomes known, and told at the end.

All functions do nothing outside a request, as where a query is asked without a server."""

import os
import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

WELL_FORMED = re.compile(rb"[A-Za-z0-9._~:/+=@-]{1,128}")
"""The request ids that are taken over from a client or proxy: they can stand in any log, header or answer as they are."""

SOCKET = "SOCKET"
"""What stands for the method of a request that is a socket, or an operation on one."""


@dataclass(slots=True)
class RequestRecord:
    """One request, or one operation on a socket. Nothing in it holds a variable's value."""

    id: str
    method: str
    path: str
    client: str
    """The name of the token that was presented, or else the address."""
    operation: OperationDefinitionNode | None = None
    document: DocumentNode | None = None
    cost: int | None = None
    errors: list[tuple[str, str | None]] = field(default_factory=list)
    """The code of each error, and the response name of the root field that it is about."""
    status: int | None = None

    @property
    def name(self) -> str | None:
        """The name of the operation."""
        return self.operation.name.value if self.operation and self.operation.name else None

    @property
    def kind(self) -> str | None:
        """Whether it is a query or a subscription."""
        return self.operation.operation.value if self.operation else None

    @property
    def codes(self) -> list[str]:
        """The codes of its errors, each once."""
        return list(dict.fromkeys(code for code, _ in self.errors)) if self.errors else []

    def root_fields(self) -> dict[str, str]:
        """The root fields by their response names; none unless the operation was found to fit the schema."""
        if self.operation is None or self.document is None or self.cost is None:
            return {}
        return dict(_root_fields(self.operation.selection_set, self.document))


_CURRENT: ContextVar[RequestRecord | None] = ContextVar("request", default=None)


def begin(record: RequestRecord) -> None:
    """Makes this the record of the current task and of those that it starts."""
    _CURRENT.set(record)


def current() -> RequestRecord | None:
    """The record of the request that is being answered."""
    return _CURRENT.get()


def note_operation(operation: OperationDefinitionNode, document: DocumentNode) -> None:
    """Notes which operation a request asks for."""
    if record := _CURRENT.get():
        record.operation, record.document = operation, document


def note_cost(cost: int) -> int:
    """Notes what the operation costs, and so that it may be run; gives the cost back."""
    if record := _CURRENT.get():
        record.cost = cost
    return cost


def note_errors(errors: list[GraphQLError]) -> list[GraphQLError]:
    """Notes the errors that a client is told; gives them back."""
    if record := _CURRENT.get():
        for error in errors:
            code = str((error.extensions or {}).get("code", ""))
            record.errors.append((code, str(error.path[0]) if error.path else None))
    return errors


def note_client(name: str) -> None:
    """Notes the name of the token that a client has presented."""
    if record := _CURRENT.get():
        record.client = name


def request_id() -> str | None:
    """The id of the request that is being answered."""
    return record.id if (record := _CURRENT.get()) else None


def id_from(headers: Mapping[bytes, bytes]) -> str:
    """The id that a request brings along, where it is well-formed; else a new one."""
    given = headers.get(b"x-request-id")
    return given.decode() if given and WELL_FORMED.fullmatch(given) else os.urandom(16).hex()


def _root_fields(selected: SelectionSetNode, document: DocumentNode) -> Iterable[tuple[str, str]]:
    for node in selected.selections:
        if isinstance(node, FieldNode):
            yield (node.alias or node.name).value, node.name.value
        elif isinstance(node, FragmentSpreadNode):
            yield from _root_fields(_fragment(node.name.value, document), document)
        elif isinstance(node, InlineFragmentNode):
            yield from _root_fields(node.selection_set, document)


def _fragment(name: str, document: DocumentNode) -> SelectionSetNode:
    named = (node for node in document.definitions if isinstance(node, FragmentDefinitionNode) and node.name.value == name)
    return next(named).selection_set
