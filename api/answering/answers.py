"""Answers operations. Every operation takes this way, by whatever transport it comes, for the first time or again: it is admitted,
a plan is found or compiled, its variables are bound, and one statement is run."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, NamedTuple

import orjson
from graphql import GraphQLError
from graphql.language import OperationType

from api.answering.introspection import Introspection
from api.answering.moments import read_position
from api.answering.reader import Reader
from api.compiler.field_errors import settle
from api.documents.gate import Gate
from api.documents.operation import AdmittedOperation, Invalid, InvalidVariables
from api.documents.request import GraphQLRequest
from api.errors import failed, told
from api.limits.denied import Denied
from api.limits.limits import LOCAL, Limits
from api.pool import ReadingPool
from api.schema import schema
from api.subscriptions.feed import follow


class Answer(NamedTuple):
    """What a client is answered."""

    data: Mapping[str, bytes] | None
    """The JSON of each root field, by response name; None where errors leave nothing."""
    errors: list[GraphQLError]
    extensions: Mapping[str, Any]
    was_run: bool = True
    """Whether the operation was run. If not, the response has no data at all, not even null."""

    def response(self) -> dict[str, Any]:
        """The response, for orjson to write."""
        errors: dict[str, Any] = {"errors": [error.formatted for error in self.errors]} if self.errors else {}
        if not self.was_run:
            return errors
        return {"data": self.fragments, **errors, "extensions": self.extensions}

    @property
    def retry_after(self) -> int | None:
        """After how many seconds it is worth to ask again, where an error says so."""
        seconds = [(error.extensions or {}).get("retryAfter") for error in self.errors]
        return max((each for each in seconds if each is not None), default=None)

    @property
    def code(self) -> str:
        """The code of its first error."""
        return str((self.errors[0].extensions or {})["code"])

    @property
    def fragments(self) -> dict[str, orjson.Fragment] | None:
        """The data, for orjson to write."""
        return None if self.data is None else {name: orjson.Fragment(json) for name, json in self.data.items()}


class Answers:
    """Answers operations from the views that a pool of connections reads, within limits."""

    def __init__(self, pool: ReadingPool, limits: Limits = LOCAL) -> None:
        self.reader, self.gate = Reader(pool), Gate(schema().core, limits)
        self._introspection, self._limits = Introspection(), limits

    async def answer(self, request: GraphQLRequest) -> Answer:
        """The answer to a query."""
        admitted = self._admit(request)
        return admitted if isinstance(admitted, Answer) else await self._answer(admitted, request)

    async def stream(self, request: GraphQLRequest) -> AsyncGenerator[Answer, None]:
        """The answers to an operation: one to a query, and one for each change to a subscription."""
        admitted = self._admit(request)
        if isinstance(admitted, Answer):
            yield admitted
            return
        try:
            with self.gate.clients.operation(request.client):
                if admitted.operation.type is OperationType.QUERY:
                    yield await self._answer(admitted, request)
                    return
                async with aclosing(self._changes(admitted)) as answers:
                    async for answer in answers:
                        yield answer
        except Denied as error:
            yield _not_run(error)

    def _admit(self, request: GraphQLRequest) -> AdmittedOperation | Answer:
        try:
            return self.gate.admit(request)
        except InvalidVariables as error:
            return Answer(None, told(error.errors), {}, was_run=False)
        except Invalid as error:
            return Answer(None, told(error.errors, ran=False), {}, was_run=False)
        except GraphQLError as error:
            return Answer(None, told([error], ran=False), {}, was_run=False)

    async def _answer(self, admitted: AdmittedOperation, request: GraphQLRequest) -> Answer:
        try:
            async with asyncio.timeout(self._limits.request_timeout):
                return await self._run(admitted, read_position(request.min_position))
        except Exception as error:
            return _not_run(error)

    async def _run(self, admitted: AdmittedOperation, least: int) -> Answer:
        query = self.reader.query(admitted, self._limits.max_page)
        extensions: dict[str, Any] = {"cost": admitted.cost}
        answers: dict[str, bytes] = {}
        errors: list[GraphQLError] = []
        if query.introspection:
            answers, errors = await self._introspection.answer(admitted, query)
        if query.fields:
            found = await self.reader.find(admitted, query, least)
            if found.parked:
                extensions["parked"] = found.parked
            if found.resolved:
                extensions["resolved"] = [{"name": name, "actor": actor} for name, actor in found.resolved.items()]
            data: Mapping[str, bytes] | None = found.data
            if found.errors:
                # Large answers take a while; others are answered meanwhile.
                data, field_errors = await asyncio.to_thread(settle, found.data, found.errors)
                errors = [*errors, *field_errors]
            if data is None:
                return Answer(None, told(errors), extensions)
            answers = {**answers, **data}
        return Answer({name: answers[name] for name in query.names}, told(errors), extensions)

    async def _changes(self, admitted: AdmittedOperation) -> AsyncGenerator[Answer, None]:
        """The answers to a subscription. They end with the first that has no data: a client that was not told of one change must
        not be told of the next, but go on from the last that it knows."""
        query = self.reader.query(admitted, self._limits.max_page)
        try:
            async with aclosing(follow(self.reader, query, admitted)) as changes:
                async for data, errors, parked in changes:
                    extensions = {"cost": admitted.cost} | ({"parked": parked} if parked else {})
                    yield Answer(data, told(errors), extensions)
                    if data is None:
                        return
        except Exception as error:
            yield _not_run(error)


def _not_run(error: Exception) -> Answer:
    if isinstance(error, GraphQLError):
        return Answer(None, told([error]), {}, was_run=False)
    return Answer(None, [failed(error)], {}, was_run=False)
