"""The moments of the log that people name: a position, or a time."""

from datetime import datetime
from typing import Annotated

import typer

from api.exporting.moments import read_moment
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
    head = session.log.head()
    if not moment.strip():
        return head
    asked = read_moment(moment, "--as-of")
    if isinstance(asked, datetime):
        return _position_at(session, asked)
    if asked > head:
        raise BadInput(f"position {asked} is beyond the head of the log, which is {head}")
    return asked


def _position_at(session: Session, time: datetime) -> int:
    found = session.views.connection.execute(queries.POSITION_AT.encode(), {"time": time})
    position, future = found.fetchone() or (0, False)
    if future:
        raise BadInput(f"--as-of {time.isoformat()} is in the future")
    return int(position)
