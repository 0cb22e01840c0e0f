"""What a test does in another thread is over when its block is."""

import time
from threading import Event

from later import later


def test_an_action_that_has_begun_is_waited_for() -> None:
    begun, done = Event(), Event()

    def act() -> None:
        begun.set()
        time.sleep(0.1)
        done.set()

    with later(0, act):
        begun.wait()

    assert done.is_set()


def test_an_action_that_has_not_begun_never_does() -> None:
    done = Event()

    with later(60, done.set):
        pass

    assert not done.is_set()
