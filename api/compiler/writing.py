"""JSON as SQL that writes it. PostgreSQL puts text together quicker than it builds objects, and all pieces at once quickest."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from graphql import GraphQLEnumType, GraphQLNonNull, GraphQLOutputType, get_named_type, get_nullable_type

from domain.log.queries import KIND_NAME

SIMPLE = ("Int", "Float", "Boolean", "Position")
"""Scalars whose text is their JSON."""

AT_ONCE = 100
"""How many arguments a function of PostgreSQL takes at most."""


class Sql(NamedTuple):
    """An SQL expression that stands for a part of the JSON text: of any type whose text that is."""

    text: str


Json = tuple[str | Sql, ...]
"""JSON in pieces: text as it is, and what SQL finds."""


def in_sql(json: Json) -> str:
    """SQL for all of it, of type text."""
    pieces = list(_merged(json))
    while len(pieces) > AT_ONCE:
        pieces = [_concat(pieces[start : start + AT_ONCE]) for start in range(0, len(pieces), AT_ONCE)]
    return _concat(pieces)


def _merged(json: Json) -> Iterator[str]:
    """SQL for each piece; text beside text is one."""
    for is_sql, group in groupby(json, lambda piece: isinstance(piece, Sql)):
        if is_sql:
            yield from (piece.text for piece in group if isinstance(piece, Sql))
        else:
            yield literal("".join(map(str, group)))


def _concat(pieces: Sequence[str]) -> str:
    return f"concat({', '.join(pieces)})"


def literal(text: str) -> str:
    """Text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def written(type: GraphQLOutputType, sql: str, *, plain: bool = False, sure: bool = False) -> Json:
    """A value of a scalar or enum type.

    `plain`: its text has nothing that JSON would escape; `sure`: the table itself sees to it that it is never null where its type
    says so. Of what is null, nothing would be written."""
    named = get_named_type(type)
    alone = get_nullable_type(type) is named
    sure = sure and isinstance(type, GraphQLNonNull)
    if isinstance(named, GraphQLEnumType):
        sql, plain = f'upper({sql} COLLATE "C")', True
    if alone and named.name in SIMPLE:
        return (Sql(f"({sql})::text" if sure else f"coalesce(({sql})::text, 'null')"),)
    if alone and plain:
        return ('"', Sql(sql), '"') if sure else (Sql(f"coalesce('\"' || {sql} || '\"', 'null')"),)
    return (Sql(f"to_json({sql})" if sure else f"coalesce(to_json({sql})::text, 'null')"),)


def kind_name(topic: str) -> str:
    """SQL for the name of an entry's kind in files and in GraphQL: `SummitHeld` for the topic `summit_held`."""
    return KIND_NAME.format(topic=topic)


def quoted(name: str) -> Json:
    """A name as a JSON string."""
    return (f'"{name}"',)


def written_object(members: Sequence[tuple[str, Json]]) -> Json:
    """An object of these names and values."""
    return ("{", *written_members(members), "}")


def written_members(members: Sequence[tuple[str, Json]]) -> Json:
    """Names and values with commas between."""
    return tuple(piece for number, (name, value) in enumerate(members) for piece in (f'{"," if number else ""}"{name}":', *value))


def written_list(items: Sequence[Json]) -> Json:
    """A list of these values."""
    return ("[", *(piece for number, item in enumerate(items) for piece in ([",", *item] if number else item)), "]")


def gathered(sql: str) -> Json:
    """A list whose items stand with commas between in what SQL finds; it finds null where there are none."""
    return ("[", Sql(sql), "]")
