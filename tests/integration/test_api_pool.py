"""The API's connections to the database: whose turn it is."""

import asyncio
from typing import Any

import psycopg
import pytest
from world import World

import api.pool
from api.connection import ReadingConnection
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
