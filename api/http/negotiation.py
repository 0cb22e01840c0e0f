"""Content negotiation: which representation of an answer a client accepts, by the quality values of its Accept header."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from starlette.types import Scope

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"
PAGE = "text/html"

_PART = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
"""One media range with its parameters: a comma within quotation marks separates nothing."""


class Accepted(NamedTuple):
    """What a client accepts."""

    json: str
    """The media type of an answer in JSON."""
    events: bool
    """Whether the client asks for an event stream by name; a wildcard does not say that it can read one."""
    only_events: bool
    """Whether it accepts an event stream and no JSON."""
    page: bool
    """Whether it asks for a page by name, as browsers do where somebody opens an address."""

    def streams(self, *, subscription: bool) -> bool:
        """Whether an operation is answered as an event stream: a subscription wherever possible, a query where JSON is not."""
        return self.only_events or (subscription and self.events)


def accepted(scope: Scope) -> Accepted:
    """What the client of a request accepts."""
    return _negotiated(b",".join(value for name, value in scope["headers"] if name == b"accept").decode("latin-1"))


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether a client reads what is compressed so."""
    found = {range.name: range.quality for range in ranges(accept_encoding)}
    return found.get("gzip", found.get("*", 0.0)) > 0


def status_of(code: Any, media_type: str, *, get: bool) -> int:
    """The status of a request that was not run, by the code of its first error.

    In plain JSON a well-formed request is answered with 200, whatever becomes of it: so clients of old expect it. Only that the
    database does not answer is told to proxies and monitors as well."""
    if code == "UNAVAILABLE":
        return 503
    if code == "OPERATION_NOT_ALLOWED":
        return 405 if get else 400
    return 400 if media_type == RESPONSE else 200


class Range(NamedTuple):
    """One part of an Accept header: a media range, a coding or a language, with its quality value."""

    name: str
    quality: float
    place: int


@lru_cache(maxsize=64)
def _negotiated(accept: str) -> Accepted:
    asked = list(ranges(accept)) or [Range("*/*", 1.0, 0)]
    found = {type: _match(type, asked) for type in (JSON, RESPONSE)}
    # The client's order decides between equals, and among those of one wildcard ours does: `max` takes the first.
    best = max(found, key=lambda type: (found[type].quality, -found[type].place))
    events = any(range.name in (EVENTS, "text/*") for range in asked) and _match(EVENTS, asked).quality > 0
    # A client that accepts nothing of what there is gets JSON.
    json, is_json = best if found[best].quality > 0 else JSON, found[best].quality > 0
    page = any(range.name == PAGE and range.quality > 0 for range in asked)
    return Accepted(json, events, events and not is_json, page)


def _match(type: str, asked: list[Range]) -> Range:
    """The most specific range that a media type falls under."""
    for name in (type, f"{type.partition('/')[0]}/*", "*/*"):
        for range in asked:
            if range.name == name:
                return range
    return Range(type, 0.0, len(asked))


def ranges(accept: str) -> Iterator[Range]:
    """The parts of an Accept, Accept-Encoding or Accept-Language header, in its order."""
    for place, part in enumerate(_PART.findall(accept)):
        name, *parameters = (text.strip().lower() for text in part.split(";"))
        quality = next((p.partition("=")[2] for p in parameters if p.partition("=")[0].rstrip() == "q"), "1")
        yield Range(name, _number(quality.strip()), place)


def _number(quality: str) -> float:
    """A quality value; one that is malformed excludes its media range."""
    return float(quality) if re.fullmatch(r"[01](\.\d{0,3})?", quality) and float(quality) <= 1 else 0.0
