"""Refuses requests that a browser was tricked into sending: to a foreign name (DNS rebinding), or from a foreign page."""

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry.http.websocket_origin import is_same_origin, normalize_allowed_origins, normalize_origin

from api.limits.denied import Denied
from api.limits.middleware import refused

ANY = "*"


class HostCheck:
    """Lets pass what is sent to an allowed host, and by no page or by one of an allowed origin."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], origins: Sequence[str], open: Collection[str]) -> None:
        """`open`: the paths that answer under any name, for probes that know no more than an address."""
        self._app, self._hosts, self._open = app, hosts, open
        self._origins = normalize_allowed_origins(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Before it is accepted, this answers the handshake with 403.
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            error, status = refusal
            await refused(error, status)(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[Denied, int] | None:
        hosts, origin = [], None
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value.decode("latin-1"))
            elif name == b"origin":
                origin = value.decode("latin-1")
        host = hosts[0] if len(hosts) == 1 else ""
        if not self._is_allowed_host(host) and scope["path"] not in self._open:
            told = f"this server does not answer to the host {host[:100]!r}; its operator can add it to ANNALS_HOSTS"
            return Denied("HOST_NOT_ALLOWED", told), 421
        if origin is not None and not self._is_allowed_origin(origin, host):
            told = f"pages of the origin {origin[:100]!r} may not ask this server; its operator can add it to ANNALS_CORS_ORIGINS"
            return Denied("ORIGIN_NOT_ALLOWED", told), 403
        return None

    def _is_allowed_host(self, host: str) -> bool:
        return ANY in self._hosts or name_of(host) in self._hosts

    def _is_allowed_origin(self, origin: str, host: str) -> bool:
        return ANY in self._origins or normalize_origin(origin) in self._origins or is_same_origin(origin, host)


def name_of(host: str) -> str | None:
    """The name or address in a Host header, without its port; None where it is malformed."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018
    except ValueError:
        return None
    if parts.hostname is None or parts.netloc != host or "@" in host:
        return None
    return parts.hostname.removesuffix(".")
