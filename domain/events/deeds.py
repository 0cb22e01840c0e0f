"""What several families of kinds say alike: who did it if anybody knows, how it ended, who was hurt, what was brought along."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from domain.events.base import Event
from domain.values.estimate import Estimate
from domain.values.model import Value, as_tuple
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.text import Text


class Outcome(StrEnum):
    """How what was tried ended."""

    SUCCEEDED = "succeeded"
    """It reached its aim."""
    PARTIAL = "partial"
    """It reached its aim in part."""
    FAILED = "failed"
    """It was carried out, but did not reach its aim."""
    FOILED = "foiled"
    """It was stopped before or while it was carried out: intercepted, shot down, uncovered."""


class Casualties(Value):
    """The people of one sort among those who were hurt."""

    whose: Text
    """Of what sort or side they were, as said: civilians, Russian soldiers, children."""
    deaths: Estimate | None = None
    """How many were killed."""
    injured: Estimate | None = None
    """How many were injured."""
    missing: Estimate | None = None
    """How many are missing."""
    captured: Estimate | None = None
    """How many were taken prisoner."""


class Deed(Event):
    """Something done by somebody; the source need not know by whom."""

    by: Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR)] = ()
    """Who did it, where that is known."""
    by_as_said: Text | None = None
    """What the source calls those who did it, where it does not know who they are: a gunman, unknown."""
    outcome: Outcome | None = None
    """How it ended; absent where it succeeded or nothing is said of it."""

    @model_validator(mode="after")
    def _by_somebody(self) -> Self:
        if not (self.by or self.by_as_said):
            raise ValueError("does not say who did it: give by, or where nobody knows, by_as_said with the source's words: unknown")
        return self


class Toll(Event):
    """Something that people came to harm in."""

    deaths: Estimate | None = None
    """How many people were killed."""
    injured: Estimate | None = None
    """How many people were injured."""
    missing: Estimate | None = None
    """How many people are missing."""
    casualties: Annotated[tuple[Casualties, ...], BeforeValidator(as_tuple)] = ()
    """Those killed, injured, missing or captured, sort by sort, where the source tells them apart."""


class Attack(Toll, Deed):
    """Violence done by some against others."""

    deaths_civilians: Estimate | None = None
    """How many of those killed were civilians."""
    deaths_combatants: Estimate | None = None
    """How many of those killed were soldiers or other fighters."""
    captured: Estimate | None = None
    """How many people were taken prisoner."""


class Equipped(Event):
    """Something done with ships, aircraft or vehicles besides people."""

    ships: Estimate | None = None
    """How many ships and boats."""
    aircraft: Estimate | None = None
    """How many aircraft."""
    vehicles: Estimate | None = None
    """How many vehicles, guns and launchers."""
