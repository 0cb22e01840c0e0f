"""What the texts of a query may name, and what those names stand for."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from domain.identity import read_uuid
from domain.names import name_key
from projections import names
from projections.directory import Matches, matches

LONGEST_NAME = 200


class Naming(NamedTuple):
    """The names that some texts may be: by key; and by id, those that look like one."""

    keys: tuple[str, ...]
    ids: tuple[tuple[str, str, UUID], ...]

    @property
    def shape(self) -> tuple[bool, bool]:
        """Whether there are any."""
        return bool(self.keys), bool(self.ids)

    def params(self) -> list[Any]:
        """The parameters of `meaning`."""
        return [list(self.keys), *(list(column) for column in zip(*self.ids, strict=True))] if self.keys else []


def naming(texts: Iterable[str]) -> Naming:
    """What these texts may name."""
    short = sorted(text for text in texts if len(text) <= LONGEST_NAME)
    by_id = ((name_key(t), thing, id) for t in short for thing in names.WITH_IDS if (id := read_uuid(t, thing.capitalize())))
    return Naming(tuple(map(name_key, short)), tuple(by_id))


def meaning(placeholders: Sequence[str], at: str) -> str:
    """SQL for what names stand for at a position, as JSON text: null where there are no names."""
    if not placeholders:
        return "NULL"
    keys, *by_id = placeholders
    found = " UNION ALL ".join([names.find(at, keys), *([names.find_by_id(at, *by_id)] if by_id else [])])
    row = "json_build_array(f.key, f.thing, f.ref, f.survivor, f.is_id)"
    return f"(SELECT json_agg({row} ORDER BY f.key, f.thing, f.ref, f.survivor, f.is_id)::text FROM ({found}) f)"


def meant(json: bytes | None) -> Matches:
    """What `meaning` found."""
    return matches(orjson.loads(json)) if json else {}
