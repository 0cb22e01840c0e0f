"""Pressure short of violence: trade measures, supplies stopped, ways closed, property seized, cyber operations, disinformation."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.deeds import Deed
from domain.values.estimate import Estimate
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.report import Texts
from domain.values.text import Text

By = Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
Hit = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)]


class TradeMeasure(StrEnum):
    """By what means trade is steered."""

    TARIFF = "tariff"
    """A duty on goods."""
    QUOTA = "quota"
    """A limit to amounts."""
    IMPORT_BAN = "import_ban"
    """Goods may not come in."""
    EXPORT_CONTROL = "export_control"
    """Goods may not go out, or only with a licence."""
    OTHER = "other"
    """Another means, or what is not named."""


class TradeCourse(StrEnum):
    """Which way a trade measure goes."""

    IMPOSED = "imposed"
    """It is new."""
    RAISED = "raised"
    """It was made stricter."""
    LOWERED = "lowered"
    """It was eased."""
    LIFTED = "lifted"
    """It was ended."""


class TradeMeasureTaken(Event):
    """A tariff, quota, export control or other trade measure imposed, raised, lowered or lifted."""

    SYNONYMS: ClassVar = (
        *("tariff", "tariffs", "duty", "duties", "customs", "quota", "export", "import", "levy", "dumping", "protectionism"),
        *("ban", "imposed", "raised", "lowered"),
    )
    EXAMPLE: ClassVar = {"by": ["USA"], "on": ["CAN"], "measure": "tariff", "goods": "steel", "rate": {"best": 25, "unit": "%"}}
    TOPIC: ClassVar = "trade_measure_taken"
    CODED_BY: ClassVar = "course"
    CODINGS: ClassVar = {
        TradeCourse.IMPOSED: Coding(plover="SANCTION", cameo="160", mode="discontinue"),
        TradeCourse.RAISED: Coding(plover="SANCTION", cameo="160", mode="discontinue"),
        TradeCourse.LOWERED: Coding(plover="RETREAT", cameo="085"),
        TradeCourse.LIFTED: Coding(plover="RETREAT", cameo="085"),
    }

    by: By
    """Who took it."""
    on: Hit = ()
    """Against which states, where it is not against all."""
    measure: TradeMeasure = TradeMeasure.OTHER
    """By what means."""
    goods: Texts = ()
    """On which goods."""
    rate: Estimate | None = None
    """How high it is now: a tariff in percent, a quota in its unit."""
    rate_before: Estimate | None = None
    """How high it was before."""
    course: TradeCourse = TradeCourse.IMPOSED
    """Which way it goes."""


class Supply(StrEnum):
    """What is no longer supplied."""

    AID = "aid"
    """Money, arms or relief that was given."""
    ENERGY = "energy"
    """Gas, oil, electricity."""
    WATER = "water"
    """Water."""
    FOOD = "food"
    """Food and medicine."""
    COMMUNICATIONS = "communications"
    """Telephone and internet."""
    OTHER = "other"
    """Something else, or what is not named."""


class SupplyStopped(Event):
    """Aid, energy, water or other supplies stopped or cut back."""

    SYNONYMS: ClassVar = (
        *("withheld", "aid", "gas", "energy", "electricity", "power", "internet", "shutdown", "cut", "halted", "suspended"),
        *("blackout", "freeze", "frozen"),
    )
    EXAMPLE: ClassVar = {"by": ["RUS"], "on": ["MDA"], "supply": "energy", "amount": {"best": 5.7, "unit": "million m3"}}
    TOPIC: ClassVar = "supply_stopped"
    CODED_BY: ClassVar = "supply"
    CODINGS: ClassVar = dict.fromkeys(Supply, Coding(plover="COERCE", cameo="170", mode="withhold")) | {
        Supply.AID: Coding(plover="SANCTION", cameo="162", mode="discontinue"),
    }

    by: By
    """Who stopped it."""
    on: Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET), Field(min_length=1)]
    """Who gets it no longer."""
    supply: Supply = Supply.OTHER
    """What is no longer supplied."""
    amount: Estimate | None = None
    """How much."""


class PropertySeized(Deed):
    """Ships, goods, money or other property seized or confiscated."""

    SYNONYMS: ClassVar = (
        *("ship", "vessel", "tanker", "cargo", "goods", "assets", "confiscated", "confiscation", "impounded", "nationalised"),
        *("nationalized", "expropriated", "hijacked", "captured", "boarded", "looted", "intercepted"),
    )
    EXAMPLE: ClassVar = {"by": ["IRN"], "owners": ["GRC"], "things": ["the tanker Aster"], "ships": {"best": 1}}
    TOPIC: ClassVar = "property_seized"
    CODING: ClassVar = Coding(plover="COERCE", cameo="1711", mode="seize")

    owners: Hit = ()
    """Whose property."""
    things: Texts = ()
    """What was seized."""
    ships: Estimate | None = None
    """How many ships."""
    amount: Estimate | None = None
    """How much, or what it is worth, with its unit."""


class Passage(StrEnum):
    """What way was closed."""

    BORDER = "border"
    """A land border or crossing."""
    AIRSPACE = "airspace"
    """The air above a territory."""
    WATERS = "waters"
    """A sea, strait, river or port."""
    ROAD = "road"
    """A road, railway or bridge."""
    BLOCKADE = "blockade"
    """A territory or town is shut in by force."""


class PassageClosed(Deed):
    """A border, airspace, strait or port closed, or a blockade laid."""

    SYNONYMS: ClassVar = (
        *("border", "blockade", "blockaded", "airspace", "strait", "port", "crossing", "siege", "besieged", "checkpoint"),
        *("sealed", "no-fly", "laid", "closure", "encircled", "flights"),
    )
    EXAMPLE: ClassVar = {"by": ["POL"], "against": ["BLR"], "passage": "border", "crossings": ["Terespol-Brest"]}
    TOPIC: ClassVar = "passage_closed"
    CODED_BY: ClassVar = "passage"
    CODINGS: ClassVar = dict.fromkeys(Passage, Coding(plover="COERCE", cameo="172", mode="restrict")) | {
        Passage.BLOCKADE: Coding(plover="COERCE", cameo="191", mode="restrict"),
    }

    against: Hit = ()
    """Against which states or groups."""
    passage: Passage
    """What way was closed."""
    crossings: Texts = ()
    """Which crossings, ports or routes, as said."""


class CyberOperation(StrEnum):
    """What a cyber operation does."""

    ESPIONAGE = "espionage"
    """Reads along."""
    THEFT = "theft"
    """Takes data or money."""
    DISRUPTION = "disruption"
    """Makes services fail."""
    DESTRUCTION = "destruction"
    """Destroys data or machines."""
    DEFACEMENT = "defacement"
    """Puts false pages or messages in place."""
    OTHER = "other"
    """Does something else, or what is not said."""


class CyberOperationConducted(Deed):
    """An intrusion into computers and networks, or an attack on them."""

    SYNONYMS: ClassVar = (
        *("cyberattack", "cyber", "hack", "hacked", "hacking", "hackers", "ransomware", "malware", "ddos", "intrusion"),
        *("breach", "phishing", "data", "network", "leak", "computer", "attack"),
    )
    EXAMPLE: ClassVar = {"by_as_said": "unknown hackers", "against": ["ALB"], "operation": "disruption", "hit": ["the tax office"]}
    TOPIC: ClassVar = "cyber_operation_conducted"
    CODING: ClassVar = Coding(plover="COERCE", cameo="170", mode="cyber")

    against: Hit = ()
    """Against which states, bodies or firms."""
    operation: CyberOperation = CyberOperation.OTHER
    """What it does."""
    hit: Texts = ()
    """What was hit."""
    lasted: Estimate | None = None
    """How long its effects lasted, with the unit."""


class DisinformationSpread(Deed):
    """False or misleading information spread on purpose."""

    SYNONYMS: ClassVar = (
        *("misinformation", "propaganda", "fake", "news", "influence", "campaign", "trolls", "interference", "meddling"),
    )
    EXAMPLE: ClassVar = {"by_as_said": "a network of accounts", "against": ["MDA"], "gist": "The election was called off."}
    TOPIC: ClassVar = "disinformation_spread"
    CODING: ClassVar = Coding(plover="COERCE", cameo=None, mode="misinformation")

    against: Hit = ()
    """Against which states, bodies or persons."""
    gist: Text | None = None
    """What was spread."""
    channel: Text | None = None
    """By what means: social media, forged pages."""


KINDS = (TradeMeasureTaken, SupplyStopped, PropertySeized, PassageClosed, CyberOperationConducted, DisinformationSpread)
