"""Doing something in another thread while a test goes on, and never after its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any


@contextmanager
def later(seconds: float, act: Callable[..., Any], *arguments: Any) -> Iterator[None]:
    """Acts after so many seconds of the block.

    The block ends only once the action has: it needs what the test's fixtures take away. Where it has not begun, it never does."""
    timer = Timer(seconds, act, arguments)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
