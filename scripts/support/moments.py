"""The moments of the log that people name: a position, or a time."""

from datetime import datetime
from typing import Annotated

import typer

from domain.errors import BadInput
from domain.log import queries
from scripts.support.session import Session

AsOfOption = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="MOMENT", help="As known at a position (731) or a time (2025-09-04T00:00:00Z).", show_default="now"
    ),
]


def position_of(session: Session, moment: str) -> int:
    """The position that a moment stands for, the head where it is empty. Raises BadInput."""
    head, text = session.log.head(), moment.strip()
    if not text:
        return head
    if text.isascii() and text.isdigit() and len(text) < 20:
        if int(text) > head:
            raise BadInput(f"position {text} is beyond the head of the log, which is {head}")
        return int(text)
    return _position_at(session, _time(text))


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--as-of {text!r} is neither a position nor a time; write 731 or 2025-09-04T00:00:00Z") from error
    if time.tzinfo is None:
        raise BadInput(f"--as-of {text!r} has no time zone; write it with Z or an offset: 2025-09-04T00:00:00Z")
    return time


def _position_at(session: Session, time: datetime) -> int:
    found = session.views.connection.execute(queries.POSITION_AT.encode(), {"time": time})
    position, future = found.fetchone() or (0, False)
    if future:
        raise BadInput(f"--as-of {time.isoformat()} is in the future")
    return int(position)
