"""Everything that can go wrong and that a caller can act on. The message says what is wrong and what would be right."""

from collections.abc import Sequence


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


class Refused(BadInput):
    """An entry that is well formed but cannot be recorded: `index` is its place in the call, `field` the field at fault."""

    def __init__(self, index: int, problem: str, field: str = "") -> None:
        self.index, self.field, self.problem = index, field, problem
        super().__init__(f"entry {index + 1}: {f'{field}: ' if field else ''}{problem}")


class Unreadable(AnnalsError):
    """A stored entry that the present program cannot read; names its position, topic and the reason."""

    def __init__(self, position: int | None, topic: str, reason: str) -> None:
        self.position, self.topic, self.reason = position, topic, reason
        where = "an entry" if position is None else f"the entry at position {position}"
        super().__init__(f"{where} ({topic}) cannot be read: {reason}")


class Busy(AnnalsError):
    """Another writer or worker was in the way for longer than the time allowed; trying again is safe."""
