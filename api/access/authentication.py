"""Lets requests pass that present a token, where one is required; all but a few paths require it."""

import asyncio
from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.directory import SCOPE_KEY, Access, RateLimited, TokenDirectory
from api.http.negotiation import accepted
from api.limits.denied import Denied
from api.limits.middleware import refused
from domain.errors import Busy

FORBIDDEN = 4403
"""The code with which graphql-transport-ws closes a socket whose client may not ask."""


class Authentication:
    """Refuses requests without a usable token, and ends connections whose token is usable no longer."""

    def __init__(self, app: ASGIApp, directory: TokenDirectory, open: Sequence[str]) -> None:
        """`open`: the paths that take no token; one that ends in a slash stands for all below it."""
        self._app, self._directory = app, directory
        self._paths = frozenset(open)
        self._folders = tuple(path for path in open if path != "/" and path.endswith("/"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._connection(scope, receive, send)
        elif scope["type"] == "lifespan" or self._is_open(scope):
            await self._app(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        path = scope["path"]
        # What asks whether a page of another origin may send a token cannot itself have one.
        if scope["method"] == "OPTIONS" or path in self._paths or path.startswith(self._folders):
            return True
        return path == "/graphql" and scope["method"] in ("GET", "HEAD") and accepted(scope).page

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[SCOPE_KEY] = access = Access(self._directory)
        try:
            access.present(_authorization(scope))
            access.count()
        except RateLimited as error:
            await refused(error, 429, {"retry-after": str(error.seconds)})(scope, receive, send)
        except Denied as error:
            await refused(error, 401, {"www-authenticate": 'Bearer realm="annals"'})(scope, receive, send)
        except Busy as error:
            await refused(Denied("UNAVAILABLE", str(error)), 503)(scope, receive, send)
        else:
            if accepted(scope).events:
                await self._until_ended(access, scope, receive, send)
            else:
                await self._app(scope, receive, send)

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A socket is accepted in any case: browsers can send a token as its first message only."""
        scope[SCOPE_KEY] = access = Access(self._directory)
        await self._until_ended(access, scope, receive, send)

    async def _until_ended(self, access: Access, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the application until it is done or the token is usable no longer."""
        sent = _Sent(send)
        running = asyncio.ensure_future(self._app(scope, receive, sent))
        ending = asyncio.create_task(access.ended.wait())
        self._directory.keep(access)
        try:
            await asyncio.wait((running, ending), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._directory.forget(access)
            is_cut_off = running.cancel()
            ending.cancel()
            await asyncio.wait((running, ending))
        if not is_cut_off:
            running.result()
        elif rest := sent.rest(scope["type"]):
            await send(rest)


class _Sent:
    """Sends messages, and knows what is left to be sent where the application is cut off."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._last: Message = {}

    async def __call__(self, message: Message) -> None:
        self._last = message
        await self._send(message)

    def rest(self, type: str) -> Message | None:
        """The message that ends what has been sent."""
        if type == "websocket" and self._last.get("type") != "websocket.close":
            return {"type": "websocket.close", "code": FORBIDDEN, "reason": "the token has expired or was revoked"}
        if type == "http" and (self._last.get("type") == "http.response.start" or self._last.get("more_body")):
            return {"type": "http.response.body", "body": b"", "more_body": False}
        return None


def _authorization(scope: Scope) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"), "")
