"""The base of every value: frozen, and closed to fields it does not know."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Something that is equal to another when its fields are equal."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def as_tuple(value: Any) -> Any:
    """One thing where a list of things may stand is a list of one."""
    return value if isinstance(value, (list, tuple)) else (value,)
