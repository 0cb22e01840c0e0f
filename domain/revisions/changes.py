"""Corrections that name only what changes: `{deaths: {best: 14}, place: null}`; null removes a field, a list is replaced whole."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Annotated, Any, Optional, TypeVar

from pydantic import BaseModel, BeforeValidator, create_model
from pydantic_core import PydanticCustomError

from domain.values.model import Value

V = TypeVar("V", bound=Value)

Changes = dict[str, Any]
"""The new values by field, as stored; None where the field is removed."""


def read_changes(kind: type[Value], given: Mapping[str, Any], context: Any, fixed: Mapping[str, str]) -> Changes:
    """What is to change in something of a kind, with every name resolved. `fixed`: why some fields cannot be changed so.

    Raises ValidationError with all that is wrong, by field."""
    found = _partial(kind, tuple(fixed.items())).model_validate(given, context=context)
    return found.model_dump(mode="json", exclude_unset=True)


def changed(thing: V, changes: Changes) -> V:
    """The same thing with these changes. Raises ValidationError."""
    content = thing.model_dump(mode="json", exclude_defaults=True) | changes
    return type(thing).model_validate({name: value for name, value in content.items() if value is not None})


def differences(before: Value, after: Value) -> list[str]:
    """The names of the fields that two values have otherwise."""
    was, now = (value.model_dump(mode="json", exclude_defaults=True) for value in (before, after))
    return sorted(name for name in was | now if was.get(name) != now.get(name))


@cache
def _partial(kind: type[Value], fixed: tuple[tuple[str, str], ...]) -> type[BaseModel]:
    """The kind with no field required, and every one of those that it does not need removable."""
    fields: dict[str, Any] = {name: (Annotated[Any, BeforeValidator(partial(_refuse, why))], None) for name, why in fixed}
    for name, field in kind.model_fields.items():
        type_: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        needed = BeforeValidator(partial(_refuse_none, f"cannot be removed: {kind.__name__} needs it"))
        fields.setdefault(name, (Annotated[type_, needed] if field.is_required() else Optional[type_], None))  # noqa: UP045
    return create_model(kind.__name__, __config__=Value.model_config, **fields)


def _refuse(why: str, value: Any) -> Any:
    raise PydanticCustomError("change", "{why}", {"why": why})


def _refuse_none(why: str, value: Any) -> Any:
    return _refuse(why, value) if value is None else value
