"""Protest, arrest, captivity and restriction."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.deeds import Deed, Toll
from domain.events.presence import Presence
from domain.values.estimate import Estimate
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.text import Text

By = Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
Target = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET), Field(min_length=1)]


class ProtestForm(StrEnum):
    """How people protest."""

    DEMO = "demo"
    """A march, rally or vigil."""
    HUNGER = "hunger"
    """A hunger strike."""
    STRIKE = "strike"
    """Work is stopped."""
    BOYCOTT = "boycott"
    """Trade or attendance is refused."""
    OBSTRUCT = "obstruct"
    """Roads or buildings are blocked or occupied."""
    RIOT = "riot"
    """With violence against things or people."""
    VANDALIZE = "vandalize"
    """Things are damaged or defaced, without a crowd."""


class ProtestHeld(Toll):
    """A demonstration, strike, boycott, blockade or riot."""

    SYNONYMS: ClassVar = (
        *("demonstration", "demonstrated", "rally", "rallied", "march", "marched", "strike", "riot", "riots", "walkout"),
        *("unrest", "demonstrators", "protested", "sit-in", "vigil", "boycott", "hunger"),
    )
    EXAMPLE: ClassVar = {"protesters": ["teachers"], "against": ["ARG"], "form": "strike", "size": {"low": 20000}}
    TOPIC: ClassVar = "protest_held"
    CODED_BY: ClassVar = "form"
    CODINGS: ClassVar = {
        ProtestForm.DEMO: Coding(plover="PROTEST", cameo="141", mode="demo"),
        ProtestForm.HUNGER: Coding(plover="PROTEST", cameo="142", mode="hunger"),
        ProtestForm.STRIKE: Coding(plover="PROTEST", cameo="143", mode="strike"),
        ProtestForm.BOYCOTT: Coding(plover="PROTEST", cameo="143", mode="boycott"),
        ProtestForm.OBSTRUCT: Coding(plover="PROTEST", cameo="144", mode="obstruct"),
        ProtestForm.RIOT: Coding(plover="PROTEST", cameo="145", mode="riot"),
        ProtestForm.VANDALIZE: Coding(plover="PROTEST", cameo="145", mode="vandalize"),
    }
    PRESENT: ClassVar = Presence("Those protested against stay away.")

    protesters: Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
    """Who protested."""
    against: Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)] = ()
    """Against whom."""
    form: ProtestForm = ProtestForm.DEMO
    """How."""
    size: Estimate | None = None
    """How many people took part."""
    arrested: Estimate | None = None
    """How many people were arrested."""


class ArrestMade(Event):
    """People arrested or detained."""

    SYNONYMS: ClassVar = ("arrested", "detained", "detention", "jailed", "imprisoned", "custody", "raid", "held", "roundup")
    EXAMPLE: ClassVar = {"by": ["TUR"], "detained": [{"actor": "TUR", "as_said": "the mayor"}], "charge": "corruption"}
    TOPIC: ClassVar = "arrest_made"
    CODING: ClassVar = Coding(plover="COERCE", cameo="173", mode="arrest")
    PRESENT: ClassVar = Presence("States and bodies arrest through others.")

    by: By
    """Who made the arrest."""
    detained: Target
    """Who was detained."""
    charge: Text | None = None
    """On what charge."""
    count: Estimate | None = None
    """How many people."""


class InvestigationOpened(Event):
    """An inquiry or criminal investigation opened."""

    SYNONYMS: ClassVar = (
        *("inquiry", "enquiry", "probe", "investigated", "inspection", "audit", "commission", "prosecutors", "searched"),
    )
    EXAMPLE: ClassVar = {"by": ["ROU"], "into": ["a-platform"], "matter": "its part in the election"}
    TOPIC: ClassVar = "investigation_opened"
    CODING: ClassVar = Coding(plover="ACCUSE", cameo="090", mode="investigate")
    PRESENT: ClassVar = Presence("It is a decision, taken at a desk.")

    by: By
    """Who investigates."""
    into: Target
    """Whom."""
    matter: Text | None = None
    """What about."""


class HostagesTaken(Toll, Deed):
    """People abducted or held hostage."""

    SYNONYMS: ClassVar = (
        *("kidnapped", "kidnapping", "abducted", "abduction", "hostage", "hijacking", "hijacked", "disappeared", "ransom"),
    )
    EXAMPLE: ClassVar = {"by_as_said": "bandits", "victims": ["NGA"], "count": {"best": 287}}
    TOPIC: ClassVar = "hostages_taken"
    CODING: ClassVar = Coding(plover="ASSAULT", cameo="181", mode="abduct")
    PRESENT: ClassVar = Presence("Captor and captive do not appear together.")

    victims: Annotated[Parties, TakesPart(Role.VICTIM, Side.TARGET), Field(min_length=1)]
    """Who was taken."""
    count: Estimate | None = None
    """How many people."""


class CaptivesReleased(Event):
    """Prisoners, hostages or detainees set free by one side; an exchange is a PeopleExchanged."""

    SYNONYMS: ClassVar = ("prisoners", "hostages", "freed", "release", "liberated", "pardoned", "amnesty", "repatriated", "bail")
    EXAMPLE: ClassVar = {"by": ["rebels"], "to": ["COL"], "count": {"best": 3}}
    TOPIC: ClassVar = "captives_released"
    CODING: ClassVar = Coding(plover="RETREAT", cameo="0841", mode="release")
    PRESENT: ClassVar = Presence("Captives change hands; those who let them go and receive them stay.")

    by: By
    """Who let them go."""
    to: Target
    """To whom they went."""
    count: Estimate | None = None
    """How many people."""
    exchange: bool | None = None
    """Whether it was an exchange; absent where it is not said."""


class Restriction(StrEnum):
    """What freedom was taken."""

    GENERAL = "general"
    """Another freedom, or none that is named."""
    CURFEW = "curfew"
    """Going out at certain hours."""
    MARTIAL_LAW = "martial_law"
    """The army takes over, or a state of emergency is declared."""
    CENSORSHIP = "censorship"
    """Speech, press, films or the internet."""
    POLITICS = "politics"
    """Parties, politicians or organisations are banned."""


class RestrictionImposed(Event):
    """Freedoms restricted: bans, curfew, martial law."""

    SYNONYMS: ClassVar = (
        *("ban", "banned", "curfew", "emergency", "martial", "lockdown", "censorship", "censored", "outlawed", "prohibited"),
        *("blocked", "crackdown", "closed", "newspaper", "media"),
    )
    EXAMPLE: ClassVar = {"by": ["MMR"], "on": ["MMR"], "restriction": "curfew"}
    TOPIC: ClassVar = "restriction_imposed"
    CODED_BY: ClassVar = "restriction"
    CODINGS: ClassVar = {
        Restriction.GENERAL: Coding(plover="COERCE", cameo="172", mode="restrict"),
        Restriction.CURFEW: Coding(plover="COERCE", cameo="1723", mode="curfew"),
        Restriction.MARTIAL_LAW: Coding(plover="COERCE", cameo="1724", mode="martial-law"),
        Restriction.CENSORSHIP: Coding(plover="COERCE", cameo="1721", mode="censor"),
        Restriction.POLITICS: Coding(plover="COERCE", cameo="1722", mode="restrict"),
    }
    PRESENT: ClassVar = Presence("It is a decision, taken at home.")

    by: By
    """Who imposed it."""
    on: Target
    """On whom."""
    restriction: Restriction = Restriction.GENERAL
    """What was restricted."""


KINDS = (ProtestHeld, ArrestMade, InvestigationOpened, HostagesTaken, CaptivesReleased, RestrictionImposed)
