"""Waiting for something to read from a socket, in Python's event loop and in the one that serves."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvloop

from api.readable import Readable

Loop = Callable[[], asyncio.AbstractEventLoop]
Work = Callable[[Readable, socket.socket, socket.socket], Awaitable[Any]]


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def loop(request: pytest.FixtureRequest) -> Loop:
    made: Loop = request.param
    return made


def in_loop(loop: Loop, work: Work) -> Any:
    """What some work gives with one end of a pair of sockets, watched, that end and the other."""

    async def run() -> Any:
        here, there = socket.socketpair()
        readable = Readable(here.fileno())
        try:
            return await asyncio.wait_for(work(readable, here, there), 10)
        finally:
            readable.leave()
            here.close()
            there.close()

    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(run())


def test_what_comes_is_told_again_and_again(loop: Loop) -> None:
    async def work(readable: Readable, here: socket.socket, there: socket.socket) -> bytes:
        told = b""
        for number in range(3):
            waiting = asyncio.create_task(readable.wait())
            await asyncio.sleep(0.01)
            assert not waiting.done()
            there.send(b"%d" % number)
            await waiting
            told += here.recv(10)
        return told

    assert in_loop(loop, work) == b"012"


def test_what_came_before_anybody_waited_is_told(loop: Loop) -> None:
    async def work(readable: Readable, here: socket.socket, there: socket.socket) -> bytes:
        there.send(b"early")
        await readable.wait()
        here.recv(10)
        there.send(b"unasked")
        await asyncio.sleep(0.05)
        await readable.wait()
        return here.recv(10)

    assert in_loop(loop, work) == b"unasked"


def test_who_waits_no_longer_leaves_nothing_behind(loop: Loop) -> None:
    async def work(readable: Readable, here: socket.socket, there: socket.socket) -> bytes:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(readable.wait(), 0.05)
        there.send(b"later")
        await readable.wait()
        return here.recv(10)

    assert in_loop(loop, work) == b"later"


def test_an_end_is_told(loop: Loop) -> None:
    async def work(readable: Readable, here: socket.socket, there: socket.socket) -> bytes:
        waiting = asyncio.create_task(readable.wait())
        await asyncio.sleep(0.01)
        there.close()
        await waiting
        return here.recv(10)

    assert in_loop(loop, work) == b""


def test_an_end_that_leaves_something_unread_is_told_as_often_as_there_is_something_to_read(loop: Loop) -> None:
    async def work(readable: Readable, here: socket.socket, there: socket.socket) -> bytes:
        here.send(b"question")
        there.send(b"no")
        there.close()
        told = b""
        for _ in range(2):
            await readable.wait()
            told += here.recv(1)
        await readable.wait()
        with pytest.raises(ConnectionResetError):
            here.recv(1)
        return told

    assert in_loop(loop, work) == b"no"
