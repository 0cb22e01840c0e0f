"""What the API remembers of queries stays within bounds, whatever clients ask."""

from types import SimpleNamespace
from typing import Any, cast

from api.memory import NAMES, SENSE, Key, Memory
from api.naming import NOTHING


def test_positions_without_names_do_not_fill_the_memory() -> None:
    memory, forgotten = Memory(), NAMES // SENSE
    query: Any = SimpleNamespace(selections=SimpleNamespace(texts=frozenset), plans=[], keep=lambda plan: None)

    for position in range(forgotten + 5):
        memory.keep(Key("{ status { head } }", None, frozenset()), query, cast(Any, None), {position: NOTHING})

    assert [memory.sense(frozenset(), position) is None for position in (0, 4, 5, forgotten + 4)] == [True, True, False, False]
