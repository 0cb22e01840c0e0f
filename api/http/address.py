"""Reads which events an address asks for: /events.csv?actor=PRK&occurred=2024/2025&asOf=731."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from graphql.pyutils import suggestion_list
from starlette.datastructures import QueryParams

from api.exporting.conditions import SINGULAR, condition_types, read_conditions, read_switch
from api.exporting.moments import read_moment
from domain.errors import BadInput

AS_OF = "asOf"


class Address(NamedTuple):
    """What an address asks for."""

    filter: dict[str, Any]
    """The EventFilter."""
    moment: int | datetime | None
    """As known at which position or time; None: now."""
    own: dict[str, str]
    """The parameters that only this address has."""


def read_address(parameters: QueryParams, own: Sequence[str] = ()) -> Address:
    """What the parameters of an address ask for, among them some of its `own`. Empty ones count for nothing. Raises BadInput."""
    conditions = condition_types()
    given: dict[str, list[str]] = {}
    for name, value in parameters.multi_items():
        field = SINGULAR.get(name, name)
        if field not in (*conditions, AS_OF, *own):
            raise BadInput(_unknown(name, [*map(_written, conditions), AS_OF, *own]))
        if value.strip():
            given.setdefault(field, []).append(value)
    single = {name: _only(name, given.pop(name)) for name in (AS_OF, *own) if name in given}
    moment = read_moment(single.pop(AS_OF), AS_OF) if AS_OF in single else None
    return Address(read_conditions(given, _written), moment, single)


def _written(field: str) -> str:
    """What a condition is called in an address."""
    return next((name for name, full in SINGULAR.items() if full == field), field)


def _only(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise BadInput(f"{name} is given twice; give it once")
    return values[0]


def _unknown(name: str, known: Sequence[str]) -> str:
    near = suggestion_list(name, list(known))[:3]
    hint = f"; did you mean {', '.join(near)}?" if near else f"; there are {', '.join(known)}"
    return f"there is no parameter {name[:100]!r}{hint}"


def switch(name: str, text: str) -> bool:
    """Whether a parameter says yes. Raises BadInput."""
    try:
        return read_switch(text)
    except ValueError as error:
        raise BadInput(f"{name}: {error}") from error
