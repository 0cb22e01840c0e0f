"""What there is to say of each kind of event, all of it from its class: for `annals kinds` and for docs/kinds.md."""

from collections.abc import Iterable, Iterator
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from api.types.enums import member_docs
from domain.codes import Coding
from domain.events import EVENT_KINDS, FAMILIES
from domain.events.base import Event
from domain.kinds import BY_NAME
from domain.packing import by_name, unknown_kind
from domain.values.dates import Edtf
from domain.values.party import Party
from domain.values.refs import ActorRef, EventRef, PlaceRef

Listed = dict[str, Any]

WORDS: tuple[tuple[Any, str], ...] = (
    (Edtf, "date"),
    (PlaceRef, "place"),
    (ActorRef, "actor"),
    (EventRef, "event"),
    (bool, "yes or no"),
    (int, "number"),
    (float, "number"),
)
"""What the values of a field are called. The first that a type equals or is a class of."""

UNCODED = "It has no codes: it is no act of one towards another."

EXAMPLE_DAY = "2025-03-11"


def listing() -> list[Listed]:
    """All kinds, family by family."""
    return [listed(kind) for kind in EVENT_KINDS]


def listed(kind: type[Event]) -> Listed:
    """One kind: family, meaning, fields, codes, synonyms and an example."""
    return {
        "kind": kind.kind(),
        "family": _family(kind),
        "meaning": kind.__doc__,
        "fields": [_field(kind, name) for name in kind.own_fields()],
        "codes": [_coded(kind, value, coding) for value, coding in kind.codings().items()],
        "synonyms": sorted(kind.SYNONYMS),
        "example": example(kind),
    }


def example(kind: type[Event]) -> Listed:
    """An entry of the kind, as a file could have it."""
    key = f"{kind.TOPIC.replace('_', '-')}-{EXAMPLE_DAY}"
    return {"kind": kind.kind(), "key": key, "occurred": EXAMPLE_DAY, **kind.EXAMPLE}


def example_yaml(kind: type[Event]) -> str:
    """The example as YAML."""
    fields = (f"{name}: {_in_a_line(value)}" for name, value in example(kind).items())
    return "- " + "\n  ".join(fields) + "\n"


def _in_a_line(value: Any) -> str:
    dumped = yaml.safe_dump([value], default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000)
    return dumped.strip().removeprefix("[").removesuffix("]")


def find(name: str) -> type[Event] | None:
    """The kind of that name: as files call it, as GraphQL does, or in whatever case."""
    plain = name.replace("_", "").casefold()
    return next((kind for kind in EVENT_KINDS if kind.__name__.casefold() == plain), None)


def unknown(name: str) -> str:
    """What to say of a name that is no kind of event."""
    if name in BY_NAME:
        return f"{name} is an entry about the cast or a revision, and no kind of event; annals schema --entries has its fields"
    return unknown_kind(name, by_name(EVENT_KINDS))


def common_fields() -> list[Listed]:
    """The fields that every kind has."""
    return [_field(Event, name) for name in Event.model_fields]


def _family(kind: type[Event]) -> str:
    module = next(family for family in FAMILIES if kind in family.KINDS)
    return (module.__doc__ or "").partition("\n")[0].rstrip(".")


def _field(kind: type[Event], name: str) -> Listed:
    info = kind.model_fields[name]
    found: Listed = {"name": name, "type": _type(info.annotation), "required": info.is_required(), "meaning": info.description}
    if how := kind.party_fields().get(name):
        found |= {"role": how.role.value, "side": how.side.value}
    for enum in _parts(info.annotation, Enum):
        found["values"] = {member.value: member_docs(enum)[member.name] for member in enum}
    for model in (m for m in _parts(info.annotation, BaseModel) if m.__name__ not in ("Party", "Estimate", "Report")):
        of_party = Party.model_fields if issubclass(model, Party) else ()
        found["parts"] = {part: about.description for part, about in model.model_fields.items() if part not in of_party}
    return found


def _type(annotation: Any) -> str:
    """What values of a type are called."""
    for known, word in WORDS:
        if annotation == known:
            return word
    if get_origin(annotation) in (Union, UnionType):
        return _type(next(part for part in get_args(annotation) if part is not type(None)))
    if get_origin(annotation) is tuple:
        return f"list of {_plural(_type(get_args(annotation)[0]))}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "choice"
    if isinstance(annotation, type) and issubclass(annotation, Party):
        return "party"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {"Estimate": "figure", "Report": "report"}.get(annotation.__name__, "part")
    return "text"


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def _parts(annotation: Any, base: type) -> Iterator[Any]:
    if isinstance(annotation, type) and issubclass(annotation, base):
        yield annotation
    for part in get_args(annotation):
        yield from _parts(part, base)


def _coded(kind: type[Event], value: Any, coding: Coding) -> Listed:
    scored = kind.IS_ACT and coding.goldstein is not None
    return {
        "when": " and ".join(str(part) for part in value if part) if isinstance(value, tuple) else _when(kind, value),
        "plover": "/".join(filter(None, (coding.plover, coding.mode))) or None,
        "cameo": coding.cameo,
        "quad": coding.quad.value if coding.quad and kind.IS_ACT else None,
        "goldstein": (coding.goldstein or 0) / 100 if scored else None,
    }


def _when(kind: type[Event], value: Any) -> str | None:
    if value is None:
        return f"no {kind.CODED_BY}" if kind.CODED_BY else None
    if isinstance(value, bool):
        return kind.CODED_BY if value else f"not {kind.CODED_BY}"
    return str(value)


def codes_in_short(codes: Iterable[Listed], book: str) -> str:
    """The codes of one code book, each once."""
    return ", ".join(dict.fromkeys(str(code[book]) for code in codes if code[book])) or "-"
