"""What a format cannot hold: noted while it is written, told by count at the end."""

from collections import Counter
from collections.abc import Iterator


class Losses:
    """How many events, or entries of the log, a format left out or shortened, for each reason."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def left_out(self, why: str, count: int = 1, thing: str = "event") -> None:
        """Notes one, or several, that are not in the output."""
        self._counts[thing, "left out", why] += count

    def shortened(self, what: str, thing: str = "event") -> None:
        """Notes one that is in the output without something that is known of it."""
        self._counts[thing, "shortened", what] += 1

    def changed(self, what: str) -> None:
        """Notes an event that is in the output otherwise than it is known."""
        self._counts["event", "changed", what] += 1

    def added(self, why: str, count: int) -> None:
        """Notes events that are in the output though they are none of those asked for."""
        self._counts["event", "added", why] += count

    @property
    def events_left_out(self) -> int:
        """How many events are not in the output."""
        return sum(count for (thing, fate, _), count in self._counts.items() if (thing, fate) == ("event", "left out"))

    def told(self) -> Iterator[str]:
        """A line for each reason: `3 events left out: no place with coordinates`."""
        for (thing, fate, reason), count in sorted(self._counts.items(), key=lambda item: item[0][1:]):
            if count == 0:
                continue
            things = thing if count == 1 else f"{thing.removesuffix('y')}ies" if thing.endswith("y") else f"{thing}s"
            yield f"{count:,} {things} {fate}: {reason}"
