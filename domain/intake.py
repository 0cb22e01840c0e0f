"""Reading entries that come from outside: each field checked, each name resolved, all problems told at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from domain.entries import Entry
from domain.errors import BadInput
from domain.kinds import ENTRY_KINDS
from domain.names import nearest
from domain.packing import find_kind
from domain.values.refs import Resolver


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of one entry, and what would be right."""

    index: int
    """The entry's place in the call, from 0."""
    kind: str
    field: tuple[str | int, ...]
    """The way to the field: names, and numbers from 0 in lists; empty for the entry as a whole."""
    message: str

    def __str__(self) -> str:
        field = ".".join(str(part) for part in self.field)
        return f"{self.kind}{': ' if field else ''}{field}: {self.message}"


class Invalid(BadInput):
    """Entries that cannot be read; `problems` has them all."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"entry {p.index + 1}: {p}" for p in problems))


def read_entries(raws: Sequence[Mapping[str, Any]], resolver: Resolver | None) -> list[Entry]:
    """The entries that raw mappings stand for. Raises Invalid with every problem of every entry."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for index, raw in enumerate(raws):
        try:
            entries.append(_read(raw, resolver))
        except ValidationError as error:
            problems += _problems(index, str(raw.get("kind")), error)
        except ValueError as error:
            problems.append(Problem(index, "entry", (), str(error)))
    if problems:
        raise Invalid(problems)
    return entries


def _read(raw: Mapping[str, Any], resolver: Resolver | None) -> Entry:
    if not isinstance(raw, Mapping):
        raise ValueError("is not a mapping of fields; write {kind: ..., ...}")
    kind = find_kind(raw.get("kind"), ENTRY_KINDS)
    return kind.model_validate({k: v for k, v in raw.items() if k != "kind"}, context=resolver)


def _problems(index: int, kind: str, error: ValidationError) -> Iterator[Problem]:
    cls = find_kind(kind, ENTRY_KINDS)
    for e in error.errors(include_url=False):
        message = MESSAGES.get(e["type"], lambda cls, e: str(e["msg"]))(cls, e)
        yield Problem(index, kind, tuple(e["loc"]), message.removeprefix("Value error, "))


def _unknown_field(kind: type[Entry], error: Any) -> str:
    if len(error["loc"]) > 1:
        return "no such field here"
    near = nearest(str(error["loc"][-1]), kind.model_fields)
    hint = f"did you mean {', '.join(near)}?" if near else f"its fields are {', '.join(kind.model_fields)}"
    return f"{kind.kind()} has no such field; {hint}"


def _not_one_of(kind: type[Entry], error: Any) -> str:
    return f"{error['input']!r} is not one of {error['ctx']['expected']}"


MESSAGES = {
    "extra_forbidden": _unknown_field,
    "missing": lambda kind, error: "is missing",
    "enum": _not_one_of,
}
"""What to say of pydantic's errors where its own words do not name the remedy."""
