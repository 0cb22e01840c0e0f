"""What was said in public."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import model_validator

from domain.codes import Coding
from domain.events.base import Event
from domain.events.presence import Presence
from domain.values.party import Parties, Party, Role, Side, TakesPart
from domain.values.report import Texts
from domain.values.text import Text


class Stance(StrEnum):
    """How a statement stands towards those it is about."""

    PRAISE = "praise"
    """Approves of what they did."""
    SUPPORT = "support"
    """Takes their side."""
    PLEDGE = "pledge"
    """Promises them something."""
    OPTIMISM = "optimism"
    """Expects well of them or of what is to come."""
    APPEAL = "appeal"
    """Asks them for something."""
    DEMAND = "demand"
    """Insists on something from them."""
    CRITICISM = "criticism"
    """Disapproves of what they did."""
    ACCUSATION = "accusation"
    """Says that they did wrong."""
    REJECTION = "rejection"
    """Refuses what they propose or demand."""
    THREAT = "threat"
    """Says what will happen unless they comply."""
    DENIAL = "denial"
    """Says that something is not so."""
    NEUTRAL = "neutral"
    """Comments without taking sides."""
    APOLOGY = "apology"
    """Asks them for forgiveness."""
    CONDOLENCE = "condolence"
    """Feels with them."""
    WARNING = "warning"
    """Expects ill to come, without a threat of one's own."""
    RESPONSIBILITY = "responsibility"
    """Says that one did it oneself."""


class RequestMode(StrEnum):
    """What is asked for, demanded or refused."""

    ASSIST = "assist"
    """Help or cooperation."""
    CHANGE = "change"
    """Another policy or leadership, rights, reform."""
    YIELD = "yield"
    """Giving way: release, easing, withdrawal, an end of fighting."""
    MEET = "meet"
    """A meeting, talks, mediation, a settlement."""


class Threat(StrEnum):
    """What is threatened with."""

    RESTRICT = "restrict"
    """Restrictions, sanctions, tariffs."""
    ARREST = "arrest"
    """Arrest or prosecution."""
    RELATIONS = "relations"
    """Reduced or broken relations, an end of aid or talks."""
    EXPEL = "expel"
    """Expulsion or withdrawal of people."""
    TERRITORY = "territory"
    """Occupation or annexation."""
    VIOLENCE = "violence"
    """Force."""


class StatementMade(Event):
    """Something said by somebody, in public or to the press."""

    SYNONYMS: ClassVar = (
        *("said", "speech", "declared", "declaration", "announced", "announcement", "communique", "condemned", "criticised"),
        *("criticized", "accused", "praised", "threatened", "demanded", "urged", "appealed", "promised", "pledged", "rejected"),
        *("denied", "apologised", "warned", "claimed", "interview", "joint"),
    )
    EXAMPLE: ClassVar = {
        "speaker": "FRA",
        "more_speakers": ["DEU"],
        "about": ["ISR"],
        "stance": "demand",
        "asks": "yield",
        "gist": "Aid must be let into Gaza.",
    }
    TOPIC: ClassVar = "statement_made"
    CODED_BY: ClassVar = "stance"
    CODINGS: ClassVar = {
        Stance.PRAISE: Coding(plover="SUPPORT", cameo="051"),
        Stance.SUPPORT: Coding(plover="SUPPORT", cameo="051"),
        Stance.PLEDGE: Coding(plover="AGREE", cameo="030"),
        Stance.OPTIMISM: Coding(plover=None, cameo="013"),
        Stance.APPEAL: Coding(plover="REQUEST", cameo="020"),
        Stance.DEMAND: Coding(plover="REQUEST", cameo="100"),
        Stance.CRITICISM: Coding(plover="ACCUSE", cameo="111", mode="disapprove"),
        Stance.ACCUSATION: Coding(plover="ACCUSE", cameo="112", mode="allege"),
        Stance.REJECTION: Coding(plover="REJECT", cameo="120"),
        Stance.THREAT: Coding(plover="THREATEN", cameo="130"),
        Stance.DENIAL: Coding(plover=None, cameo="016"),
        Stance.NEUTRAL: Coding(plover=None, cameo="010"),
        Stance.APOLOGY: Coding(plover="SUPPORT", cameo="055"),
        Stance.CONDOLENCE: Coding(plover=None, cameo="018"),
        Stance.WARNING: Coding(plover=None, cameo="012"),
        Stance.RESPONSIBILITY: Coding(plover=None, cameo="015"),
    }
    PRESENT: ClassVar = Presence("Nobody needs to be there to be spoken about.")
    FINER_CODINGS: ClassVar[Mapping[tuple[Stance, RequestMode | Threat], Coding]] = {
        (Stance.APPEAL, RequestMode.ASSIST): Coding(plover="REQUEST", cameo="023", mode="assist"),
        (Stance.APPEAL, RequestMode.CHANGE): Coding(plover="REQUEST", cameo="024", mode="change"),
        (Stance.APPEAL, RequestMode.YIELD): Coding(plover="REQUEST", cameo="025", mode="yield"),
        (Stance.APPEAL, RequestMode.MEET): Coding(plover="REQUEST", cameo="026", mode="meet"),
        (Stance.DEMAND, RequestMode.ASSIST): Coding(plover="REQUEST", cameo="103", mode="assist"),
        (Stance.DEMAND, RequestMode.CHANGE): Coding(plover="REQUEST", cameo="104", mode="change"),
        (Stance.DEMAND, RequestMode.YIELD): Coding(plover="REQUEST", cameo="105", mode="yield"),
        (Stance.DEMAND, RequestMode.MEET): Coding(plover="REQUEST", cameo="106", mode="meet"),
        (Stance.REJECTION, RequestMode.ASSIST): Coding(plover="REJECT", cameo="122", mode="assist"),
        (Stance.REJECTION, RequestMode.CHANGE): Coding(plover="REJECT", cameo="123", mode="change"),
        (Stance.REJECTION, RequestMode.YIELD): Coding(plover="REJECT", cameo="124", mode="yield"),
        (Stance.REJECTION, RequestMode.MEET): Coding(plover="REJECT", cameo="125", mode="meet"),
        (Stance.THREAT, Threat.RESTRICT): Coding(plover="THREATEN", cameo="132", mode="restrict"),
        (Stance.THREAT, Threat.ARREST): Coding(plover="THREATEN", cameo="132", mode="arrest"),
        (Stance.THREAT, Threat.RELATIONS): Coding(plover="THREATEN", cameo="131", mode="relations"),
        (Stance.THREAT, Threat.EXPEL): Coding(plover="THREATEN", cameo="136", mode="expel"),
        (Stance.THREAT, Threat.TERRITORY): Coding(plover="THREATEN", cameo="1382", mode="territory"),
        (Stance.THREAT, Threat.VIOLENCE): Coding(plover="THREATEN", cameo="138", mode="violence"),
    }
    """The codes by stance and by what is asked for or threatened with, where that is said."""

    speaker: Annotated[Party, TakesPart(Role.SPEAKER, Side.INITIATOR)]
    """Who said it."""
    more_speakers: Annotated[Parties, TakesPart(Role.SPEAKER, Side.INITIATOR)] = ()
    """Who else made the statement together with the speaker."""
    about: Annotated[Parties, TakesPart(Role.SUBJECT, Side.TARGET, plain=True)] = ()
    """Those the stance is towards."""
    mentions: Annotated[Parties, TakesPart(Role.MENTIONED, Side.TARGET, plain=True)] = ()
    """Those named without a stance towards them; they form no pair with the speaker."""
    stance: Stance
    """How the statement stands towards those it is about."""
    asks: RequestMode | None = None
    """What an appeal, demand or threat asks for, or what a rejection refuses."""
    threatens: Threat | None = None
    """What a threat threatens with."""
    quote: Text | None = None
    """The speaker's own words, where the source has quotation marks."""
    gist: Text | None = None
    """What was said, in indirect speech."""
    audience: Text | None = None
    """To whom: reporters, parliament."""
    channel: Text | None = None
    """By what means: speech, interview, social media."""
    leaves_out: Texts = ()
    """What the source remarks was not mentioned."""

    @model_validator(mode="after")
    def _what_is_asked_fits_the_stance(self) -> Self:
        for field, stances in STANCES_WITH.items():
            if getattr(self, field) is not None and self.stance not in stances:
                raise ValueError(f"{field} goes with a stance of {' or '.join(stances)}, but the stance is {self.stance}")
        return self

    def coding_as_done(self) -> Coding:
        detail = self.threatens if self.stance is Stance.THREAT else self.asks
        return self.codings().get((self.stance, detail)) or self.CODINGS[self.stance]

    @classmethod
    @cache
    def codings(cls) -> Mapping[Any, Coding]:
        return {**cls.CODINGS, **cls.FINER_CODINGS}


STANCES_WITH = {"asks": (Stance.APPEAL, Stance.DEMAND, Stance.REJECTION, Stance.THREAT), "threatens": (Stance.THREAT,)}
"""The stances in which something is asked for or threatened with."""


KINDS = (StatementMade,)
