"""The form of the lines in the log."""

import json
import logging
import sys
from typing import Any

import pytest
from graphql import parse

import api.observability.logs
from api.observability.logs import BackgroundHandler, JsonFormatter, LogFormat, LogLevel, TextFormatter, configure_logs
from api.observability.record import RequestRecord, id_from


def a_line(message: str = "told", **fields: Any) -> logging.LogRecord:
    line = logging.LogRecord("annals.test", logging.WARNING, "", 0, message, None, None)
    line.__dict__.update(created=1764422967.25, fields=fields)
    return line


def test_a_line_of_text_has_time_level_logger_and_message_and_then_the_fields() -> None:
    line = TextFormatter().format(a_line(cost=7, codes=["A", "B"]))

    assert line == "2025-11-29T13:29:27.250Z WARNING annals.test: told cost=7 codes=A,B"


def test_a_line_of_json_has_the_same() -> None:
    line = JsonFormatter().format(a_line(cost=7, codes=["A", "B"]))

    expected = {"time": "2025-11-29T13:29:27.250000Z", "level": "warning", "logger": "annals.test", "message": "told"}
    assert json.loads(line) == expected | {"cost": 7, "codes": ["A", "B"]}


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
@pytest.mark.parametrize("forged", ["a\n2026-01-01 ERROR forged", "a\r\nb", "\x1b[31mred", "a\u2028b"])
def test_nothing_that_is_told_begins_a_line_of_its_own(formatter: logging.Formatter, forged: str) -> None:
    line = formatter.format(a_line(forged, client=forged))

    assert not set(line) & {"\n", "\r", "\x1b"}


def test_a_value_with_spaces_cannot_be_taken_for_two_fields() -> None:
    assert TextFormatter().format(a_line(client="a cost=0")).endswith('client="a cost=0"')


def test_a_failure_is_told_with_its_traceback() -> None:
    try:
        raise ValueError("within")
    except ValueError:
        line = a_line()
        line.exc_info = sys.exc_info()

    assert "ValueError: within" in json.loads(JsonFormatter().format(line))["exception"]
    assert TextFormatter().format(line).endswith("ValueError: within")


@pytest.fixture
def restored() -> Any:
    """Leaves the logs as they were."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("restored")
def test_lines_are_written_from_the_level_on_that_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(LogFormat.JSON, LogLevel.WARNING)
    configure_logs(LogFormat.TEXT, LogLevel.WARNING)

    logging.getLogger("annals.test").info("quiet")
    logging.getLogger("annals.test").warning("loud")
    logging.getLogger().handlers[-1].flush()

    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("WARNING annals.test: loud")


def test_who_logs_does_not_wait_for_a_reader_and_what_was_left_out_is_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.observability.logs, "MOST_WAITING", 3)
    handler = BackgroundHandler(100)
    handler.setFormatter(TextFormatter())

    for _ in range(5):
        handler.emit(a_line())
    handler.flush()

    told = capsys.readouterr().err.splitlines()
    assert len(told) == 4
    assert "2 lines of the log were left out" in told[-1]


@pytest.mark.parametrize("given", [b"abc-1", b"8f3a.b:c/d+e=", b"x" * 128])
def test_a_well_formed_request_id_is_taken_over(given: bytes) -> None:
    assert id_from({b"x-request-id": given}) == given.decode()


@pytest.mark.parametrize("given", [b"", b"a b", b"a\nb", b"x" * 129, "ü".encode(), b'"'])
def test_any_other_is_replaced_by_a_new_one(given: bytes) -> None:
    first, second = (id_from({b"x-request-id": given}) for _ in range(2))

    assert first != second
    assert len(first) == 32


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("{ status { head } }", {"status": "status"}),
        ("{ a: events { totalCount } b: events { totalCount } }", {"a": "events", "b": "events"}),
        ("{ ... { ...F } } fragment F on Query { x: places { totalCount } }", {"x": "places"}),
    ],
)
def test_the_root_fields_are_known_by_their_names_in_the_schema(query: str, fields: dict[str, str]) -> None:
    document = parse(query)
    operation: Any = document.definitions[0]

    assert RequestRecord("1", "POST", "/graphql", "", operation, document, cost=1).root_fields() == fields
    assert RequestRecord("1", "POST", "/graphql", "", operation, document).root_fields() == {}
