"""JSON as SQL that writes it: expressions of type text. PostgreSQL puts text together quicker than it builds JSON objects."""

from collections.abc import Sequence

from graphql import GraphQLEnumType, GraphQLOutputType, get_named_type, get_nullable_type

SIMPLE = ("Int", "Float", "Boolean", "Position")
"""Scalars whose text is their JSON."""


def written(type: GraphQLOutputType, sql: str, *, plain: bool = False) -> str:
    """A value of a scalar or enum type. `plain`: its text has nothing that JSON would escape."""
    named = get_named_type(type)
    if isinstance(named, GraphQLEnumType):
        sql, plain = f'upper({sql} COLLATE "C")', True
    alone = get_nullable_type(type) is named
    if alone and named.name in SIMPLE:
        return f"coalesce(({sql})::text, 'null')"
    if alone and plain:
        return f"coalesce('\"' || {sql} || '\"', 'null')"
    return f"coalesce(to_json({sql})::text, 'null')"


def quoted(name: str) -> str:
    """A name as a JSON string."""
    return f"'\"{name}\"'"


def written_object(members: Sequence[tuple[str, str]]) -> str:
    """An object of these names and values."""
    if not members:
        return "'{}'"
    parts = (f"'{',' if number else '{'}\"{name}\":' || {value}" for number, (name, value) in enumerate(members))
    return f"({' || '.join(parts)} || '}}')"


def written_list(items: Sequence[str]) -> str:
    """A list of these values."""
    between = " || ',' || "
    return f"('[' || {between.join(items)} || ']')" if items else "'[]'"
