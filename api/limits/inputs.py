"""Limits on the texts and names among a field's arguments, on which the length and the time of its SQL depend."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graphql import FieldNode

from api.limits.denied import Denied
from api.limits.limits import Limits
from domain.names import name_key

NAME_LISTS = frozenset(("actors", "anyActor", "together"))
"""Arguments and parts of filters that list actors by name."""

TEXT, SEARCH = "text", "search"
SEARCHES = frozenset((TEXT, SEARCH))
"""Arguments and parts of filters whose words are searched for."""

LOOKUPS = frozenset(("between", "hedge", "place", "reported", "role", "source"))
"""Parts of filters that are looked up in other tables than that of the events."""

CURSORS = frozenset(("after", "before"))
"""Arguments that hold a cursor, which has a row's whole name in it."""

LOOKED_UP = frozenset(("ref", "key", "id", "ids"))
"""Arguments that are looked up as they are: the answer for a long one is that there is none."""

MAX_CHARACTERS = 300
"""How many characters any other text may have: as many as the log takes in a name."""

MAX_CURSOR = 4_000
"""How many characters a cursor may have: its row's name can have four bytes for each character."""


class Conditions(NamedTuple):
    """What a list is filtered by."""

    any: bool
    lookups: int
    """How often other tables are looked into for each row: once for each word of a search, for a source, a place and the like."""
    names: int
    """The actors that are named in lists."""
    words: int
    """The words of a text that events are to mention."""


def conditions(arguments: Mapping[str, Any]) -> Conditions:
    """What the arguments of a list filter it by."""
    given = {**arguments, **(arguments.get("filter") or {})}
    words, searched = (len(name_key(given.get(name) or "").split()) for name in (TEXT, SEARCH))
    names = sum(len(given[name]) for name in NAME_LISTS if given.get(name))
    filters = any(value is not None and value is not False for value in (arguments.get("filter") or {}).values())
    lookups = searched + sum(1 for name in LOOKUPS if given.get(name))
    return Conditions(filters or searched > 0 or names > 0, lookups, names, words)


def check_inputs(arguments: Mapping[str, Any], node: FieldNode, limits: Limits) -> None:
    """Raises Denied for arguments with too long a text, too many words to search for or too many names."""
    for name, value in _parts(arguments):
        if isinstance(value, str):
            _check_text(name, value, node, limits)
        elif name in NAME_LISTS and len(value) > limits.max_names:
            message = f"{name} takes at most {limits.max_names} names, not {len(value)}; give fewer"
            raise Denied("BAD_USER_INPUT", message, [node])


def _check_text(name: str, text: str, node: FieldNode, limits: Limits) -> None:
    most = MAX_CURSOR if name in CURSORS else MAX_CHARACTERS
    if len(text) > most and name not in LOOKED_UP:
        raise Denied("BAD_USER_INPUT", f"{name} takes at most {most} characters, not {len(text)}; shorten it", [node])
    if name in SEARCHES and (words := len(name_key(text).split())) > limits.max_words:
        raise Denied("BAD_USER_INPUT", f"{name} takes at most {limits.max_words} words, not {words}; give fewer", [node])


def _parts(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every text and list among the arguments, with the name of the argument or part that holds it."""
    for name, part in value.items():
        if isinstance(part, Mapping):
            yield from _parts(part)
        elif isinstance(part, list):
            yield name, part
            yield from ((name, item) for item in part if isinstance(item, str))
        elif isinstance(part, str):
            yield name, part
