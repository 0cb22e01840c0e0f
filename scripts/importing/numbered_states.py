"""The states that data sets of political science call by number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from domain.registrations.actors import IMPORTED

SCHEME = "gleditsch-ward"


class NumberedState(NamedTuple):
    """The state that a number stands for from a day until a day, where it was not always the same; `name`: where ISO has none."""

    number: str
    id: str
    first: str
    until: str
    name: str

    def registration(self) -> dict[str, Any] | None:
        """The entry that registers it; None for a state of ISO 3166, which every log has."""
        if not self.name:
            return None
        codes = [{"scheme": SCHEME, "code": self.number}, {"scheme": IMPORTED, "code": self.name}]
        return {"kind": "ActorRegistered", "id": self.id, "actor_kind": "state", "name": self.name, "codes": codes}


def state_numbered(number: str, day: str) -> NumberedState | None:
    """The state with a number of Correlates of War, or of Gleditsch and Ward, on a day (2014-12-31); None where there is none."""
    states = _by_number().get(number, ())
    return next((s for s in states if s.first <= day and not (s.until and s.until <= day)), None)


def is_numbered(id: str) -> bool:
    """Whether some number stands for the state with this id."""
    return any(state.id == id for states in _by_number().values() for state in states)


@cache
def _by_number() -> Mapping[str, Sequence[NumberedState]]:
    text = files("scripts.importing").joinpath("numbered_states.tsv").read_text(encoding="utf-8")
    found: dict[str, list[NumberedState]] = defaultdict(list)
    for line in [line for line in text.splitlines() if not line.startswith("#")][1:]:
        state = NumberedState(*line.split("\t"))
        found[state.number].append(state)
    return found
