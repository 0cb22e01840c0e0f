"""Reading a log while others append to it."""

from threading import Event

from domain.log import Log, Recorded


def follow(log: Log, done: Event, limit: int) -> list[Recorded]:
    """Everything that a reader sees who asks again and again for what came after the last it saw, until all is done."""
    seen: list[Recorded] = []
    while True:
        last_round = done.is_set()
        page = log.read(after=seen[-1].position if seen else 0, limit=limit)
        seen += page
        if last_round and not page:
            return seen
