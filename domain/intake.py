"""Reading entries that come from outside: each field checked, each name resolved, all problems told at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from domain.entries import Entry
from domain.errors import Problem, Refused
from domain.kinds import BY_NAME, BY_TOPIC
from domain.names import nearest
from domain.packing import LOGGED, find_kind
from domain.revisions import ReportCorrected
from domain.values.refs import AsRecorded, Resolver
from domain.values.report import Report
from domain.values.text import ActorId, Key, Language, Sha256, Slug


def read_entries(raws: Sequence[Mapping[str, Any]], resolver: Resolver | None) -> list[Entry]:
    """The entries that raw mappings stand for. Raises Refused with every problem of every entry."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for index, raw in enumerate(raws):
        try:
            entries.append(_read(raw, resolver))
        except ValidationError as error:
            problems += _problems(index, raw, error, resolver)
        except _Unplaced as error:
            problems.append(Problem(index, "entry", error.field, str(error)))
    if problems:
        raise Refused(problems)
    return entries


class _Unplaced(ValueError):
    """An entry of which not even the kind is known."""

    def __init__(self, message: str, *field: str) -> None:
        self.field = field
        super().__init__(message)


def _read(raw: Mapping[str, Any], resolver: Resolver | None) -> Entry:
    if not isinstance(raw, Mapping):
        raise _Unplaced("is not a mapping of fields; write {kind: ..., ...}")
    kind, context, fields = _kind(raw), _context(raw, resolver), {**raw}
    del fields["kind"]
    fields.pop(LOGGED, None)
    # As model_validate does, without its options.
    entry: Entry = kind.__pydantic_validator__.validate_python(fields, context=context)
    return entry


def _context(raw: Mapping[str, Any], resolver: Resolver | None) -> Resolver | None:
    if LOGGED not in raw:
        return resolver
    if not isinstance(raw[LOGGED], Mapping):
        raise _Unplaced("is what annals export notes of an entry; leave it out", LOGGED)
    return resolver and AsRecorded(resolver)


def _kind(raw: Mapping[str, Any]) -> type[Entry]:
    name = raw.get("kind")
    if name is None:
        raise _Unplaced("is missing; say what the entry is: kind: SummitHeld", "kind")
    try:
        return find_kind(str(name), BY_NAME)
    except ValueError as error:
        raise _Unplaced(str(error), "kind") from error


def _problems(index: int, raw: Mapping[str, Any], error: ValidationError, resolver: Resolver | None) -> Iterator[Problem]:
    kind = _kind(raw)
    for e in error.errors(include_url=False):
        way = e["loc"]
        if len(way) > 1 and way[0] == "changes":
            model = _owner(_changing(kind, raw, resolver), raw["changes"], way[1:])
        else:
            model = _owner(kind, raw, way)
        tell = MESSAGES.get(e["type"])
        message = tell(model, e) if tell else str(e["msg"])
        yield Problem(index, kind.kind(), tuple(e["loc"]), message.removeprefix("Value error, "))


def _changing(kind: type[Entry], raw: Mapping[str, Any], resolver: Resolver | None) -> type[BaseModel]:
    """What it is that a correction changes: a report, or an event of which kind."""
    if kind is ReportCorrected:
        return Report
    return BY_TOPIC[resolver.kind(resolver.event(str(raw["event"])))] if resolver else kind


def _owner(model: type[BaseModel], raw: Any, path: Sequence[str | int]) -> type[BaseModel]:
    """Whose field the last step of a path is: that of the entry, or of a part of it."""
    for step in path[:-1]:
        raw = raw[step] if isinstance(raw, Mapping) and step in raw else raw
        if isinstance(step, str) and step in model.model_fields:
            named = isinstance(raw, Mapping) and raw.get("kind")
            model = _kind(raw) if named else next(_models(model.model_fields[step].annotation), model)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _unknown_field(model: type[BaseModel], error: Any) -> str:
    near = nearest(str(error["loc"][-1]), model.model_fields)
    hint = f"did you mean {', '.join(near)}?" if near else f"its fields are {', '.join(model.model_fields)}"
    return f"{model.__name__} has no such field; {hint}"


def _not_one_of(model: type[BaseModel], error: Any) -> str:
    return f"{error['input']!r} is not one of {error['ctx']['expected']}"


def _no_text(model: type[BaseModel], error: Any) -> str:
    given = "is empty" if error["input"] is None else f"{error['input']!r} is not text"
    return f"{given}; write text, or leave the field out"


def _mismatch(model: type[BaseModel], error: Any) -> str:
    wanted = PATTERNS.get(error["ctx"]["pattern"], f"what matches {error['ctx']['pattern']}")
    return f"{error['input']!r} will not do; write {wanted}"


def _too_few(model: type[BaseModel], error: Any) -> str:
    return f"needs at least {error['ctx']['min_length']}, but has {error['ctx']['actual_length']}"


def _too_many(model: type[BaseModel], error: Any) -> str:
    return f"may have at most {error['ctx']['max_length']}, but has {error['ctx'].get('actual_length') or 'more'}"


PATTERNS = {
    get_args(Slug)[1].pattern: "lower-case letters and digits, joined by hyphens: kim-jong-un",
    get_args(ActorId)[1].pattern: "lower-case letters and digits, joined by hyphens (kim-jong-un), or a state's three-letter code",
    get_args(Key)[1].pattern: "letters, digits and . _ : / @ + -, without blanks: summit-rus-prk-2025-09-03",
    get_args(Language)[1].pattern: "a language tag: en, ko, zh-Hans",
    get_args(Sha256)[1].pattern: "64 hexadecimal digits",
}
"""What fits the patterns of texts, in words."""

MESSAGES: dict[str, Callable[[type[BaseModel], Any], str]] = {
    "extra_forbidden": _unknown_field,
    "missing": lambda model, error: "is missing",
    "enum": _not_one_of,
    "string_type": _no_text,
    "string_pattern_mismatch": _mismatch,
    "string_too_short": lambda model, error: "is empty; write text, or leave the field out",
    "string_too_long": lambda model, error: f"is longer than {error['ctx']['max_length']:,} characters",
    "too_short": _too_few,
    "too_long": _too_many,
    "bool_parsing": lambda model, error: f"{error['input']!r} is neither true nor false",
    "int_parsing": lambda model, error: f"{error['input']!r} is not a whole number",
    "float_parsing": lambda model, error: f"{error['input']!r} is not a number",
    "model_type": lambda model, error: f"{error['input']!r} is not a mapping of fields; write {{field: value, ...}}",
    "dict_type": lambda model, error: f"{error['input']!r} is not a mapping; write {{name: value, ...}}",
}
"""What to say of pydantic's errors where its own words do not name the remedy."""
