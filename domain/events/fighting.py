"""Armed force and territory."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from domain.codes import Coding
from domain.events.base import Event
from domain.events.deeds import Attack, Deed, Equipped, Toll
from domain.events.presence import Presence
from domain.values.estimate import Estimate
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.report import Texts

Against = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)]
HelpedBy = Annotated[Parties, TakesPart(Role.HELPER, Side.INITIATOR)]


class IncursionMade(Equipped, Deed):
    """Armed forces, ships or aircraft entering another's territory."""

    SYNONYMS: ClassVar = (
        *("invasion", "invaded", "entered", "crossed", "violated", "airspace", "violation", "intrusion", "raid", "drones"),
    )
    EXAMPLE: ClassVar = {"by": ["RUS"], "into": ["EST"], "aircraft": {"best": 3}}
    TOPIC: ClassVar = "incursion_made"
    CODING: ClassVar = Coding(plover="ASSAULT", cameo="190")
    PRESENT: ClassVar = Presence("Those who meet in battle do not appear together.")

    into: Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET), Field(min_length=1)]
    """Whose territory they entered."""
    troops: Estimate | None = None
    """How many people went in."""


class Weapon(StrEnum):
    """By what means force was used."""

    FIREARMS = "firearms"
    """Small arms and light weapons."""
    HEAVY_WEAPONS = "heavy_weapons"
    """Artillery, rockets, tanks."""
    AERIAL = "aerial"
    """Aircraft and missiles."""
    DRONE = "drone"
    """Unmanned aircraft."""
    EXPLOSIVES = "explosives"
    """Bombs, mines, suicide attacks."""
    UNCONVENTIONAL = "unconventional"
    """Chemical, biological, radiological or nuclear weapons."""
    SUICIDE_ATTACK = "suicide_attack"
    """A bomb, vehicle or aircraft whose bearer dies with it."""
    PRIMITIVE = "primitive"
    """Knives, clubs, stones, fire, a car driven into people."""
    CROWD_CONTROL = "crowd_control"
    """Tear gas, rubber bullets, water cannon, truncheons."""


class ForceUsed(Attack):
    """Armed force used in fighting, shelling, bombing."""

    SYNONYMS: ClassVar = (
        *("attack", "attacked", "strike", "struck", "bombing", "bombed", "shelling", "shelled", "airstrike", "air", "drone"),
        *("missile", "battle", "clash", "clashes", "fighting", "shooting", "shot", "explosion", "blast", "bomb", "raid"),
        *("ambush", "terrorist", "terror", "violence", "killed", "offensive", "war"),
    )
    EXAMPLE: ClassVar = {
        "by_as_said": "unknown gunmen",
        "against": ["NGA"],
        "hit": ["a market in Borno"],
        "weapon": "firearms",
        "deaths": {"best": 14},
        "injured": {"best": 31},
        "casualties": [{"whose": "children", "deaths": {"best": 3}}],
    }
    TOPIC: ClassVar = "force_used"
    CODED_BY: ClassVar = "weapon"
    CODINGS: ClassVar = {
        None: Coding(plover="ASSAULT", cameo="190"),
        Weapon.FIREARMS: Coding(plover="ASSAULT", cameo="193", mode="firearms"),
        Weapon.HEAVY_WEAPONS: Coding(plover="ASSAULT", cameo="194", mode="heavy-weapons"),
        Weapon.AERIAL: Coding(plover="ASSAULT", cameo="195", mode="aerial"),
        Weapon.DRONE: Coding(plover="ASSAULT", cameo="195", mode="drone"),
        Weapon.EXPLOSIVES: Coding(plover="ASSAULT", cameo="183", mode="explosives"),
        Weapon.UNCONVENTIONAL: Coding(plover="ASSAULT", cameo="204", mode="unconventional"),
        Weapon.SUICIDE_ATTACK: Coding(plover="ASSAULT", cameo="1831", mode="suicide-attack"),
        Weapon.PRIMITIVE: Coding(plover="ASSAULT", cameo="182", mode="primitive"),
        Weapon.CROWD_CONTROL: Coding(plover="ASSAULT", cameo="175", mode="crowd-control"),
    }
    PRESENT: ClassVar = Presence("Those who meet in battle do not appear together.")

    against: Against = ()
    """Against whom."""
    helped_by: HelpedBy = ()
    """Who helped those who used it."""
    weapon: Weapon | None = None
    """By what means."""
    hit: Texts = ()
    """What was hit: a grain terminal, a hospital."""


class TerritoryTaken(Toll):
    """Territory, a town or a position taken or retaken by force."""

    SYNONYMS: ClassVar = (
        *("captured", "occupied", "occupation", "annexed", "annexation", "conquered", "seized", "retaken", "recaptured"),
        *("liberated", "town", "city", "village", "advance", "advanced", "fell"),
    )
    EXAMPLE: ClassVar = {"by": ["rebels"], "lost_by": ["COD"]}
    TOPIC: ClassVar = "territory_taken"
    CODING: ClassVar = Coding(plover="COERCE", cameo="192", mode="seize")
    PRESENT: ClassVar = Presence("Those who meet in battle do not appear together.")

    by: Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR)] = ()
    """Who took it."""
    lost_by: Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)] = ()
    """From whom."""
    helped_by: HelpedBy = ()
    """Who helped to take it."""

    @model_validator(mode="after")
    def _somebody_took_it(self) -> Self:
        if not (self.by or self.helped_by):
            raise ValueError("says neither who took it (by) nor who helped (helped_by); give one of them")
        return self


class ViolenceRecorded(Event):
    """An incident of organised violence as counted by a conflict data set (UCDP, ACLED)."""

    SYNONYMS: ClassVar = ("ucdp", "acled", "incident", "conflict")
    EXAMPLE: ClassVar = {"side_a": ["SYR"], "side_b": ["rebels"], "deaths": {"low": 4, "best": 6, "high": 9}}
    TOPIC: ClassVar = "violence_recorded"
    VERSION: ClassVar = 2
    CODED_BY: ClassVar = "one_sided"
    CODINGS: ClassVar = {
        False: Coding(plover="ASSAULT", cameo="190"),
        True: Coding(plover="ASSAULT", cameo="180", mode="targeted"),
    }
    PRESENT: ClassVar = Presence("Those who meet in battle do not appear together.")

    side_a: Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
    """The first side, as the data set has it."""
    side_b: Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)] = ()
    """The second side."""
    one_sided: bool = False
    """Whether it was violence against civilians."""
    aggregate: bool = False
    """Whether it sums up several incidents that the sources do not tell apart."""
    deaths: Estimate | None = None
    """How many people were killed in all."""
    deaths_a: Estimate | None = None
    """How many of the first side."""
    deaths_b: Estimate | None = None
    """How many of the second side."""
    deaths_civilians: Estimate | None = None
    """How many civilians."""
    deaths_unknown: Estimate | None = None
    """How many of unknown side."""

    @staticmethod
    def upcast_v1_v2(content: dict[str, Any]) -> dict[str, Any]:
        """Version 1 did not tell single incidents from aggregates: what it says still holds."""
        return content


KINDS = (IncursionMade, ForceUsed, TerritoryTaken, ViolenceRecorded)
