"""Courts, prosecution and expulsion."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import UNCODED, Event
from domain.values.estimate import Estimate
from domain.values.party import Parties, Party, Role, Side, TakesPart
from domain.values.refs import PlaceRef
from domain.values.text import Text

By = Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR), Field(min_length=1)]
Against = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET), Field(min_length=1)]


class CaseBrought(Event):
    """A lawsuit filed, or charges brought before a court."""

    SYNONYMS: ClassVar = (
        *("lawsuit", "sued", "suit", "complaint", "charged", "charges", "indicted", "indictment", "prosecution", "filed"),
        *("court", "litigation", "arraigned"),
    )
    EXAMPLE: ClassVar = {"by": ["ZAF"], "against": ["ISR"], "court": "icj", "charge": "breach of the Genocide Convention"}
    TOPIC: ClassVar = "case_brought"
    CODING: ClassVar = Coding(plover="ACCUSE", cameo="115", mode="allege")

    by: By
    """Who sues or prosecutes."""
    against: Against
    """The accused, or the other side."""
    court: Annotated[Party | None, TakesPart(Role.BODY, Side.MUTUAL)] = None
    """Before which court."""
    charge: Text | None = None
    """What for."""


class Ruling(StrEnum):
    """What a court decided."""

    JUDGMENT = "judgment"
    """It settled a dispute or a question of law."""
    ORDER = "order"
    """It ordered or forbade something for the time being."""
    WARRANT = "warrant"
    """It issued a warrant of arrest."""
    CONVICTION = "conviction"
    """It found the accused guilty, or sentenced them."""
    ACQUITTAL = "acquittal"
    """It found the accused not guilty."""
    ANNULMENT = "annulment"
    """It struck down a law, an election or a judgment."""
    DISMISSAL = "dismissal"
    """It did not admit the case, or dropped it."""


class CourtRuled(Event):
    """A court's ruling, warrant, conviction, acquittal or sentence."""

    SYNONYMS: ClassVar = (
        *("ruling", "verdict", "judgment", "judgement", "warrant", "convicted", "conviction", "sentence", "sentenced"),
        *("acquitted", "trial", "tribunal", "judge", "guilty", "annulled", "appeal", "injunction", "executed", "issued"),
    )
    EXAMPLE: ClassVar = {
        "court": "icc",
        "on": ["a-general"],
        "ruling": "warrant",
        "charge": "war crimes",
    }
    TOPIC: ClassVar = "court_ruled"
    CODED_BY: ClassVar = "ruling"
    CODINGS: ClassVar = dict.fromkeys(Ruling, UNCODED) | {
        Ruling.WARRANT: Coding(plover="THREATEN", cameo="132", mode="arrest"),
        Ruling.CONVICTION: Coding(plover="SANCTION", cameo="116", mode="convict"),
    }

    court: Annotated[Party, TakesPart(Role.AGENT, Side.INITIATOR)]
    """Which court, or whose."""
    on: Against
    """Those that the ruling concerns."""
    ruling: Ruling
    """What it decided."""
    charge: Text | None = None
    """On what charge."""
    sentence: Text | None = None
    """What they were sentenced to."""
    gist: Text | None = None
    """What the ruling says."""
    count: Estimate | None = None
    """How many people it concerns."""


class Expulsion(StrEnum):
    """On what scale people are sent out of a country."""

    PERSONS = "persons"
    """Single persons: journalists, aid workers, suspects, migrants without papers."""
    MASS = "mass"
    """A whole group or population."""


class PeopleExpelled(Event):
    """People expelled, deported or extradited from a country; diplomats are a matter of RelationsChanged."""

    SYNONYMS: ClassVar = ("deported", "deportation", "expulsion", "extradited", "extradition", "banished", "exiled", "pushback")
    EXAMPLE: ClassVar = {"by": ["PAK"], "expelled": ["AFG"], "count": {"best": 2400}, "expulsion": "mass"}
    TOPIC: ClassVar = "people_expelled"
    CODED_BY: ClassVar = "expulsion"
    CODINGS: ClassVar = {
        Expulsion.PERSONS: Coding(plover="COERCE", cameo="174", mode="deport"),
        Expulsion.MASS: Coding(plover="COERCE", cameo="201", mode="deport"),
    }

    by: By
    """Who expelled them."""
    expelled: Against
    """Those expelled, or their state."""
    expulsion: Expulsion = Expulsion.PERSONS
    """On what scale."""
    count: Estimate | None = None
    """How many people."""
    destination: PlaceRef | None = None
    """To where."""
    reason: Text | None = None
    """Why, as said."""


KINDS = (CaseBrought, CourtRuled, PeopleExpelled)
