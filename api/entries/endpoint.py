"""The schema of entries at /entries.schema.json, and the check of entries at /entries/check. Neither appends anything."""

import asyncio
import gzip
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api.entries.checking import Findings, Raw, check
from api.errors import failed
from api.http.etags import is_current
from api.http.negotiation import accepts_gzip
from api.http.parameters import BadRequest, json_body
from api.limits.clients import client_of
from api.limits.denied import Denied
from api.limits.limits import Limits
from api.observability.record import note_cost
from api.pool import ReadingPool
from domain.entry_schema import entry_schema
from domain.errors import Busy

MOST_ENTRIES = 100
"""How many entries one check takes: a form has a few. `annals append --dry-run` takes any number."""

VALUE_COST = 50
"""What a check costs for each value: it may be a name that nobody bears, and then similar ones are searched for."""

DEEPEST = 20
"""How deep lists and objects may lie in one another."""

EXAMPLE = '{"entries": [{"kind": "SummitHeld", ...}]}'


def entry_routes(pool: ReadingPool, limits: Limits) -> list[BaseRoute]:
    """What the form of the explorer needs, and editors."""
    return [
        Route("/entries.schema.json", _schema),
        Route("/entries/check", partial(_answer, pool, limits), methods=["POST"]),
    ]


async def _schema(request: Request) -> Response:
    content, packed, tag = await asyncio.to_thread(_written_schema)
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "accept-encoding"}
    if is_current(request, tag):
        return Response(status_code=304, headers=headers)
    if accepts_gzip(request.headers.get("accept-encoding", "")):
        return Response(packed, headers=headers | {"content-encoding": "gzip"}, media_type="application/schema+json")
    return Response(content, headers=headers, media_type="application/schema+json")


@cache
def _written_schema() -> tuple[bytes, bytes, str]:
    """The schema, the same compressed, and its ETag: weak, since it stands for both."""
    content = orjson.dumps(entry_schema())
    return content, gzip.compress(content, mtime=0), f'W/"{hashlib.sha256(content).hexdigest()[:16]}"'


async def _answer(pool: ReadingPool, limits: Limits, request: Request) -> Response:
    try:
        return JSONResponse(_told(await _findings(pool, limits, request)))
    except BadRequest as error:
        return _refusal({"message": str(error), "extensions": {"code": "BAD_REQUEST"}}, error.status)
    except ClientDisconnect:
        # The client has left in the middle of its request: nobody reads this response.
        return Response(status_code=400)
    except GraphQLError as error:
        return _refusal(failed(error).formatted, 400)
    except Exception as error:
        told = failed(error).formatted
        return _refusal(told, 503 if isinstance(error, Busy) else 500)


async def _findings(pool: ReadingPool, limits: Limits, request: Request) -> Findings:
    entries = _entries(await json_body(request))
    cost = note_cost(VALUE_COST * _values(entries))
    if cost > limits.max_cost:
        raise Denied("TOO_COSTLY", f"the check has {cost} cost, more than {limits.max_cost}; send fewer entries")
    async with asyncio.timeout(limits.request_timeout):
        return await pool.read(lambda conn: check(conn, entries, limits.request_timeout), cost, client_of(request.scope))


def _entries(body: Any) -> Sequence[Raw]:
    entries = body.get("entries") if isinstance(body, Mapping) else None
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise BadRequest(f"a check takes a list of entries: {EXAMPLE}")
    if len(entries) > MOST_ENTRIES:
        raise BadRequest(
            f"a check takes at most {MOST_ENTRIES} entries, not {len(entries)}; annals append --dry-run takes any number"
        )
    return entries


def _values(part: Any, depth: int = 0) -> int:
    """How many single values there are in an entry, or in a part of it. Raises BadRequest."""
    if depth > DEEPEST:
        raise BadRequest(f"lists and objects lie more than {DEEPEST} deep in one another; no entry needs that")
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return sum(_values(each, depth + 1) for each in parts) or 1


def _told(findings: Findings) -> dict[str, Any]:
    problems = [{"entry": p.index, "kind": p.kind, "field": p.field, "message": p.message} for p in findings.problems]
    return {"problems": problems, "held": findings.held}


def _refusal(error: Mapping[str, Any], status: int) -> Response:
    return JSONResponse({"errors": [error]}, status)
