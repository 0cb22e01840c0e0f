"""Cursors: the place of a row in an order, as text that a client gives back."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import orjson
from strawberry import UNSET

from api.compiler.spec import Key, Row
from domain.errors import BadInput


def cursor_row(row: Row, order: str, keys: Sequence[Key], text: Any) -> str:
    """SQL for the row that a cursor stands for; empty where there is no cursor. Raises BadInput."""
    if text in (None, UNSET):
        return ""
    try:
        name, *values = orjson.loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadInput(f"{text!r} is no cursor; take one from pageInfo or an edge") from error
    if name != order or len(values) != len(keys) or not all(isinstance(v, str) for v in values):
        raise BadInput(f"the cursor {text!r} belongs to another order; take one from the same query")
    for key, value in zip(keys, values, strict=True):
        check = CHECKS[key.type]
        if not check(value):
            raise BadInput(f"the cursor {text!r} is damaged; take one from pageInfo or an edge")
    return f"({', '.join(f'{row.param(v)}::{key.type}' for key, v in zip(keys, values, strict=True))})"


def cursor_of(order: str, keys: Sequence[Key], row: Row) -> str:
    """SQL for the cursor of a row in an order."""
    values = ", ".join(f"({k.sql.format(row.alias)})::text" for k in keys)
    return f"translate(encode(convert_to(json_build_array('{order}', {values})::text, 'UTF8'), 'base64'), E'\\n', '')"


def _is_date(text: str) -> bool:
    try:
        return text in ("infinity", "-infinity") or text == date.fromisoformat(text).isoformat()
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").isdigit() and len(text) < 19


def _is_text(text: str) -> bool:
    return "\x00" not in text


CHECKS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "bigint": _is_number,
    "text": _is_text,
}
"""Whether a cursor's value is of a key's type: a damaged cursor must not reach the database."""
