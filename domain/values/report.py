"""One source's account of an event: where it says so, on whose word, and how firmly."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from domain.values.dates import Edtf
from domain.values.estimate import Estimate
from domain.values.model import Value, as_tuple
from domain.values.refs import EventRef, SourceRef
from domain.values.text import Text


class Hedge(StrEnum):
    """How firmly a source says something."""

    ASSERTED = "asserted"
    """In the source's own voice, or on a named authority without distance."""
    REPORTED = "reported"
    """As "reportedly", or with its origin unnamed."""
    ALLEGED = "alleged"
    """On the word of a named party with an interest."""
    DENIED = "denied"
    """The source says that it did not happen."""


Texts = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]
"""A list of words or names; one alone may stand without a list."""


Percent = Annotated[int, Field(ge=0, le=100)]
"""A whole number from 0 to 100."""


class Report(Value):
    """One passage of one source about an event."""

    source: SourceRef
    """The source, by its id."""
    attributed_to: Texts = ()
    """On whose word the source says it, as named there; resolved to actors where known, never refused."""
    via: Text | None = None
    """The channel it came through ("social media")."""
    dated: Edtf | None = None
    """The date of the passage, where it differs from the source's."""
    stated_in: EventRef | None = None
    """The StatementMade that makes the claim."""
    hedge: Hedge = Hedge.ASSERTED
    """How firmly it is said."""
    confidence: Percent | None = None
    """How sure a data set is that the passage tells of this event, in percent."""
    quote: Text | None = None
    """The source's sentence, word for word."""
    says: dict[str, Estimate] = Field(default_factory=dict)
    """The figures this report gives for the event's own fields, by field name ({troops: {low: 10000, high: 12000}})."""
    coded: dict[Text, Texts] = Field(default_factory=dict)
    """How a data set's own columns code the event, word for word ({event_type: Battles, sub_event_type: Armed clash})."""


Reports = Annotated[tuple[Report, ...], Field(max_length=500), BeforeValidator(as_tuple)]
"""Reports in the order given, at most 500; one alone may stand without a list."""
