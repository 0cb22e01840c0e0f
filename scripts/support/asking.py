"""Asking the views by GraphQL without a server."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import orjson

from api.answering.answers import Answers
from api.documents.request import GraphQLRequest
from api.pool import ReadingPool

OURS = ("INTERNAL_SERVER_ERROR", "BUSY")
"""The codes of errors that are not the question's fault."""


class Answer(NamedTuple):
    """A response as GraphQL has it: data, and errors where there are any."""

    response: dict[str, Any]

    @property
    def codes(self) -> list[str]:
        """The codes of its errors."""
        return [error["extensions"]["code"] for error in self.response.get("errors", ())]

    @property
    def failed(self) -> bool:
        """Whether anything went wrong that another question would not put right."""
        return any(code in OURS for code in self.codes)


def ask(url: str, query: str, variables: Mapping[str, Any] | None = None) -> Answer:
    """The answer to a query."""
    with asking(url) as answer:
        return answer(query, dict(variables or {}))


@contextmanager
def asking(url: str) -> Iterator[Callable[[str, dict[str, Any]], Answer]]:
    """Answers any number of queries, each with its variables, one after the other through one connection."""
    with asyncio.Runner() as runner:
        pool = runner.run(_opened(url))
        answers = Answers(pool)
        try:
            yield lambda query, variables: runner.run(_ask(answers, query, variables))
        finally:
            runner.run(_closed(pool, answers))


async def _opened(url: str) -> ReadingPool:
    pool = ReadingPool(url, 1)
    await pool.open()
    return pool


async def _closed(pool: ReadingPool, answers: Answers) -> None:
    await answers.reader.close()
    await pool.close()


async def _ask(answers: Answers, query: str, variables: dict[str, Any]) -> Answer:
    answer = await answers.answer(GraphQLRequest(query, variables=variables))
    # The data holds JSON as the database wrote it; one pass makes it plain values.
    response: dict[str, Any] = orjson.loads(orjson.dumps(answer.response()))
    extensions = response.pop("extensions", {})
    extensions.pop("cost", None)
    return Answer({**response, **({"extensions": extensions} if extensions else {})})
