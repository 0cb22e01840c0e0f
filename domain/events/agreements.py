"""Agreements after they are signed, membership in bodies, and talks that end."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import UNCODED, Event
from domain.values.dates import Edtf
from domain.values.party import Parties, Party, Role, Side, TakesPart
from domain.values.text import Text

By = Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
Toward = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)]


class Stage(StrEnum):
    """What became of an agreement."""

    RATIFIED = "ratified"
    """It was ratified."""
    IN_FORCE = "in_force"
    """It entered into force."""
    EXTENDED = "extended"
    """It was prolonged or renewed."""
    RESUMED = "resumed"
    """It was taken up again."""
    SUSPENDED = "suspended"
    """It is not kept for the time being."""
    LEFT = "left"
    """Somebody withdrew from it."""
    ENDED = "ended"
    """It expired, or all ended it together."""


class AgreementChanged(Event):
    """An agreement ratified, entered into force, extended, suspended, left or ended."""

    SYNONYMS: ClassVar = (
        *("treaty", "pact", "accord", "deal", "convention", "ratified", "ratification", "withdrawn", "withdrawal", "expired"),
        *("terminated", "denounced", "abrogated", "revoked", "left", "suspended", "ended", "renewed", "extended", "force"),
    )
    EXAMPLE: ClassVar = {"by": ["FIN"], "agreement": "the Ottawa Treaty on anti-personnel mines", "stage": "left"}
    TOPIC: ClassVar = "agreement_changed"
    CODED_BY: ClassVar = "stage"
    CODINGS: ClassVar = {
        Stage.RATIFIED: Coding(plover="SUPPORT", cameo="057"),
        Stage.IN_FORCE: UNCODED,
        Stage.EXTENDED: Coding(plover="SUPPORT", cameo="057"),
        Stage.RESUMED: Coding(plover="SUPPORT", cameo="050"),
        Stage.SUSPENDED: Coding(plover="SANCTION", cameo="160", mode="discontinue"),
        Stage.LEFT: Coding(plover="SANCTION", cameo="160", mode="withdraw"),
        Stage.ENDED: UNCODED,
    }

    by: By
    """Who acted; where nobody did, those that it binds."""
    toward: Toward = ()
    """The other parties to it."""
    agreement: Text
    """Which agreement; `follows` names the event in which it was signed."""
    stage: Stage
    """What became of it."""
    until: Edtf | None = None
    """Until when: the end of an extension or suspension."""


class MembershipJoined(Event):
    """A state or other actor becoming a member of a body."""

    SYNONYMS: ClassVar = (
        *("member", "joined", "accession", "acceded", "admitted", "admission", "entered", "readmitted", "enlargement"),
    )
    EXAMPLE: ClassVar = {"members": ["SWE"], "body": "nato"}
    TOPIC: ClassVar = "membership_joined"
    CODING: ClassVar = Coding(plover="SUPPORT", cameo="050")

    members: Annotated[Parties, TakesPart(Role.MEMBER, Side.INITIATOR), Field(min_length=1)]
    """Who joined."""
    body: Annotated[Party, TakesPart(Role.BODY, Side.TARGET)]
    """What they joined."""


class MembershipLeft(Event):
    """A member leaving a body by its own will."""

    SYNONYMS: ClassVar = ("member", "left", "quit", "exit", "exited", "withdrew", "withdrawal", "withdrawn", "seceded")
    EXAMPLE: ClassVar = {"members": ["MLI", "NER", "BFA"], "body": "ecowas"}
    TOPIC: ClassVar = "membership_left"
    CODING: ClassVar = Coding(plover="SANCTION", cameo="160", mode="withdraw")

    members: Annotated[Parties, TakesPart(Role.MEMBER, Side.INITIATOR), Field(min_length=1)]
    """Who left."""
    body: Annotated[Party, TakesPart(Role.BODY, Side.TARGET)]
    """What they left."""


class Exclusion(StrEnum):
    """How a member was shut out."""

    SUSPENDED = "suspended"
    """For the time being."""
    EXPELLED = "expelled"
    """For good."""


class MembershipSuspended(Event):
    """A member suspended or expelled by the body it belongs to."""

    SYNONYMS: ClassVar = ("member", "suspended", "suspension", "expelled", "excluded", "exclusion")
    EXAMPLE: ClassVar = {"body": "african-union", "members": ["GAB"], "exclusion": "suspended"}
    TOPIC: ClassVar = "membership_suspended"
    CODED_BY: ClassVar = "exclusion"
    CODINGS: ClassVar = {
        Exclusion.SUSPENDED: Coding(plover="SANCTION", cameo="160", mode="discontinue"),
        Exclusion.EXPELLED: Coding(plover="SANCTION", cameo="166", mode="expel"),
    }

    body: Annotated[Party, TakesPart(Role.BODY, Side.INITIATOR)]
    """The body that shut them out."""
    members: Annotated[Parties, TakesPart(Role.MEMBER, Side.TARGET), Field(min_length=1)]
    """Who was shut out."""
    exclusion: Exclusion = Exclusion.SUSPENDED
    """For the time being or for good."""


class TalksBroken(Event):
    """Negotiations or mediation broken off or suspended."""

    SYNONYMS: ClassVar = (
        *("talks", "negotiations", "negotiation", "mediation", "collapsed", "walkout", "halted", "boycotted", "failed"),
    )
    EXAMPLE: ClassVar = {"by": ["SRB"], "toward": ["XKX"], "matter": "normalising relations"}
    TOPIC: ClassVar = "talks_broken"
    CODING: ClassVar = Coding(plover="SANCTION", cameo="164", mode="withdraw")

    by: By
    """Who broke them off."""
    toward: Toward = ()
    """The other side."""
    matter: Text | None = None
    """What they were about."""


KINDS = (AgreementChanged, MembershipJoined, MembershipLeft, MembershipSuspended, TalksBroken)
