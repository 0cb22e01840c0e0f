"""The codes of one event."""

from dataclasses import dataclass
from functools import cached_property

from domain.codes.cameo import check_cameo, goldstein
from domain.codes.plover import PLOVER_TYPES, check_plover
from domain.codes.quad import Quad


@dataclass(frozen=True)
class Coding:
    """What an event is in PLOVER and in CAMEO; None where a code book has no code for it.

    Raises: ValueError for a type, mode or code that the code books do not have."""

    plover: str | None
    cameo: str | None
    mode: str | None = None

    def __post_init__(self) -> None:
        if self.cameo is not None:
            check_cameo(self.cameo)
        if self.plover is not None:
            check_plover(self.plover, self.mode)
        elif self.mode is not None:
            raise ValueError(f"mode {self.mode!r} belongs to no PLOVER type; give the type too")

    @cached_property
    def quad(self) -> Quad | None:
        """The quad class of the PLOVER type."""
        return PLOVER_TYPES[self.plover] if self.plover else None

    @cached_property
    def goldstein(self) -> int | None:
        """GDELT's score of the CAMEO code, in hundredths."""
        return goldstein(self.cameo) if self.cameo else None
