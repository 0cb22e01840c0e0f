"""The API's connections to the database: whose turn it is."""

import asyncio
import json
from typing import Any

import httpx
import psycopg
import pytest
from world import BASE_URL, World

import api.pool
from api.app import create_app
from api.connection import ReadingConnection
from api.limits.limits import Limits
from api.pool import ReadingPool
from domain.errors import Busy


async def now(conn: ReadingConnection) -> Any:
    """Something the database answers at once."""
    return (await conn.fetch(b"SELECT 'now'", [])).get_value(0, 0)


async def later(conn: ReadingConnection) -> Any:
    """Something that takes the connection for a while."""
    return await conn.fetch(b"SELECT pg_sleep(0.3)::text", [])


def test_who_has_to_wait_too_long_for_a_turn_is_told_that_too_many_ask(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.pool, "WAIT", 0.1)

    async def ask() -> Any:
        async with ReadingPool(world.url, 1) as pool:
            first = asyncio.create_task(pool.read(later))
            await asyncio.sleep(0)
            with pytest.raises(Busy, match="too many requests at once; ask again"):
                await pool.read(now)
            await first
            return await pool.read(now)

    assert asyncio.run(ask()) == b"now"


def test_heavy_queries_never_hold_more_connections_than_they_may(world: World) -> None:
    limits = Limits(heavy_connections=2)
    held, most = 0, 0

    async def heavy(conn: ReadingConnection) -> Any:
        nonlocal held, most
        held += 1
        most = max(most, held)
        await conn.fetch(b"SELECT pg_sleep(0.05)::text", [])
        held -= 1

    async def ask() -> list[Any]:
        async with ReadingPool(world.url, 4, limits) as pool:
            all = [asyncio.create_task(pool.read(heavy, limits.heavy_cost + 1)) for _ in range(8)]
            await asyncio.sleep(0)
            # Those are still at it when the cheap ones have been answered.
            found = [await pool.read(now, limits.heavy_cost) for _ in range(3)]
            assert not all[-1].done()
            await asyncio.gather(*all)
            return found

    assert asyncio.run(ask()) == [b"now"] * 3
    assert most == 2


def test_a_query_takes_no_more_than_one_processor(world: World) -> None:
    async def workers(conn: ReadingConnection) -> Any:
        return (await conn.fetch(b"SELECT current_setting('max_parallel_workers_per_gather')", [])).get_value(0, 0)

    async def ask() -> Any:
        async with ReadingPool(world.url, 1) as pool:
            return await pool.read(workers)

    assert asyncio.run(ask()) == b"0"


def test_a_heavy_query_too_many_is_told_that_the_server_is_busy(article: World) -> None:
    query = {"query": "{ eventGroups(by: [KIND]) { eventCount } }"}

    async def ask() -> list[httpx.Response]:
        app = create_app(article.url, follow=False, limits=Limits(heavy_cost=10, heavy_connections=1, heavy_waiting=2))
        transport = httpx.ASGITransport(app)
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
            first = await asyncio.gather(*(client.post("/graphql", json=query) for _ in range(9)))
            known = await asyncio.gather(*(client.post("/graphql", json=query) for _ in range(9)))
            return [*first, *known]

    found = asyncio.run(ask())

    answers, hints = [each.json() for each in found], [each.headers.get("retry-after") for each in found]
    refused = [answer["errors"] for answer in answers if "errors" in answer]
    assert hints == ["5" if "errors" in answer else None for answer in answers]
    message = "too many heavy queries at once; ask again in 5 seconds"
    assert refused
    assert all(errors == [{"message": message, "extensions": {"code": "BUSY", "retryAfter": 5}}] for errors in refused)
    assert len({json.dumps(answer["data"]) for answer in answers if "errors" not in answer}) == 1


def test_turns_are_taken_one_after_the_other_and_none_is_lost_with_those_who_leave(world: World) -> None:
    async def ask() -> Any:
        async with ReadingPool(world.url, 1) as pool:
            first = asyncio.create_task(pool.read(later))
            await asyncio.sleep(0)
            leaving = [asyncio.create_task(pool.read(now)) for _ in range(3)]
            staying = [asyncio.create_task(pool.read(now)) for _ in range(3)]
            await asyncio.sleep(0)
            for task in [first, *leaving]:
                task.cancel()
            return await asyncio.gather(first, *leaving, *staying, return_exceptions=True)

    *left, one, two, three = asyncio.run(ask())

    assert [type(each) for each in left] == [asyncio.CancelledError] * 4
    assert [one, two, three] == [b"now"] * 3


def test_a_connection_that_the_server_ended_is_not_handed_on(world: World) -> None:
    async def end(conn: ReadingConnection) -> Any:
        with psycopg.connect(world.url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (conn.info.backend_pid,))
        return await now(conn)

    async def ask() -> Any:
        async with ReadingPool(world.url, 1) as pool:
            return await asyncio.gather(pool.read(end), *(pool.read(now) for _ in range(3)), return_exceptions=True)

    ended, *others = asyncio.run(ask())

    assert isinstance(ended, Busy)
    assert others == [b"now"] * 3
