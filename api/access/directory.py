"""Who may ask at the moment: a server process reads the tokens again every second, so that a revocation soon takes effect."""

import asyncio
import hmac
import logging
import math
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import psycopg
from psycopg import AsyncConnection

from api.access.tokens import ANY, IS_THERE, USABLE, Token, digest_of
from api.limits.denied import Denied
from api.observability.record import note_client
from api.pool import ReadingPool
from domain.errors import Busy, ViewsUnusable

logger = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds from one look at the tokens to the next."""

STALE = 30.0
"""Seconds after which tokens that could not be read again are trusted no longer."""

UNKNOWN = "the server cannot read its access tokens at the moment; ask again soon"

SCOPE_KEY = "annals.access"
"""Where the ASGI scope has the access of its request or connection."""

UNAUTHENTICATED = (
    "this server answers those who have a token; send the header Authorization: Bearer annals_..., which its operator makes"
    " with annals token create"
)


class TokenDirectory:
    """Knows who may ask. Without tokens, or where the server is public, everybody may."""

    def __init__(self, pool: ReadingPool, *, public: bool) -> None:
        self._pool, self._public = pool, public
        self._tokens: tuple[Token, ...] = ()
        self._exist: bool | None = None
        self._read_at = -math.inf
        self._open: set[Access] = set()
        self._spent: dict[str, tuple[float, float]] = {}
        """By name of a token, how many requests it allows at the moment, and since when."""

    @asynccontextmanager
    async def kept_current(self) -> AsyncIterator[None]:
        """Reads the tokens again and again while the block runs."""
        if self._public:
            yield
            return
        await self._try_to_read()
        reading = asyncio.create_task(self._read_for_ever())
        try:
            yield
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading

    @property
    def required(self) -> bool:
        """Whether it takes a token to ask. Raises Busy where that is not known."""
        if self._public or self._exist is False:
            return False
        if self._exist is None or time.monotonic() - self._read_at > STALE:
            raise Busy(UNKNOWN)
        return True

    def find(self, authorization: str) -> Token | None:
        """The token that an Authorization header presents, if it is a usable one."""
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        digest, found = digest_of(secret.strip()), None
        for token in self._tokens:
            if hmac.compare_digest(token.digest, digest):
                found = token
        return found

    def seconds_to_wait(self, token: Token) -> int:
        """Counts a request against a token's rate: 0 where it is allowed, else in how many seconds the next one will be."""
        if token.rate is None:
            return 0
        now, per_second = time.monotonic(), token.rate / 60
        left, since = self._spent.get(token.name, (float(token.rate), now))
        left = min(float(token.rate), left + (now - since) * per_second)
        allowed = left >= 1
        self._spent[token.name] = (left - allowed, now)
        return 0 if allowed else math.ceil((1 - left) / per_second)

    def keep(self, access: "Access") -> None:
        """Notes a connection that stays open, to be ended once its token is no longer usable."""
        self._open.add(access)

    def forget(self, access: "Access") -> None:
        """Forgets a connection that has ended."""
        self._open.discard(access)

    async def _read_for_ever(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL)
            await self._try_to_read()

    async def _try_to_read(self) -> None:
        try:
            exist, self._tokens = await self._pool.read(_read)
        except (Busy, ViewsUnusable):
            return
        except psycopg.Error as error:
            logger.error("the access tokens cannot be read: %s", error)
            return
        # A table that was dropped does not open a running server.
        self._exist, self._read_at = exist or bool(self._exist), time.monotonic()
        for access in list(self._open):
            if self._exist and access.granted and access.token not in self._tokens:
                access.end()


class RateLimited(Denied):
    """A token has been used more often than it allows."""

    def __init__(self, token: Token, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            "RATE_LIMITED", f"the token {token.name} allows {token.rate} requests a minute; ask again in {seconds} seconds"
        )


class Access:
    """The right of one request or connection to ask."""

    def __init__(self, directory: "TokenDirectory") -> None:
        self._directory = directory
        self.token: Token | None = None
        self.granted = False
        """Whether it may ask; a socket may only once it has presented a token, as its header or as its first message."""
        self._authorization = ""
        self.ended = asyncio.Event()

    def present(self, authorization: str) -> None:
        """Takes the value of an Authorization header, or an empty text. Raises Denied, Busy."""
        self._authorization = authorization
        if self._directory.required:
            self.token = self._directory.find(authorization)
            if self.token is None:
                raise Denied("UNAUTHENTICATED", UNAUTHENTICATED)
            note_client(self.token.name)
        self.granted = True

    def count(self) -> None:
        """Counts one request or operation. Raises RateLimited."""
        if self.token and (seconds := self._directory.seconds_to_wait(self.token)):
            raise RateLimited(self.token, seconds)

    async def go_on(self) -> None:
        """Counts a further question that is asked to answer the same request, once the token's rate allows it.

        Raises Denied where the token is no longer usable, Busy."""
        while True:
            self.present(self._authorization)
            try:
                return self.count()
            except RateLimited as error:
                await asyncio.sleep(error.seconds)

    def end(self) -> None:
        """Ends the connection: its token has expired or was revoked."""
        self.ended.set()


def authorization_in(payload: Mapping[str, Any]) -> str:
    """The value of Authorization in the payload of a socket's first message, in whatever case clients write it."""
    values = (value for name, value in payload.items() if name.lower() == "authorization")
    return next((value for value in values if isinstance(value, str)), "")


async def _read(conn: AsyncConnection[Any]) -> tuple[bool, tuple[Token, ...]]:
    if await (await conn.execute(IS_THERE.encode())).fetchone() != (True,):
        return False, ()
    tokens = tuple(Token(*row) for row in await (await conn.execute(USABLE.encode())).fetchall())
    return await (await conn.execute(ANY.encode())).fetchone() == (True,), tokens
