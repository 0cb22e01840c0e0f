"""Structured logs: every line of the process in one form, as text for people or as JSON for programs.

A thread of its own writes them, so that nobody waits for a terminal that is paused or a pipe that nobody reads."""

import json
import logging
import re
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import orjson

from api.observability.record import request_id

MOST_WAITING = 10_000
"""How many lines wait to be written at most; those that do not fit are counted and left out."""

PAUSE = 0.05
"""Seconds for which lines are gathered before they are written together."""

ATOMIC = 4096
"""How many bytes a pipe takes at once, so that the lines of several processes stay whole."""

ALONE = 100_000
"""How many bytes a process writes at once that shares standard error with no other."""

LEAVE = 1.0
"""Seconds that a process that ends waits for what is still to be written."""


POLL = 0.005

PLAIN = re.compile(r"[!#-<>-~]+")
"""The values that stand in a line of text as they are: without spaces, quotation marks and equals signs."""

LIBRARIES = {"uvicorn": logging.WARNING, "asyncio": logging.WARNING, "psycopg.pool": logging.ERROR}
"""From which level on the lines of libraries are written, unless the level is debug: what else they say, annals says itself."""


class LogFormat(StrEnum):
    """What a line of the log looks like."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """From which level on lines are written; the line of each request has the level info, or a higher one where it failed."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class JsonFormatter(logging.Formatter):
    """A JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        parts = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info:
            parts["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(parts, default=str, option=orjson.OPT_UTC_Z).decode()


class TextFormatter(logging.Formatter):
    """Time, level, logger and message, and then the fields as name=value. Only a traceback takes more lines."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
        message = record.getMessage()
        if not message.isprintable():
            message = "".join(c if c.isprintable() else repr(c)[1:-1] for c in message)
        shown = [f"{time} {record.levelname} {record.name}: {message}"]
        shown += [f"{name}={_shown(value)}" for name, value in fields_of(record).items()]
        line = " ".join(shown)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def fields_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """The fields that a line was given; one that was given none has at least the id of the request that it is about."""
    given: Mapping[str, Any] | None = getattr(record, "fields", None)
    if given is None:
        given = {"request_id": id} if (id := request_id()) else {}
    return given


def _shown(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else ",".join(value) if isinstance(value, list) else str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text)


class BackgroundHandler(logging.Handler):
    """Writes lines to standard error, from a thread that begins with the first."""

    def __init__(self, block: int) -> None:
        """`block`: how many bytes are written at once."""
        super().__init__()
        self._block = block
        self._lines: deque[str] = deque()
        self._dropped = 0
        self._there_are_some = Event()
        self._is_writing = False
        self._writer: Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception:
            self.handleError(record)
            return
        if len(self._lines) >= MOST_WAITING:
            self._dropped += 1
            return
        self._lines.append(line)
        if self._writer is None:
            self._writer = Thread(target=self._write_for_ever, name="annals-log", daemon=True)
            self._writer.start()
        if not self._there_are_some.is_set():
            self._there_are_some.set()

    def flush(self) -> None:
        """Returns once everything is written, or after a second."""
        deadline = monotonic() + LEAVE
        while (self._lines or self._is_writing) and monotonic() < deadline:
            sleep(POLL)

    def _write_for_ever(self) -> None:
        while True:
            self._there_are_some.wait()
            sleep(PAUSE)
            self._is_writing = True
            self._there_are_some.clear()
            for block in _blocks(self._taken(), self._block):
                _write(block)
            self._is_writing = False

    def _taken(self) -> list[str]:
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            message = f"{dropped} lines of the log were left out: standard error was not read fast enough"
            lines.append(self.format(logging.LogRecord(__name__, logging.WARNING, "", 0, message, None, None)))
        return lines


def _blocks(lines: list[str], most: int) -> Iterator[str]:
    """The lines in as few texts as have so many characters at most."""
    block = ""
    for line in lines:
        if block and len(block) + len(line) >= most:
            yield block
            block = ""
        block += line + "\n"
    yield block


def _write(text: str) -> None:
    # Standard error may be closed, or be another one than when the logs began.
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(text)
        sys.stderr.flush()


def configure_logs(format: LogFormat, level: LogLevel, *, shared: bool = False) -> None:
    """Gives all lines of this process that have at least this level one form. `shared`: whether others write to the same place."""
    handler = BackgroundHandler(ATOMIC if shared else ALONE)
    handler.setFormatter(JsonFormatter() if format is LogFormat.JSON else TextFormatter())
    root = logging.getLogger()
    for other in [other for other in root.handlers if isinstance(other, BackgroundHandler)]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(level.upper())
    # No line tells them, and to find them out takes longer than the rest of a line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for name, least in LIBRARIES.items():
        logging.getLogger(name).setLevel(logging.NOTSET if level is LogLevel.DEBUG else max(least, root.level))
