"""Values read from a file, each with the line on which it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.errors import BadInput

DEEPEST = 100
"""How deep lists and mappings may lie in one another: no entry needs more than a dozen."""


class BadFile(BadInput):
    """A file that cannot be read: what is wrong, on which line, and what would be right."""

    def __init__(self, line: int, problem: str) -> None:
        self.line, self.problem = line, problem
        super().__init__(f"line {line}: {problem}")


@dataclass(frozen=True, slots=True)
class Located:
    """A value, its line (from 1), and the same for every part of it, by name or number."""

    value: Any
    line: int
    parts: Mapping[Any, "Located"] = field(default_factory=dict)

    def follow(self, path: Sequence[str | int]) -> "tuple[Located, tuple[str | int, ...]]":
        """The part nearest to the end of a path, and the path as this file has it.

        One thing may stand for a list of one, so a number that the file has not is left out; a name that it has not is kept."""
        here, way = self, list[str | int]()
        for step in path:
            if step in here.parts:
                here = here.parts[step]
            elif isinstance(step, int):
                continue
            way.append(step)
        return here, tuple(way)


def mapping(line: int, pairs: Sequence[tuple[str, Located]]) -> Located:
    """The mapping of these pairs. Raises BadFile where a key stands twice."""
    parts: dict[str, Located] = {}
    for key, part in pairs:
        if key in parts:
            raise BadFile(part.line, f"the field {key!r} stands twice (first on line {parts[key].line}); keep one")
        parts[key] = part
    return Located({key: part.value for key, part in parts.items()}, line, parts)


def sequence(line: int, items: Sequence[Located]) -> Located:
    """The list of these items."""
    return Located([item.value for item in items], line, dict(enumerate(items)))


def entries_in(root: Located) -> Iterator[Located]:
    """The entries that a file holds: the mappings of its list, or its one mapping. Raises BadFile."""
    items = root.parts.values() if isinstance(root.value, list) else (root,)
    for item in items:
        if not isinstance(item.value, dict):
            raise BadFile(item.line, f"{_told(item.value)} is not an entry; a file is a list of them: - {{kind: ..., ...}}")
        yield item


def _told(value: object) -> str:
    text = "a list" if isinstance(value, list) else "an empty value" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
