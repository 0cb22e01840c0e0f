"""What the names in a query stand for at a position: looked up in the views, cached, and confirmed by each answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from cachetools import LRUCache
from psycopg import AsyncConnection, AsyncRawCursor

from api.compiler.field_errors import FieldError
from domain.errors import BadInput, UnknownName
from domain.identity import read_uuid
from domain.names import name_key
from projections import names
from projections.directory import Matches, matches

LONGEST_NAME = 200

MAX_SUGGESTED = 3
"""For how many unknown names of a query the nearest known ones are looked for: each takes a search."""

MAX_SIZE = 5_000_000
"""How many characters the cached names have in all, with what they stand for."""
ENTRY_SIZE = 500
"""For how many characters each entry of the cache counts besides: there is one for every position, with names or without."""

THINGS = {"actor": ["actor"], "place": ["area"], "source": ["source"]}
"""Among which sorts of things the nearest names to an unknown one are looked for."""


@dataclass(frozen=True, slots=True)
class ResolvedNames:
    """What names stand for at a position."""

    json: bytes
    """As the database writes it."""
    version: bytes
    """The version of all names in which this was found."""
    matches: Matches
    """As it is read."""

    def is_current(self, version: bytes) -> bool:
        """Whether it holds in a version of the names: nothing has changed in them."""
        return self.version == version or self is NO_NAMES


NO_NAMES = ResolvedNames(b"", b"", {})
"""Where there are no names."""

Resolved = Mapping[int | None, ResolvedNames]
"""What the same names stand for at several positions; None: now."""


class _Sized(NamedTuple):
    """An entry of the cache, with its size in characters."""

    resolved: ResolvedNames
    size: int


class NameCache:
    """The names that one server process looked up last; evicts the least recently used."""

    def __init__(self) -> None:
        self._cache: LRUCache[tuple[frozenset[str], int | None], _Sized] = LRUCache(MAX_SIZE, getsizeof=lambda cached: cached.size)

    async def resolve(self, conn: AsyncConnection[Any], texts: frozenset[str], at: int | None) -> ResolvedNames:
        """What these texts stand for at a position, where they are names: as of when they were last looked up."""
        if (resolved := self.get(texts, at)) is None:
            resolved = await look_up(conn, candidates_in(texts), at)
            self.add(texts, at, resolved)
        return resolved

    async def confirm(self, conn: AsyncConnection[Any], texts: frozenset[str], presumed: Resolved, version: bytes) -> bool:
        """Whether the texts stand in this version of the names for what was presumed; looks them up again if need be."""
        if all(resolved.is_current(version) for resolved in presumed.values()):
            return True
        lookup = candidates_in(texts)
        renewed = {at: await look_up(conn, lookup, at) for at in presumed}
        for at, resolved in renewed.items():
            self.add(texts, at, resolved)
        return all(resolved.is_current(version) and resolved.json == presumed[at].json for at, resolved in renewed.items())

    def get(self, texts: frozenset[str], at: int | None) -> ResolvedNames | None:
        """What texts stood for at a position when they were last looked up."""
        cached = self._cache.get((texts, at))
        return cached and cached.resolved

    def add(self, texts: frozenset[str], at: int | None, resolved: ResolvedNames) -> None:
        """Caches what texts stand for at a position."""
        size = ENTRY_SIZE + sum(map(len, texts)) + len(resolved.json)
        if size <= MAX_SIZE:
            self._cache[texts, at] = _Sized(resolved, size)


class Lookup(NamedTuple):
    """The names that some texts may be: by key; and by id, those that look like one."""

    keys: tuple[str, ...]
    ids: tuple[tuple[str, str, UUID], ...]

    def params(self) -> list[Any]:
        """The parameters of `names.meanings`."""
        return [list(self.keys), *(list(column) for column in zip(*self.ids, strict=True))]


def candidates_in(texts: Iterable[str]) -> Lookup:
    """What these texts may name."""
    short = sorted(text for text in texts if len(text) <= LONGEST_NAME)
    by_id = ((name_key(t), thing, id) for t in short for thing in names.WITH_IDS if (id := read_uuid(t, thing.capitalize())))
    return Lookup(tuple(map(name_key, short)), tuple(by_id))


async def look_up(conn: AsyncConnection[Any], lookup: Lookup, at: int | None) -> ResolvedNames:
    """What names stand for at a position; None: now."""
    if not lookup.keys:
        return NO_NAMES
    params = lookup.params()
    placeholders = [f"${number}" for number in range(2, len(params) + 2)]
    moment = "SELECT coalesce($1::bigint, position) AS position, names FROM checkpoint OFFSET 0"
    query = f"SELECT {names.meanings('at.position', *placeholders)}, at.names::text FROM ({moment}) at"
    cursor = AsyncRawCursor(conn)
    await cursor.execute(query.encode(), [at, *params])
    assert cursor.pgresult is not None
    json, version = (cursor.pgresult.get_value(0, column) or b"" for column in range(2))
    return ResolvedNames(json, version, matches(orjson.loads(json)) if json else {})


async def find_names(conn: AsyncConnection[Any], texts: Iterable[str], at: int) -> Matches:
    """What texts stand for at a position, where they are names. Others may be merged into those after it."""
    found = (await look_up(conn, candidates_in(texts), at)).matches
    return {key: [match._replace(is_alone=False) for match in matches] for key, matches in found.items()}


async def nearest(conn: AsyncConnection[Any], unknown: UnknownName, at: int) -> list[str]:
    """The refs whose names are most like an unknown name at a position."""
    query = {"key": name_key(unknown.name), "things": THINGS[unknown.what], "at": at}
    rows = await (await conn.execute(names.SUGGEST.encode(), query)).fetchall()
    return [ref for _, ref, _ in rows]


async def with_candidates(
    conn: AsyncConnection[Any], errors: Sequence[FieldError], positions: Mapping[str, int]
) -> list[FieldError]:
    """The errors, those about unknown names with the nearest names known; beyond a few names they say only that.

    `positions`: what each root field asks about, by its name in the answer."""
    unknown: dict[tuple[str, str], tuple[UnknownName, int]] = {}
    for error in errors:
        if isinstance(error.reason, UnknownName):
            unknown.setdefault((error.reason.what, error.reason.name), (error.reason, positions[error.root]))
    reasons: dict[tuple[str, str], BadInput] = {key: BadInput(f"unknown {key[0]} {key[1]!r}") for key in unknown}
    for key, (reason, at) in islice(unknown.items(), MAX_SUGGESTED):
        reasons[key] = UnknownName(*key, await nearest(conn, reason, at))
    told = (reasons[r.what, r.name] if isinstance(r := error.reason, UnknownName) else r for error in errors)
    return [error._replace(reason=reason) for error, reason in zip(errors, told, strict=True)]
