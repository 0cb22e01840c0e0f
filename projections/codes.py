"""Names of a fixed list as the numbers that rows have in their place: two bytes, where a text takes ten."""

from collections.abc import Iterable

from domain.codes import Quad
from domain.events import EVENT_KINDS
from domain.values.party import Role, Side


class Codes:
    """A list of names, numbered from 1 in its order. Another list is another version of the views."""

    def __init__(self, names: Iterable[str]) -> None:
        self._numbers = {str(name): number for number, name in enumerate(names, start=1)}
        self._array = f"""(ARRAY[{", ".join(f"'{name}'" for name in self._numbers)}] COLLATE "C")"""

    def number(self, name: str) -> int:
        """The number of a name."""
        return self._numbers[name]

    def name(self, number: str) -> str:
        """SQL for the name that a number (SQL) stands for."""
        return f"{self._array}[{number}]"

    def number_of(self, name: str) -> str:
        """SQL for the number of a name (SQL); null where there is no such name."""
        return f"array_position({self._array}, {name})"


QUADS = Codes(Quad)
ROLES = Codes(Role)
SIDES = Codes(Side)
FIELDS = Codes(sorted({field for kind in EVENT_KINDS for field in kind.party_fields()}))
"""The fields of events that name parties."""
