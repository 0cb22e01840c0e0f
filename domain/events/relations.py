"""Agreements, relations and sanctions between states and bodies."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.presence import Presence
from domain.values.estimate import Estimate
from domain.values.party import Parties, Role, Side, TakesPart
from domain.values.report import Texts
from domain.values.text import Text

By = Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
On = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET), Field(min_length=1)]


class AgreementSigned(Event):
    """A treaty, pact or other agreement signed or concluded; what becomes of it later is an AgreementChanged."""

    SYNONYMS: ClassVar = ("treaty", "pact", "accord", "deal", "memorandum", "contract", "convention", "concluded", "protocol")
    EXAMPLE: ClassVar = {"signatories": ["AUS", "GBR"], "name": "the Geelong Treaty", "fields": ["defence"]}
    TOPIC: ClassVar = "agreement_signed"
    CODING: ClassVar = Coding(plover="SUPPORT", cameo="057")
    PRESENT: ClassVar = Presence("States sign, ratify and exchange papers apart.")

    signatories: Annotated[Parties, TakesPart(Role.SIGNATORY, Side.MUTUAL), Field(min_length=2)]
    """Those bound by it."""
    name: Text | None = None
    """What it is called."""
    fields: Texts = ()
    """What it is about: defence, trade, energy."""


class Change(StrEnum):
    """What became of relations."""

    RECOGNISED = "recognised"
    """One recognised the other as a state or its government."""
    ESTABLISHED = "established"
    """Diplomatic relations were taken up."""
    RESTORED = "restored"
    """Relations broken off before were taken up again."""
    UPGRADED = "upgraded"
    """Relations were raised to a higher rank."""
    REDUCED = "reduced"
    """Relations were lowered to a lesser rank."""
    BROKEN = "broken"
    """Relations were broken off."""
    ENVOYS_EXPELLED = "envoys_expelled"
    """Envoys of the other were sent away."""
    ENVOYS_RECALLED = "envoys_recalled"
    """Envoys to the other were called home."""


class RelationsChanged(Event):
    """Diplomatic relations taken up, raised, lowered or broken off."""

    SYNONYMS: ClassVar = (
        *("diplomatic", "ambassador", "ambassadors", "envoy", "envoys", "diplomats", "embassy", "recalled", "expelled"),
        *("recognised", "recognized", "recognition", "severed", "ties", "restored", "grata"),
    )
    EXAMPLE: ClassVar = {"by": ["FRA"], "toward": ["AZE"], "change": "envoys_recalled"}
    TOPIC: ClassVar = "relations_changed"
    CODED_BY: ClassVar = "change"
    CODINGS: ClassVar = {
        Change.RECOGNISED: Coding(plover="SUPPORT", cameo="054"),
        Change.ESTABLISHED: Coding(plover="SUPPORT", cameo="054"),
        Change.RESTORED: Coding(plover="SUPPORT", cameo="050"),
        Change.UPGRADED: Coding(plover="SUPPORT", cameo="050"),
        Change.REDUCED: Coding(plover="SANCTION", cameo="161", mode="discontinue"),
        Change.BROKEN: Coding(plover="SANCTION", cameo="161", mode="discontinue"),
        Change.ENVOYS_EXPELLED: Coding(plover="SANCTION", cameo="161", mode="expel"),
        Change.ENVOYS_RECALLED: Coding(plover="SANCTION", cameo="161", mode="withdraw"),
    }
    PRESENT: ClassVar = Presence("It is a decision, taken at home.")

    by: By
    """Who acted."""
    toward: On
    """Towards whom."""
    change: Change
    """What became of relations."""
    count: Estimate | None = None
    """How many envoys were expelled or recalled."""


class Cooperation(StrEnum):
    """The field in which cooperation began."""

    GENERAL = "general"
    """Of no one field, or of several."""
    ECONOMIC = "economic"
    """Trade, investment, infrastructure."""
    MILITARY = "military"
    """Armed forces and armament."""
    JUDICIAL = "judicial"
    """Courts, police, extradition."""
    INTELLIGENCE = "intelligence"
    """Exchange of intelligence."""


class CooperationBegun(Event):
    """Practical cooperation taken up."""

    SYNONYMS: ClassVar = ("joint", "project", "partnership", "collaboration", "investment", "sharing", "launched", "intelligence")
    EXAMPLE: ClassVar = {"parties": ["KAZ", "CHN"], "field": "economic"}
    TOPIC: ClassVar = "cooperation_begun"
    CODED_BY: ClassVar = "field"
    CODINGS: ClassVar = {
        Cooperation.GENERAL: Coding(plover="COOPERATE", cameo="060"),
        Cooperation.ECONOMIC: Coding(plover="COOPERATE", cameo="061"),
        Cooperation.MILITARY: Coding(plover="COOPERATE", cameo="062"),
        Cooperation.JUDICIAL: Coding(plover="COOPERATE", cameo="063"),
        Cooperation.INTELLIGENCE: Coding(plover="COOPERATE", cameo="064"),
    }
    PRESENT: ClassVar = Presence("It is a decision, carried out by each at home.")

    parties: Annotated[Parties, TakesPart(Role.PARTICIPANT, Side.MUTUAL), Field(min_length=2)]
    """Those who cooperate."""
    field: Cooperation = Cooperation.GENERAL
    """In what field."""


class SanctionsImposed(Event):
    """Sanctions, embargoes or boycotts set up by states or bodies."""

    SYNONYMS: ClassVar = ("embargo", "sanction", "sanctioned", "blacklisted", "frozen", "assets", "boycott", "travel", "ban")
    EXAMPLE: ClassVar = {"by": ["GBR"], "on": ["BLR"], "measures": ["asset freeze", "travel ban"], "count": {"best": 23}}
    TOPIC: ClassVar = "sanctions_imposed"
    CODING: ClassVar = Coding(plover="SANCTION", cameo="163", mode="discontinue")
    PRESENT: ClassVar = Presence("It is a decision, taken at home.")

    by: By
    """Who imposed them."""
    on: On
    """On whom."""
    measures: Texts = ()
    """What was done: asset freeze, arms embargo."""
    count: Estimate | None = None
    """How many persons, firms or ships they are on."""


class SanctionsLifted(Event):
    """Sanctions, embargoes or boycotts eased or ended."""

    SYNONYMS: ClassVar = ("sanction", "eased", "embargo", "ended", "relief", "waived", "delisted", "unfrozen")
    EXAMPLE: ClassVar = {"by": ["USA"], "on": ["SYR"], "measures": ["oil embargo"], "extent": "in part"}
    TOPIC: ClassVar = "sanctions_lifted"
    CODING: ClassVar = Coding(plover="RETREAT", cameo="085")
    PRESENT: ClassVar = Presence("It is a decision, taken at home.")

    by: By
    """Who lifted them."""
    on: On
    """On whom they had been."""
    measures: Texts = ()
    """Which measures."""
    extent: Text | None = None
    """How far: in full, in part, as said."""


KINDS = (AgreementSigned, RelationsChanged, CooperationBegun, SanctionsImposed, SanctionsLifted)
