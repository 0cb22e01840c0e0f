"""Attacks on persons and things outside of fighting: assassination, abuse, destruction."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.deeds import Attack
from domain.events.fighting import Weapon
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.report import Texts
from domain.values.text import Text

Victims = Annotated[Parties, TakesPart(Role.VICTIM, Side.TARGET), Field(min_length=1)]


class PersonAssassinated(Attack):
    """A person of rank killed on purpose."""

    SYNONYMS: ClassVar = (
        *("assassination", "assassinated", "murdered", "murder", "killed", "killing", "targeted", "poisoned", "shot"),
    )
    EXAMPLE: ClassVar = {"by_as_said": "a gunman", "victims": ["jean-petit"], "means": "firearms"}
    TOPIC: ClassVar = "person_assassinated"
    CODING: ClassVar = Coding(plover="ASSAULT", cameo="186", mode="targeted")

    victims: Victims
    """Who was killed."""
    means: Weapon | None = None
    """By what means."""


class AssassinationAttempted(Attack):
    """An attempt to kill a person of rank, who lived."""

    SYNONYMS: ClassVar = ("assassination", "attempt", "attempted", "plot", "murder", "wounded", "survived", "shot", "poisoned")
    EXAMPLE: ClassVar = {"by_as_said": "a lone gunman", "victims": ["anne-martin"], "means": "firearms", "injured": {"best": 1}}
    TOPIC: ClassVar = "assassination_attempted"
    CODING: ClassVar = Coding(plover="ASSAULT", cameo="185", mode="targeted")

    victims: Victims
    """Who was to be killed."""
    means: Weapon | None = None
    """By what means."""


class Abuse(StrEnum):
    """What was done to people who could not defend themselves."""

    BEATING = "beating"
    """They were beaten or otherwise ill-treated."""
    TORTURE = "torture"
    """They were tortured."""
    SEXUAL = "sexual"
    """They were raped or otherwise abused sexually."""
    KILLING = "killing"
    """They were killed: a massacre, executions without trial."""
    CLEANSING = "cleansing"
    """They were killed or driven out for what they are."""


class AbuseCommitted(Attack):
    """Violence against people who cannot defend themselves: beating, torture, rape, massacre, ethnic cleansing."""

    SYNONYMS: ClassVar = (
        *("massacre", "atrocity", "torture", "tortured", "rape", "raped", "beaten", "execution", "executed", "genocide"),
        *("cleansing", "killing", "killings", "civilians", "lynched", "crime", "war"),
    )
    EXAMPLE: ClassVar = {
        "by": ["a-militia"],
        "victims": [{"actor": "COD", "as_said": "villagers"}],
        "abuse": "killing",
        "deaths_civilians": {"low": 40},
    }
    TOPIC: ClassVar = "abuse_committed"
    CODED_BY: ClassVar = "abuse"
    CODINGS: ClassVar = {
        Abuse.BEATING: Coding(plover="ASSAULT", cameo="182", mode="beat"),
        Abuse.TORTURE: Coding(plover="ASSAULT", cameo="1822", mode="torture"),
        Abuse.SEXUAL: Coding(plover="ASSAULT", cameo="1821", mode="sexual"),
        Abuse.KILLING: Coding(plover="ASSAULT", cameo="202", mode="targeted"),
        Abuse.CLEANSING: Coding(plover="ASSAULT", cameo="203", mode="targeted"),
    }

    victims: Victims
    """Those it was done to, or their state."""
    abuse: Abuse
    """What was done."""


class PropertyDestroyed(Attack):
    """Buildings, machines or other things destroyed outside of fighting: sabotage, arson, demolition."""

    SYNONYMS: ClassVar = (
        *("sabotage", "sabotaged", "arson", "burned", "demolished", "demolition", "damaged", "cable", "pipeline", "vandalised"),
        *("destruction", "blown"),
    )
    EXAMPLE: ClassVar = {"by_as_said": "unknown", "owners": ["DEU"], "things": ["a railway signal box"]}
    TOPIC: ClassVar = "property_destroyed"
    CODING: ClassVar = Coding(plover="ASSAULT", cameo="1712", mode="destroy")

    owners: Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)] = ()
    """Whose property."""
    things: Texts
    """What was destroyed or damaged."""
    method: Text | None = None
    """How, as said: set on fire, an anchor dragged."""


KINDS = (PersonAssassinated, AssassinationAttempted, AbuseCommitted, PropertyDestroyed)
