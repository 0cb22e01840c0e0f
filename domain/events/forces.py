"""Forces shown, moved and tried out, short of fighting."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.deeds import Equipped, Outcome
from domain.events.presence import Presence
from domain.values.estimate import Estimate
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.refs import PlaceRef
from domain.values.text import Text

By = Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
Against = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)]


class ExerciseHeld(Equipped):
    """A military exercise, joint or alone."""

    SYNONYMS: ClassVar = ("drill", "drills", "manoeuvres", "maneuvers", "wargames", "games", "joint", "patrol", "naval", "training")
    EXAMPLE: ClassVar = {"participants": ["USA", "PHL"], "name": "Balikatan", "forces": {"best": 2500}, "ships": {"best": 18}}
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


class Branch(StrEnum):
    """What sort of force is mobilized."""

    TROOPS = "troops"
    """Armed forces."""
    WEAPONS = "weapons"
    """Weapons, ships or aircraft alone."""
    POLICE = "police"
    """Police and border guards."""
    MILITIA = "militia"
    """Militias and armed groups."""


class ForcesMobilized(Equipped):
    """Troops, police, militias or weapons raised, alerted or moved up."""

    SYNONYMS: ClassVar = (
        *("troops", "soldiers", "army", "mobilised", "mobilization", "massed", "buildup", "alert", "conscription", "draft"),
        *("police", "militia", "deployed", "reserves", "carrier", "fleet"),
    )
    EXAMPLE: ClassVar = {"by": ["VEN"], "against": ["GUY"], "forces": {"best": 6000}, "ships": {"best": 3}}
    TOPIC: ClassVar = "forces_mobilized"
    CODED_BY: ClassVar = "branch"
    CODINGS: ClassVar = {
        Branch.TROOPS: Coding(plover="MOBILIZE", cameo="154", mode="troops"),
        Branch.WEAPONS: Coding(plover="MOBILIZE", cameo="150", mode="weapons"),
        Branch.POLICE: Coding(plover="MOBILIZE", cameo="153", mode="police"),
        Branch.MILITIA: Coding(plover="MOBILIZE", cameo="154", mode="militia"),
    }
    PRESENT: ClassVar = Presence("Forces are readied at home.")

    by: By
    """Whose forces."""
    against: Against = ()
    """Against whom."""
    branch: Branch = Branch.TROOPS
    """What sort of force."""
    forces: Estimate | None = None
    """How many people."""


class WeaponTested(Event):
    """A weapon fired or set off as a test."""

    SYNONYMS: ClassVar = ("missile", "launch", "launched", "test", "nuclear", "rocket", "fired", "ballistic", "satellite")
    EXAMPLE: ClassVar = {"by": ["PRK"], "weapon": "a ballistic missile", "count": {"best": 2}, "outcome": "failed"}
    TOPIC: ClassVar = "weapon_tested"
    CODING: ClassVar = Coding(plover="MOBILIZE", cameo="150", mode="weapons")
    PRESENT: ClassVar = Presence("States and bodies test weapons through others.")

    by: By
    """Who tested it."""
    weapon: Text
    """What was tested."""
    count: Estimate | None = None
    """How many were fired."""
    outcome: Outcome | None = None
    """How it ended; absent where it succeeded or nothing is said of it."""


class ForcesWithdrawn(Equipped):
    """Troops pulled out of somewhere."""

    SYNONYMS: ClassVar = ("withdrawal", "withdrew", "pullout", "pullback", "retreat", "retreated", "troops", "left", "evacuated")
    EXAMPLE: ClassVar = {"by": ["FRA"], "troops": {"best": 1500, "approximate": True}, "complete": True}
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
