"""Moments of the log as people write them: a position, or a time."""

from datetime import datetime

from domain.errors import BadInput


def read_moment(text: str, spelled: str) -> int | datetime:
    """The position or the time that a text gives. `spelled`: what it is the value of, for errors. Raises BadInput."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 20:
        return int(text)
    try:
        # In an address a `+` that nobody encoded has become a space.
        time = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError as error:
        raise BadInput(f"{spelled} {text[:100]!r} is neither a position nor a time; write 731 or 2025-09-04T00:00:00Z") from error
    if time.tzinfo is None:
        raise BadInput(f"{spelled} {text!r} has no time zone; write it with Z or an offset: 2025-09-04T00:00:00Z")
    return time
