"""Texts that are written into JSON as they are: refs, keys, codes and dates have nothing in them that JSON would escape."""

from typing import Any, get_args

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.codes import PLOVER_TYPES
from domain.values.dates import EXAMPLES, Edtf
from domain.values.text import ActorId, Key, Slug

ESCAPED = st.sampled_from(['"', "\\", "\n", "\t", "\x00", "\x1f"])
KINDS = {"slug": Slug, "actor": ActorId, "key": Key, "date": Edtf}
EXAMPLES_OF = {
    **{name: st.from_regex(get_args(KINDS[name])[1].pattern) for name in ("slug", "actor", "key")},
    "date": st.sampled_from(EXAMPLES),
}


@st.composite
def perhaps_with_what_json_escapes(draw: st.DrawFn, kind: str) -> str:
    """A good text of a kind, most with a character in it that JSON would escape."""
    text: str = draw(EXAMPLES_OF[kind])
    place = draw(st.integers(0, len(text)))
    return "".join((text[:place], draw(ESCAPED | st.just("")), text[place:]))


def accepted(kind: Any, text: str) -> str | None:
    """The text as it is recorded; None where it is refused."""
    try:
        return str(TypeAdapter(kind).validate_python(text))
    except ValidationError:
        return None


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_what_is_recorded_needs_no_escaping(kind: str, data: st.DataObject) -> None:
    text = accepted(KINDS[kind], data.draw(perhaps_with_what_json_escapes(kind)))

    assert text is None or orjson.dumps(text).decode() == f'"{text}"'


def test_nor_do_the_types_of_plover() -> None:
    assert [orjson.dumps(name).decode() for name in PLOVER_TYPES] == [f'"{name}"' for name in PLOVER_TYPES]
