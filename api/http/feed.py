"""/feed.atom: what the log records about the events that meet a filter, the last first, for readers of news."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answering.answers import Answers
from api.http import atom
from api.http.address import AS_OF, Address, read_address
from api.http.etags import is_current
from api.http.query_runner import MIN_POSITION, Pinned, QueryRunner, Unanswered
from domain.errors import BadInput

FIRST, BEFORE = "first", "before"
"""The parameters that say how many entries there are at most, and before which one."""

LAST = "last"
"""The variable that says how many changes are asked for."""

USUAL = 50

MEDIA_TYPE = "application/atom+xml; charset=utf-8"

QUERY = """
query Feed($filter: EventFilter, $at: Position!, $last: Int!, $before: String) {
  changes(since: {position: 0}, until: {position: $at}, filter: $filter, last: $last, before: $before) {
    nodes {
      position recordedAt entryKind
      event {
        key title position retracted occurred { edtf }
        history {
          position reason changes { field } reports { hedge quote source { ref title publisher } }
        }
      }
    }
    pageInfo { hasPreviousPage startCursor }
  }
}
"""


def feed_route(answers: Answers) -> Route:
    """The feed at its address."""
    return Route("/feed.atom", partial(_respond, answers), methods=["GET"])


async def _respond(answers: Answers, request: Request) -> Response:
    runner = QueryRunner(answers, request)
    try:
        address = runner.read(lambda: read_address(request.query_params, (FIRST, BEFORE)))
        size = runner.read(lambda: _size(address))
        pinned = await runner.pinned(address.moment)
        headers = {"etag": pinned.tag, "cache-control": "no-cache"}
        if is_current(request, pinned.tag) and MIN_POSITION not in request.headers:
            return Response(status_code=304, headers=headers)
        variables = _variables(address, pinned)
        most = runner.page_size(QUERY, variables, LAST)
        answer = await runner.answer(QUERY, variables | {LAST: min(size, most)})
    except Unanswered as error:
        return error.response()
    assert answer.data is not None
    changes = orjson.loads(answer.data["changes"])
    return Response(_feed(request, changes, pinned), headers=headers, media_type=MEDIA_TYPE)


def _size(address: Address) -> int:
    text = address.own.get(FIRST, str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput(f"{FIRST} is a number of entries, not {text[:100]!r}")
    return int(text)


def _variables(address: Address, pinned: Pinned) -> dict[str, Any]:
    # A retraction is news, and what was retracted has been told.
    filter = {"includeRetracted": True} | address.filter
    return {"filter": filter, "at": pinned.position, "before": address.own.get(BEFORE)}


def _feed(request: Request, changes: dict[str, Any], pinned: Pinned) -> bytes:
    nodes, page = changes["nodes"][::-1], changes["pageInfo"]
    asked = [(name, value) for name, value in request.query_params.multi_items() if value.strip()]
    which = [(name, value) for name, value in asked if name not in (FIRST, BEFORE, AS_OF)]
    size = [(name, value) for name, value in asked if name == FIRST]
    older = [*which, *size, (AS_OF, pinned.position), (BEFORE, page["startCursor"])]
    base = str(request.base_url).rstrip("/")
    links = atom.FeedLinks(
        base=base,
        feed=_address(base, which),
        page=_address(base, asked),
        older=_address(base, older) if page["hasPreviousPage"] else None,
    )
    title = ", ".join(f"{name} {value}" for name, value in which)
    return atom.feed(f"annals{': ' if title else ''}{title}", nodes[0]["recordedAt"] if nodes else None, nodes, links)


def _address(base: str, parameters: list[tuple[str, Any]]) -> str:
    return f"{base}/feed.atom{f'?{urlencode(parameters)}' if parameters else ''}"
