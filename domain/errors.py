"""Everything that can go wrong and that a caller can act on. The message says what is wrong and what would be right."""

from collections.abc import Sequence
from dataclasses import dataclass


class AnnalsError(Exception):
    """Something that annals cannot do; the message is fit for a user's eyes."""


class BadInput(AnnalsError):
    """What was handed in is wrong; nothing was recorded."""


class UnknownName(BadInput):
    """A name that stands for nothing the log knows. `candidates` are the nearest known ones, best first."""

    def __init__(self, what: str, name: str, candidates: Sequence[str] = ()) -> None:
        self.what, self.name, self.candidates = what, name, tuple(candidates)
        hint = f"; did you mean {', '.join(candidates)}?" if candidates else "; nothing known looks like it"
        super().__init__(f"unknown {what} {name!r}{hint}")


class AmbiguousName(BadInput):
    """A name that stands for several. `candidates` are their ids."""

    def __init__(self, what: str, name: str, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(f"{what} {name!r} is ambiguous; give one of the ids {', '.join(candidates)}")


class NoArea(BadInput):
    """An actor that no place lies in, named where a place or state is asked for."""

    def __init__(self, actor: str) -> None:
        super().__init__(f"{actor} is an actor, but neither a state nor a territory: no place lies in it; name a place or a state")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of one entry of a call, and what would be right."""

    index: int
    """The entry's place in the call, from 0."""
    kind: str
    field: tuple[str | int, ...]
    """The way to the field: names, and numbers from 0 in lists; empty for the entry as a whole."""
    message: str

    def __str__(self) -> str:
        field = ".".join(str(part) for part in self.field)
        return f"{self.kind}{': ' if field else ''}{field}: {self.message}"


class Refused(BadInput):
    """Entries that cannot be recorded; nothing was. `problems` has all that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"entry {p.index + 1}: {p}" for p in problems))


class Unreadable(AnnalsError):
    """A stored entry that the present program cannot read; names its position, topic and the reason."""

    def __init__(self, position: int | None, topic: str, reason: str) -> None:
        self.position, self.topic, self.reason = position, topic, reason
        where = "an entry" if position is None else f"the entry at position {position}"
        super().__init__(f"{where} ({topic}) cannot be read: {reason}")


class ViewsUnusable(AnnalsError):
    """The views cannot answer: they are not those of this log, or not those of this program."""


class ViewsOfAnotherLog(ViewsUnusable):
    """The views were folded from entries that the log does not hold."""

    def __init__(self, position: int, head: int) -> None:
        super().__init__(
            f"the views were folded up to position {position} from a log that is not this one: it ends at position {head}, or holds"
            " another entry there, as after a restore from an older backup; run annals rebuild, which folds this log anew"
        )


class ViewsReplaced(ViewsUnusable):
    """Another version of the program has replaced the views."""

    def __init__(self) -> None:
        super().__init__(
            "the views were replaced by those of another version of annals; stop this process and start that version instead"
        )


class ClockAhead(AnnalsError):
    """The last entry was recorded in the future of the database's clock, so that new ones would be recorded there too."""

    def __init__(self, last: str) -> None:
        super().__init__(
            f"nothing was recorded: the last entry was recorded at {last}, which lies in the future of the database server's clock;"
            " set the clock right, or wait until then, or set ANNALS_CLOCK_AHEAD=warn to record after that time"
        )


class Busy(AnnalsError):
    """Another writer or worker was in the way for longer than the time allowed; trying again is safe."""


class Unavailable(Busy):
    """The database does not answer; trying again once it does is safe."""


class NotYetVisible(AnnalsError):
    """Entries that are recorded, but that the views do not have yet: queries do not find them, and nothing is lost.

    `position` is that of the last of them; `reason` says why the views do not have them, `remedy` what to do."""

    def __init__(self, position: int, reason: str, remedy: str) -> None:
        self.position = position
        recorded = f"the entries are recorded, up to position {position}"
        super().__init__(f"{recorded}, but queries do not find them yet: {reason}; {remedy}")
