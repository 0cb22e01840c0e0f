"""Forces shown, moved and tried out, short of fighting."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.presence import Presence
from domain.values.estimate import Estimate
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.refs import PlaceRef
from domain.values.text import Text

By = Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
Against = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)]


class ExerciseHeld(Event):
    """A military exercise, joint or alone."""

    TOPIC: ClassVar = "exercise_held"
    CODED_BY: ClassVar = "joint"
    CODINGS: ClassVar = {
        True: Coding(plover="COOPERATE", cameo="062"),
        False: Coding(plover="MOBILIZE", cameo="150"),
    }
    PRESENT: ClassVar = Presence("Their forces train side by side; those it is aimed at look on from afar.", Role.PARTICIPANT)

    participants: Annotated[Parties, TakesPart(Role.PARTICIPANT, Side.MUTUAL), Field(min_length=1)]
    """Whose forces took part; more than one make it a joint exercise."""
    against: Against = ()
    """Against whom it is said to be aimed."""
    name: Text | None = None
    """What the exercise is called."""
    forces: Estimate | None = None
    """How many people took part."""

    @property
    def joint(self) -> bool:
        """Whether the forces of several took part."""
        return len({p.representing or p.actor for p in self.participants}) > 1


class ForcesMobilized(Event):
    """Troops raised, alerted or moved up."""

    TOPIC: ClassVar = "forces_mobilized"
    CODING: ClassVar = Coding(plover="MOBILIZE", cameo="154", mode="troops")
    PRESENT: ClassVar = Presence("Forces are readied at home.")

    by: By
    """Whose forces."""
    against: Against = ()
    """Against whom."""
    forces: Estimate | None = None
    """How many people."""


class WeaponTested(Event):
    """A weapon fired or set off as a test."""

    TOPIC: ClassVar = "weapon_tested"
    CODING: ClassVar = Coding(plover="MOBILIZE", cameo="150", mode="weapons")
    PRESENT: ClassVar = Presence("States and bodies test weapons through others.")

    by: By
    """Who tested it."""
    weapon: Text
    """What was tested."""
    count: Estimate | None = None
    """How many were fired."""


class ForcesWithdrawn(Event):
    """Troops pulled out of somewhere."""

    TOPIC: ClassVar = "forces_withdrawn"
    CODING: ClassVar = Coding(plover="RETREAT", cameo="0874", mode="withdraw")
    PRESENT: ClassVar = Presence("Forces leave; nobody comes.")

    by: By
    """Whose troops."""
    origin: PlaceRef | None = None
    """From where."""
    troops: Estimate | None = None
    """How many people left."""
    complete: bool | None = None
    """Whether all left; absent where it is not said."""


KINDS = (ExerciseHeld, ForcesMobilized, WeaponTested, ForcesWithdrawn)
