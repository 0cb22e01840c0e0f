"""The sealed log as static files, for whoever wants to mirror, monitor or witness it: C2SP's tlog-tiles below /log."""

from typing import Any

from psycopg import AsyncConnection
from psycopg.errors import UndefinedTable
from psycopg.rows import tuple_row
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from api.pool import ReadingPool
from domain.errors import Busy, ViewsUnusable
from domain.log.seal import sql
from domain.log.seal.tiles import HEIGHT, WIDTH, NoSuchTile, bundle, read_tile_path

TLOG_URL = "/log"
"""The prefix of the log."""

MUTABLE = {"cache-control": "no-cache"}
IMMUTABLE = {"cache-control": "public, max-age=31536000, immutable"}

NOT_FOUND = "this log has no such file; see https://c2sp.org/tlog-tiles\n"


def tlog_routes(pool: ReadingPool) -> Mount:
    """The files of the log."""
    files = TlogFiles(pool)
    routes = [Route("/checkpoint", files.checkpoint), Route("/tile/{path:path}", files.tile)]
    return Mount(TLOG_URL, routes=routes, middleware=[Middleware(GZipMiddleware)])


class TlogFiles:
    """Answers from the tables of the seal, as far as they have been signed."""

    def __init__(self, pool: ReadingPool) -> None:
        self._pool = pool

    async def checkpoint(self, request: Request) -> Response:
        """The last checkpoint, with the cosignatures of witnesses."""

        async def look(conn: AsyncConnection[Any]) -> str:
            ((size, _, note),) = await _rows(conn, f"{sql.SIGNED} ORDER BY size DESC LIMIT 1") or ((0, 0, ""),)
            return note + "".join([line for (line,) in await _rows(conn, sql.COSIGNATURES, size)])

        return await self._answer(look, lambda note: PlainTextResponse(note, headers=MUTABLE) if note else None)

    async def tile(self, request: Request) -> Response:
        """A tile of the tree, or a bundle of entries."""
        try:
            level, index, width = read_tile_path(request.path_params["path"])
        except NoSuchTile:
            return _not_found()

        async def look(conn: AsyncConnection[Any]) -> list[bytes]:
            ((size,),) = await _rows(conn, f"SELECT coalesce(max(size), 0) FROM {sql.CHECKPOINT}")
            start, end = index * WIDTH, index * WIDTH + width
            if end > size >> HEIGHT * (level or 0):
                return []
            if level:
                return [hash for (hash,) in await _rows(conn, sql.HASHES, level, start, end)]
            return [hash for (hash,) in await _rows(conn, sql.ENTRIES if level is None else sql.LEAF_HASHES, start, end)]

        def written(found: list[bytes]) -> Response | None:
            if len(found) < width:
                return None
            data = bundle(found) if level is None else b"".join(found)
            return Response(data, media_type="application/octet-stream", headers=IMMUTABLE)

        return await self._answer(look, written)

    async def _answer(self, look: Any, written: Any) -> Response:
        """What is written of what was found; 404 where that is nothing."""
        try:
            return written(await self._pool.read(look)) or _not_found()
        except UndefinedTable:
            return _not_found()
        except (Busy, ViewsUnusable) as error:
            return PlainTextResponse(f"{error}\n", 503, headers={"retry-after": "1"})


def _not_found() -> Response:
    return PlainTextResponse(NOT_FOUND, 404)


async def _rows(conn: AsyncConnection[Any], query: str, *params: object) -> list[Any]:
    async with conn.cursor(row_factory=tuple_row, binary=True) as cursor:
        return await (await cursor.execute(query.encode(), params or None)).fetchall()
