"""Pointing at one registration by what it says."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationInfo, model_validator

from domain.packing import by_name, find_kind
from domain.registrations import REGISTRATION_KINDS
from domain.registrations.base import Registration
from domain.values.model import Value

BY_NAME = by_name(REGISTRATION_KINDS)
BY_TOPIC = {kind.TOPIC: kind for kind in REGISTRATION_KINDS}


@cache
def _adapter(kind: type[Registration], field: str) -> TypeAdapter[Any]:
    info = kind.model_fields[field]
    type_: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    return TypeAdapter(type_)


class Pattern(Value):
    """A registration's kind with some of its fields: `{kind: ActorAliased, actor: PRK, alias: DPRK}`."""

    topic: str
    """The kind, by its topic."""
    fields: dict[str, Any]
    """The fields that tell it apart, as stored."""

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, dict) or (info.context is None and "topic" in value):
            return value
        kind = find_kind(value.get("kind"), BY_NAME)
        return {"topic": kind.TOPIC, "fields": dict(_read(kind, value, info.context))}

    @property
    def stream(self) -> UUID:
        """The stream of the thing that was registered."""
        field, identify = BY_TOPIC[self.topic].SUBJECT
        return identify(self.fields[field])

    def matches(self, entry: Registration) -> bool:
        """Whether this registration has the kind and every field given."""
        return self.topic == entry.TOPIC and self.fields.items() <= entry.model_dump(mode="json").items()


def _read(kind: type[Registration], value: dict[str, Any], context: Any) -> Iterator[tuple[str, Any]]:
    subject = kind.SUBJECT[0]
    if subject not in value:
        raise ValueError(f"says not which {kind.__name__}: give its {subject}")
    for field, given in value.items():
        if field == "kind":
            continue
        if field not in kind.model_fields:
            raise ValueError(f"{kind.__name__} has no field {field!r}")
        adapter = _adapter(kind, field)
        yield field, adapter.dump_python(adapter.validate_python(given, context=context), mode="json")
