"""What every test may rely on, however the session was begun: it ends, and Ctrl-C interrupts it."""

import signal

import pytest


def test_every_test_has_a_time_limit_that_ends_it_wherever_it_waits(pytestconfig: pytest.Config) -> None:
    assert 0 < float(pytestconfig.getini("timeout")) <= 600
    assert pytestconfig.getini("timeout_method") == "thread"


def test_an_interrupt_is_heard_even_where_the_session_was_told_to_ignore_it() -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
