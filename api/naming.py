"""What the texts of a query may name, and what those names stand for."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg import AsyncConnection, AsyncRawCursor

from domain.errors import UnknownName
from domain.identity import read_uuid
from domain.names import name_key
from projections import names
from projections.directory import Matches, matches

LONGEST_NAME = 200

Meaning = bytes | None
"""What names stand for, as the database tells it."""


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
    """SQL for what names stand for at a position, as JSON text, always in the same order: null where there are no names."""
    if not placeholders:
        return "NULL"
    keys, *by_id = placeholders
    found = " UNION ALL ".join([names.find(at, keys), *([names.find_by_id(at, *by_id)] if by_id else [])])
    row = "jsonb_build_array(f.key, f.thing, f.ref, f.survivor, f.is_id, f.is_area)"
    return f"(SELECT jsonb_agg(DISTINCT {row})::text FROM ({found}) f)"


def meant(json: Meaning) -> Matches:
    """What `meaning` found."""
    return matches(orjson.loads(json)) if json else {}


async def look_up(conn: AsyncConnection[Any], naming: Naming, at: int) -> Meaning:
    """What names stand for at a position."""
    params = [*naming.params(), at]
    if len(params) == 1:
        return None
    placeholders = [f"${number}" for number in range(1, len(params) + 1)]
    cursor = AsyncRawCursor(conn)
    await cursor.execute(f"SELECT {meaning(placeholders[:-1], placeholders[-1] + '::bigint')}".encode(), params)
    assert cursor.pgresult is not None
    return cursor.pgresult.get_value(0, 0)


async def find_names(conn: AsyncConnection[Any], texts: Iterable[str], at: int) -> Matches:
    """What texts stand for at a position, where they are names."""
    return meant(await look_up(conn, naming(texts), at))


async def nearest(conn: AsyncConnection[Any], unknown: UnknownName, at: int) -> list[str]:
    """What is called most like an unknown name at a position."""
    query = {"key": name_key(unknown.name), "things": THINGS[unknown.what], "at": at}
    rows = await (await conn.execute(names.SUGGEST.encode(), query)).fetchall()
    return [ref for _, ref, _ in rows]


THINGS = {"actor": ["actor"], "place": ["area"], "source": ["source"]}
"""Among what sorts of things the nearest names to an unknown one are looked for."""
