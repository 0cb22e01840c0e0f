"""Closes connections whose clients take too long over sending a request, so that half-sent ones cannot pile up."""

from asyncio import Transport
from asyncio.events import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class ReadTimeoutProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with a limit on the time from the first byte of a request to its last."""

    def __init__(self, *arguments: Any, read_timeout: float, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._read_timeout = read_timeout
        self._read_timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._start_timer()
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self._stop_timer()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._stop_timer()
        super().handle_websocket_upgrade()

    def _start_timer(self) -> None:
        self._stop_timer()
        self._read_timer = self.loop.call_later(self._read_timeout, self._time_out)

    def _stop_timer(self) -> None:
        if self._read_timer is not None:
            self._read_timer.cancel()
            self._read_timer = None

    def _time_out(self) -> None:
        # An earlier request of the same connection is still being answered, or the server itself has stopped reading.
        is_waiting_for_us = self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body
        if is_waiting_for_us or self.flow.read_paused:
            self._start_timer()
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(TIMED_OUT)
        self.transport.close()
