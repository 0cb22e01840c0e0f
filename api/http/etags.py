"""Validators: what tells whether an answer that a client or a cache keeps is still the answer."""

import hashlib
from typing import Any, NamedTuple

from psycopg import AsyncConnection
from starlette.requests import Request

from api.answering.reader import Reader
from domain.log import queries
from projections.checkpoint import BUILD

STATE = f"SELECT position, ({queries.HEAD}), {BUILD} FROM checkpoint"
"""What answers depend on: how far the views have come, how far the log goes, and which build of the views it is."""


class State(NamedTuple):
    """What answers depend on at one moment."""

    position: int
    head: int
    build: int


async def look(conn: AsyncConnection[Any]) -> State:
    """How things stand."""
    return State(*await (await conn.execute(STATE.encode())).fetchone() or (0, 0, 0))


async def validator(reader: Reader, request: Request) -> str:
    """The ETag of the answer to a GET request as things stand. Raises Busy.

    What is answered a moment later may know more than its tag says."""
    position, head, build = await reader.read(look)
    return tag_of(request, position, head, build)


def tag_of(request: Request, *state: int) -> str:
    """The ETag of the answer to a GET request, by what it depends on. It is weak, since members of JSON have no order."""
    asked = f"{request.url.query}\n{request.headers.get('accept', '')}"
    return f'W/"{"-".join(map(str, state))}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"'


def is_current(request: Request, tag: str) -> bool:
    """Whether the client says that it has this very answer."""
    return _opaque(tag) in (_opaque(part) for part in request.headers.get("if-none-match", "").split(","))


def accepts_any(request: Request) -> bool:
    """Whether the client wants an answer only where there is none as yet (`If-None-Match: *`)."""
    return request.headers.get("if-none-match", "").strip() == "*"


def _opaque(tag: str) -> str:
    return tag.strip().removeprefix("W/")
