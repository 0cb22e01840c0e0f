"""What the texts of a query may name, and what those names stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Sense:
    """What names stand for."""

    told: bytes
    """As the database tells it."""
    names: bytes
    """The state of the names that this was found in."""
    matches: Matches
    """As it is read."""

    def is_good(self, state: bytes) -> bool:
        """Whether it tells what the names stand for in a state: nothing has changed in them."""
        return self.names == state or self is NOTHING


NOTHING = Sense(b"", b"", {})
"""Where there are no names."""

Senses = Mapping[int | None, Sense]
"""What the same names stand for at several positions; without one, now."""


class Naming(NamedTuple):
    """The names that some texts may be: by key; and by id, those that look like one."""

    keys: tuple[str, ...]
    ids: tuple[tuple[str, str, UUID], ...]

    def params(self) -> list[Any]:
        """The parameters of `names.meanings`."""
        return [list(self.keys), *(list(column) for column in zip(*self.ids, strict=True))]


def naming(texts: Iterable[str]) -> Naming:
    """What these texts may name."""
    short = sorted(text for text in texts if len(text) <= LONGEST_NAME)
    by_id = ((name_key(t), thing, id) for t in short for thing in names.WITH_IDS if (id := read_uuid(t, thing.capitalize())))
    return Naming(tuple(map(name_key, short)), tuple(by_id))


async def look_up(conn: AsyncConnection[Any], naming: Naming, at: int | None) -> Sense:
    """What names stand for at a position; now, where none is given."""
    if not naming.keys:
        return NOTHING
    params = naming.params()
    placeholders = [f"${number}" for number in range(2, len(params) + 2)]
    moment = "SELECT coalesce($1::bigint, position) AS position, names FROM checkpoint OFFSET 0"
    query = f"SELECT {names.meanings('at.position', *placeholders)}, at.names::text FROM ({moment}) at"
    cursor = AsyncRawCursor(conn)
    await cursor.execute(query.encode(), [at, *params])
    assert cursor.pgresult is not None
    told, state = (cursor.pgresult.get_value(0, column) or b"" for column in range(2))
    return Sense(told, state, matches(orjson.loads(told)) if told else {})


async def renewed(conn: AsyncConnection[Any], naming: Naming, senses: Senses, state: bytes) -> Senses:
    """The same, where they are of this state of the names; else what is found now."""
    if all(sense.is_good(state) for sense in senses.values()):
        return senses
    return {at: await look_up(conn, naming, at) for at in senses}


def agree(presumed: Senses, renewed: Senses, state: bytes) -> bool:
    """Whether the names stood in this state for what was presumed."""
    return all(sense.is_good(state) and sense.told == presumed[at].told for at, sense in renewed.items())


async def find_names(conn: AsyncConnection[Any], texts: Iterable[str], at: int) -> Matches:
    """What texts stand for at a position, where they are names. Others may be merged into those after it."""
    found = (await look_up(conn, naming(texts), at)).matches
    return {key: [match._replace(is_alone=False) for match in matches] for key, matches in found.items()}


async def nearest(conn: AsyncConnection[Any], unknown: UnknownName, at: int) -> list[str]:
    """What is called most like an unknown name at a position."""
    query = {"key": name_key(unknown.name), "things": THINGS[unknown.what], "at": at}
    rows = await (await conn.execute(names.SUGGEST.encode(), query)).fetchall()
    return [ref for _, ref, _ in rows]


THINGS = {"actor": ["actor"], "place": ["area"], "source": ["source"]}
"""Among what sorts of things the nearest names to an unknown one are looked for."""
