"""Tells a database that does not answer from one that is only busy, so that nobody waits in vain."""

import asyncio
import logging
import math
from asyncio import Task, Timeout, TimerHandle
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

import psycopg
from psycopg import AsyncConnection

from domain.errors import Unavailable
from domain.postgres.connection import with_defaults

logger = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = 0.25
"""Seconds that a request waits for a connection before anybody looks whether the database answers at all."""

SILENCE = 0.5
"""Seconds that the database has for its answer; and from one look that found it well to the next."""

NO_ANSWER = "the database does not answer at the moment; ask again soon"


class DatabaseWatch:
    """Looks whether the database answers while requests wait for a connection. One look serves all who wait."""

    def __init__(self, url: str, well: Callable[[], Awaitable[None]]) -> None:
        """`well`: what to do when a look has found that the database answers."""
        self._url, self._well = with_defaults(url), well
        self._waiting: dict[Timeout, float] = {}
        """What ends the waiting of each request, and since when it waits."""
        self._timer: TimerHandle | None = None
        self._look: Task[None] | None = None
        self._looked_at = self._failed_at = self._answered_at = -math.inf
        self._is_down = False

    async def wait(self, get: Callable[[], Awaitable[T]]) -> T:
        """What is got. Raises Unavailable once it is known that the database does not answer."""
        if self._failed_at > max(self._answered_at, monotonic() - PATIENCE):
            raise Unavailable(NO_ANSWER)
        timeout = asyncio.timeout(None)
        try:
            async with timeout:
                self._waiting[timeout] = monotonic()
                self._set_timer()
                return await get()
        except TimeoutError as error:
            if timeout.expired():
                raise Unavailable(NO_ANSWER) from error
            raise
        finally:
            self._waiting.pop(timeout, None)

    def answered(self) -> None:
        """Notes that the database has just answered."""
        self._answered_at = monotonic()
        if self._is_down:
            self._is_down = False
            logger.warning("the database answers again")

    def _set_timer(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._look_if_needed)

    def _look_if_needed(self) -> None:
        self._timer = None
        if not self._waiting:
            return
        now = monotonic()
        is_long = now - min(self._waiting.values()) >= 0.9 * PATIENCE
        is_known = now - self._answered_at < PATIENCE or now - self._looked_at < SILENCE
        if is_long and not is_known and (self._look is None or self._look.done()):
            self._look = asyncio.create_task(self._look_now())
        self._set_timer()

    async def _look_now(self) -> None:
        begun = monotonic()
        try:
            async with asyncio.timeout(SILENCE):
                async with await AsyncConnection.connect(self._url, autocommit=True) as conn:
                    await conn.execute("SELECT")
        except (psycopg.Error, OSError, TimeoutError) as error:
            # What others were answered meanwhile tells more than that there was no further connection.
            if self._answered_at < begun:
                self._fail(" ".join(str(error).split()) or "it says nothing")
        else:
            self._looked_at = monotonic()
            self.answered()
            await self._well()

    def _fail(self, reason: str) -> None:
        self._failed_at = monotonic()
        if not self._is_down:
            self._is_down = True
            logger.warning("the database does not answer: %s", reason)
        for timeout in self._waiting:
            timeout.reschedule(asyncio.get_running_loop().time())
