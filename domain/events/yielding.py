"""Giving way: concessions, access granted, arms laid down."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.values.estimate import Estimate
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.text import Text

By = Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
To = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)]


class Concession(StrEnum):
    """What was conceded."""

    GENERAL = "general"
    """Something else, or what is not named."""
    RIGHTS = "rights"
    """Restrictions were eased, rights granted, a ban lifted."""
    EMERGENCY = "emergency"
    """A curfew, state of emergency or martial law was lifted."""
    POLICY = "policy"
    """A law, measure or policy was given up or changed as demanded."""
    LEADERSHIP = "leadership"
    """A change of leaders was agreed to."""
    PROPERTY = "property"
    """Property was given back."""
    TERRITORY = "territory"
    """A claim or a territory was given up."""


class ConcessionMade(Event):
    """A demand met, a restriction eased, property given back: somebody gives way without force."""

    SYNONYMS: ClassVar = (
        *("conceded", "yielded", "backed", "relented", "eased", "lifted", "dropped", "reversed", "abandoned", "compromise"),
        *("returned", "demand", "met", "pardon", "amnesty"),
    )
    EXAMPLE: ClassVar = {"by": ["KEN"], "to": ["protesters"], "concession": "policy", "gist": "The tax bill was withdrawn."}
    TOPIC: ClassVar = "concession_made"
    CODED_BY: ClassVar = "concession"
    CODINGS: ClassVar = {
        Concession.GENERAL: Coding(plover="CONCEDE", cameo="080"),
        Concession.RIGHTS: Coding(plover="CONCEDE", cameo="081"),
        Concession.EMERGENCY: Coding(plover="RETREAT", cameo="0814"),
        Concession.POLICY: Coding(plover="CONCEDE", cameo="0832"),
        Concession.LEADERSHIP: Coding(plover="CONCEDE", cameo="0831"),
        Concession.PROPERTY: Coding(plover="RETREAT", cameo="0842"),
        Concession.TERRITORY: Coding(plover="CONCEDE", cameo="080"),
    }

    by: By
    """Who gave way."""
    to: To = ()
    """To those who demanded it."""
    concession: Concession = Concession.GENERAL
    """What was conceded."""
    gist: Text | None = None
    """What it says."""


class Access(StrEnum):
    """What access is for."""

    GENERAL = "general"
    """Something else, or what is not named."""
    PASSAGE = "passage"
    """A border, airspace or port is open again, a blockade lifted."""
    RELIEF = "relief"
    """Humanitarian aid may come in."""
    INSPECTION = "inspection"
    """Inspectors or observers may come in."""
    PEACEKEEPING = "peacekeeping"
    """Peacekeepers may come in."""


class AccessGranted(Event):
    """A way opened, or outsiders let in: borders, aid convoys, inspectors, peacekeepers."""

    SYNONYMS: ClassVar = (
        *("opened", "reopened", "reopening", "border", "corridor", "convoy", "inspectors", "peacekeepers", "blockade"),
        *("lifted", "admitted", "allowed"),
    )
    EXAMPLE: ClassVar = {"by": ["IRN"], "to": ["iaea"], "access": "inspection"}
    TOPIC: ClassVar = "access_granted"
    CODED_BY: ClassVar = "access"
    CODINGS: ClassVar = {
        Access.GENERAL: Coding(plover="RETREAT", cameo="086", mode="access"),
        Access.PASSAGE: Coding(plover="RETREAT", cameo="0872", mode="access"),
        Access.RELIEF: Coding(plover="RETREAT", cameo="0863", mode="access"),
        Access.INSPECTION: Coding(plover="RETREAT", cameo="0862", mode="access"),
        Access.PEACEKEEPING: Coding(plover="RETREAT", cameo="0861", mode="access"),
    }

    by: By
    """Who granted it."""
    to: To = ()
    """Those let in."""
    access: Access = Access.GENERAL
    """What for."""
    gist: Text | None = None
    """What it says."""


class Disarmament(StrEnum):
    """How arms are laid down."""

    SURRENDER = "surrender"
    """The fighters give themselves up."""
    DEMOBILIZATION = "demobilization"
    """The fighters are sent home."""
    WEAPONS = "weapons"
    """Weapons are handed over, destroyed or put out of service."""


class ArmsLaidDown(Event):
    """Fighters surrendering, forces demobilized, weapons handed over or destroyed."""

    SYNONYMS: ClassVar = (
        *("disarmed", "disarmament", "surrendered", "surrender", "demobilized", "demobilised", "weapons", "scrapped"),
    )
    EXAMPLE: ClassVar = {"by": ["rebels"], "to": ["COL"], "disarmament": "weapons", "fighters": {"best": 30}}
    TOPIC: ClassVar = "arms_laid_down"
    CODED_BY: ClassVar = "disarmament"
    CODINGS: ClassVar = {
        Disarmament.SURRENDER: Coding(plover="RETREAT", cameo="0874", mode="disarm"),
        Disarmament.DEMOBILIZATION: Coding(plover="RETREAT", cameo="0873", mode="disarm"),
        Disarmament.WEAPONS: Coding(plover="RETREAT", cameo="087", mode="disarm"),
    }

    by: By
    """Who lays them down."""
    to: To = ()
    """To the other side, or those who take them."""
    disarmament: Disarmament
    """How."""
    fighters: Estimate | None = None
    """How many people."""
    weapons: Estimate | None = None
    """How many weapons, with their unit."""


KINDS = (ConcessionMade, AccessGranted, ArmsLaidDown)
