"""Which media type a client is answered in, and with which status."""

from functools import lru_cache
from typing import Any

RESPONSE = "application/graphql-response+json"
JSON = "application/json"


@lru_cache(maxsize=64)
def media_type(accept: str) -> str:
    """GraphQL's own media type where a client prefers it, else JSON."""
    wanted = dict(_quality(part) for part in accept.split(","))
    return RESPONSE if wanted.get(RESPONSE, 0.0) > 0 and wanted[RESPONSE] >= wanted.get(JSON, 0.0) else JSON


def _quality(part: str) -> tuple[str, float]:
    name, *parameters = (text.strip().lower() for text in part.split(";"))
    try:
        return name, next((float(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
    except ValueError:
        return name, 0.0


def status_of(code: Any, media_type: str, *, get: bool) -> int:
    """The status of a request that was not run, by the code of its first error.

    In plain JSON a well-formed request is answered with 200, whatever becomes of it: so clients of old expect it."""
    if code == "OPERATION_NOT_ALLOWED":
        return 405 if get else 400
    return 400 if media_type == RESPONSE else 200
