"""Truces and ceasefires: agreed, begun, broken."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.deeds import Deed
from domain.events.presence import Presence
from domain.values.dates import Edtf
from domain.values.party import Parties, Role, Side, TakesPart


class CeasefireAgreed(Event):
    """A truce, ceasefire or armistice agreed."""

    SYNONYMS: ClassVar = ("truce", "armistice", "peace", "cease-fire", "pause", "deescalation", "hostilities", "extended")
    EXAMPLE: ClassVar = {"parties": ["THA", "KHM"], "mediators": ["MYS"], "until": "2026-04-01"}
    TOPIC: ClassVar = "ceasefire_agreed"
    CODING: ClassVar = Coding(plover="CONCEDE", cameo="0871")
    PRESENT: ClassVar = Presence("It is agreed in talks or through others; a meeting is an event of its own.")

    parties: Annotated[Parties, TakesPart(Role.PARTICIPANT, Side.MUTUAL), Field(min_length=2)]
    """Those who stop fighting."""
    mediators: Annotated[Parties, TakesPart(Role.MEDIATOR, Side.MUTUAL)] = ()
    """Who brought it about."""
    until: Edtf | None = None
    """When it is to end."""


class CeasefireBegun(Event):
    """A truce, ceasefire or armistice taking hold: the fighting stops."""

    SYNONYMS: ClassVar = ("truce", "armistice", "took", "effect", "force", "hold", "stopped", "silent", "cease-fire")
    EXAMPLE: ClassVar = {"parties": ["THA", "KHM"]}
    TOPIC: ClassVar = "ceasefire_begun"
    CODING: ClassVar = Coding(plover="RETREAT", cameo="0871", mode="ceasefire")

    parties: Annotated[Parties, TakesPart(Role.PARTICIPANT, Side.MUTUAL), Field(min_length=2)]
    """Those who stop fighting."""
    until: Edtf | None = None
    """When it is to end."""


class CeasefireBroken(Deed):
    """A truce, ceasefire or armistice violated or called off."""

    SYNONYMS: ClassVar = ("truce", "violated", "violation", "breached", "breach", "collapsed", "ended", "resumed", "cease-fire")
    EXAMPLE: ClassVar = {"by": ["rebels"], "against": ["COD"]}
    TOPIC: ClassVar = "ceasefire_broken"
    CODING: ClassVar = Coding(plover="ASSAULT", cameo="196")

    against: Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)] = ()
    """The other side."""


KINDS = (CeasefireAgreed, CeasefireBegun, CeasefireBroken)
