"""Answers about the schema: given by a thread of their own, which holds up nobody else, and kept for the next who asks the same."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import orjson

from api.kept import Kept

KEPT = 10_000_000
"""How many bytes the answers that are kept have in all; the usual one has some two hundred thousand."""


class Answers(NamedTuple):
    """What graphql-core finds about the schema."""

    fields: Mapping[str, Any]
    has_errors: bool


class Introspection:
    """Gives and keeps the answers of one server process about its schema, which does not change."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: Kept[tuple[str, ...], dict[str, bytes]] = Kept(KEPT)
        # One at a time: Python's threads share one interpreter with the event loop.
        self._thread = ThreadPoolExecutor(1, "annals-introspection")

    async def answer(self, key: tuple[str, ...], execute: Callable[[], Answers]) -> dict[str, bytes]:
        """The JSON of each field about the schema, by response name. Raises TimeoutError, after which the thread goes on."""
        if (known := self._kept.get(key)) is not None:
            return known
        async with asyncio.timeout(self._seconds):
            found, has_errors = await asyncio.get_running_loop().run_in_executor(self._thread, lambda: _written(execute()))
        if not has_errors:
            self._kept.put(key, found, sum(map(len, (*key, *found.values()))))
        return found


def _written(answers: Answers) -> tuple[dict[str, bytes], bool]:
    return {name: orjson.dumps(answer) for name, answer in answers.fields.items()}, answers.has_errors
