"""Elections, votes and laws."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.events.base import UNCODED, Event
from domain.values.estimate import Estimate
from domain.values.party import Candidates, Observers, Parties, Party, Role, Side, TakesPart
from domain.values.text import Text

Voters = Annotated[Parties, TakesPart(Role.VOTER, Side.MUTUAL)]
Body = Annotated[Party | None, TakesPart(Role.BODY, Side.MUTUAL)]


class Election(StrEnum):
    """What was voted on in an election."""

    PRESIDENTIAL = "presidential"
    """A head of state."""
    PARLIAMENTARY = "parliamentary"
    """A parliament, or one chamber of it."""
    LOCAL = "local"
    """Regional or local offices."""
    REFERENDUM = "referendum"
    """A question."""
    INTERNAL = "internal"
    """The leader or an office of a party or another body."""
    OTHER = "other"
    """Something else, or what is not named."""


class ElectionHeld(Event):
    """An election or referendum, its result, and what its observers said of it."""

    SYNONYMS: ClassVar = ("poll", "polls", "ballot", "referendum", "plebiscite", "runoff", "elected", "voting", "won")
    EXAMPLE: ClassVar = {
        "body": "FRA",
        "election": "presidential",
        "candidates": [
            {"actor": "anne-martin", "share": {"best": 53.4, "unit": "%"}, "won": True},
            {"actor": "jean-petit", "share": {"best": 46.6, "unit": "%"}},
        ],
        "turnout": {"best": 71, "unit": "%"},
        "observers": [{"actor": "osce", "verdict": "free and fair"}],
    }
    TOPIC: ClassVar = "election_held"
    CODING: ClassVar = UNCODED

    body: Body = None
    """The state or body that voted."""
    election: Election = Election.OTHER
    """What was voted on."""
    question: Text | None = None
    """What a referendum asked."""
    candidates: Annotated[Candidates, TakesPart(Role.CANDIDATE, Side.MUTUAL)] = ()
    """Those who stood, persons or parties, with their results."""
    turnout: Estimate | None = None
    """How many voted, in percent or in people."""
    observers: Annotated[Observers, TakesPart(Role.OBSERVER, Side.MUTUAL)] = ()
    """Those who observed it, with their verdict."""


class Decision(StrEnum):
    """What became of a motion."""

    ADOPTED = "adopted"
    """It was carried."""
    REJECTED = "rejected"
    """It found no majority."""
    VETOED = "vetoed"
    """A veto stopped it."""
    POSTPONED = "postponed"
    """The vote was put off."""


class VoteTaken(Event):
    """A vote in a parliament, council or other body."""

    SYNONYMS: ClassVar = (
        *("cast", "voted", "vetoed", "veto", "resolution", "motion", "adopted", "impeachment", "impeached", "confidence"),
        *("no-confidence", "censure", "abstained"),
    )
    EXAMPLE: ClassVar = {
        "body": "un-security-council",
        "motion": "a resolution that demands a ceasefire in Sudan",
        "votes_for": {"best": 13},
        "votes_against": {"best": 1},
        "abstentions": {"best": 1},
        "vetoed_by": ["RUS"],
        "abstainers": ["CHN"],
        "decision": "vetoed",
    }
    TOPIC: ClassVar = "vote_taken"
    CODING: ClassVar = UNCODED

    body: Body = None
    """The body that voted."""
    motion: Text
    """What was voted on."""
    proposers: Annotated[Parties, TakesPart(Role.PARTICIPANT, Side.MUTUAL)] = ()
    """Who put it to the vote."""
    about: Annotated[Parties, TakesPart(Role.SUBJECT, Side.TARGET, plain=True)] = ()
    """Those it is about."""
    votes_for: Estimate | None = None
    """How many votes for it."""
    votes_against: Estimate | None = None
    """How many votes against it."""
    abstentions: Estimate | None = None
    """How many abstained."""
    voters_for: Voters = ()
    """Those named as voting for it."""
    voters_against: Voters = ()
    """Those named as voting against it."""
    abstainers: Voters = ()
    """Those named as abstaining."""
    vetoed_by: Voters = ()
    """Whose veto stopped it."""
    decision: Decision | None = None
    """What became of it."""


class LawEnacted(Event):
    """A law, decree, budget or constitution enacted, amended or repealed."""

    SYNONYMS: ClassVar = (
        *("legislation", "bill", "act", "decree", "decreed", "budget", "constitution", "amendment", "amended", "repealed"),
        *("passed", "ordinance", "reform", "regulation", "policy", "adopted"),
    )
    EXAMPLE: ClassVar = {"by": ["POL"], "law": "the state budget for 2027", "gist": "It raises defence spending to 4.8% of GDP."}
    TOPIC: ClassVar = "law_enacted"
    CODING: ClassVar = UNCODED

    by: Annotated[Parties, TakesPart(Role.AGENT, Side.MUTUAL), Field(min_length=1)]
    """Who enacted it: a state, a parliament, a president."""
    law: Text
    """What the law is called or about."""
    gist: Text | None = None
    """What it says."""
    repealed: bool = False
    """Whether it was repealed."""


KINDS = (ElectionHeld, VoteTaken, LawEnacted)
