"""Headers that tell browsers what an answer may do: run no foreign script, be framed nowhere, pass on no address."""

import re
from base64 import b64encode
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEFAULTS = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)

_INLINE = r"<{tag}>(.*?)</{tag}>"
_FOREIGN = re.compile(r'<(?:script|link)\b[^>]*\b(?:src|href)="(https://[^/"]+)/')


def page_policy(page: str) -> str:
    """The content security policy of a page: its own inline scripts and styles by their hashes, its own files, and the hosts
    that it names."""
    hosts = "".join(f" {host}" for host in sorted(set(_FOREIGN.findall(page))))
    scripts, styles = _hashes("script", page) + hosts, _hashes("style", page) + hosts
    return (
        f"default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; img-src 'self' data:;"
        f" font-src 'self' data:{hosts}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _hashes(tag: str, page: str) -> str:
    texts = re.findall(_INLINE.format(tag=tag), page, re.DOTALL)
    return "".join(f" 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)


class SecurityHeaders:
    """Adds to each response those of the headers that it lacks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(header for header in DEFAULTS if header[0] not in present)]
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)
