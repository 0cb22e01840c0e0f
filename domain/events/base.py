"""What all event kinds have in common."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, ClassVar, NamedTuple, Self, get_args
from uuid import UUID

from pydantic import Field, model_validator

from domain.codes import Coding, Quad
from domain.entries import Entry
from domain.events.presence import Presence
from domain.identity import event_id
from domain.values.dates import Edtf, Occurred, read_edtf
from domain.values.estimate import Estimate
from domain.values.party import Party, Role, TakesPart
from domain.values.refs import EventRef, PlaceRef
from domain.values.report import Reports
from domain.values.text import Key, Text

COOPERATIVE = (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)
INTENDED = Coding(plover="AGREE", cameo="030")
"""What a cooperative act is coded as while it is only planned: PLOVER codes all told in the future tense as AGREE."""

UNCODED = Coding(plover=None, cameo=None)
"""What is no act of one towards another has no codes, so that it counts neither as cooperation nor as conflict."""


class Status(StrEnum):
    """How far an event has come."""

    PLANNED = "planned"
    """Intended by somebody, not made public as decided."""
    ANNOUNCED = "announced"
    """Made public as decided, still to come."""
    UNDER_WAY = "under_way"
    """Begun and going on."""
    DONE = "done"
    """Over and done."""
    DENIED = "denied"
    """Said not to have happened: it counts in no sum."""


TO_COME = (Status.PLANNED, Status.ANNOUNCED)
"""What is still to come."""

HAPPENED = (Status.UNDER_WAY, Status.DONE)
"""What makes an appearance or a relationship."""


class TakingPart(NamedTuple):
    """One party of an event: the field that names it, its role and side there."""

    field: str
    how: TakesPart
    party: Party


class MutualAct(NamedTuple):
    """An act that two do together, as one of two coded rows tells of it: "A meets B" and "B meets A"."""

    name: str
    """What both rows have in common, and no row of another act."""
    mirrored: bool
    """Which of the two rows it is."""


class Event(Entry):
    """Something reported to have happened in the world."""

    PRESENT: ClassVar[Presence] = Presence("States and bodies act through others: to be named is not to be there.")
    """In which of its roles parties are together in one place; a kind that says nothing of it brings nobody together."""
    CODING: ClassVar[Coding]
    """The PLOVER and CAMEO codes of the kind, where all its events have the same."""
    CODED_BY: ClassVar[str] = ""
    """Else the field that decides, and"""
    CODINGS: ClassVar[Mapping[Any, Coding]] = {}
    """the codes by its values."""
    IS_ACT: ClassVar[bool] = True
    """Whether it is an act of one towards another. What is none has neither quad class nor score, whatever its codes are."""
    SYNONYMS: ClassVar[tuple[str, ...]] = ()
    """What else people call it: an unknown kind is answered with the kinds that its words lead to."""
    EXAMPLE: ClassVar[Mapping[str, Any]] = {}
    """The kind's own fields in an event that could be in the news, as a file would have them."""

    key: Key
    """What names the event (not the outlet): the event's id follows from it."""
    title: Text | None = None
    """A title; where absent, one is made from the kind and the parties."""
    occurred: Edtf | None = None
    """When it happened, as EDTF: a day, a month, a year; an interval lasted throughout, a set happened once some time within."""
    place: PlaceRef | None = None
    """Where it happened."""
    status: Status | None = None
    """How far it has come; where absent it is done, or under way where `occurred` has an open end."""
    part_of: EventRef | None = None
    """The event that this one is a part of."""
    follows: EventRef | None = None
    """The event that this one came after."""
    precedes: EventRef | None = None
    """The event that this one came before."""
    response_to: EventRef | None = None
    """The event that this one answers."""
    claimed_ordinal: int | None = Field(default=None, ge=1, le=1_000_000)
    """The rank a source gives it ("the third such meeting"); never checked against the counted one."""
    claimed_first_since: EventRef | None = None
    """The event since which a source calls this the first of its sort."""
    report: Reports = ()
    """Who says so: one report or a list of them, where attribution or hedge differ."""

    @model_validator(mode="after")
    def _reports_give_known_figures(self) -> Self:
        for report in self.report:
            for field in report.says:
                if field not in self.figures():
                    known = f"it has {', '.join(self.figures())}" if self.figures() else "it has none"
                    raise ValueError(f"report.says: {self.kind()} has no figure {field!r}; {known}")
        return self

    @property
    def stream(self) -> UUID:
        return event_id(self.key)

    @property
    def targets(self) -> dict[UUID, str]:
        # Most events name no other: two plain loops find nothing in a third of the time that comprehensions take.
        named: dict[UUID, str] = {}
        given = vars(self)
        for field in LINKS:
            if ref := given[field]:
                named[UUID(ref)] = field
        for report in self.report:
            if report.stated_in:
                named[UUID(report.stated_in)] = "report.stated_in"
        return named

    @property
    def when(self) -> Occurred:
        """The dates that `occurred` stands for."""
        return read_edtf(self.occurred or "")

    @property
    def standing(self) -> Status:
        """The status given, else the one that the dates imply."""
        if self.status is not None:
            return self.status
        return Status.UNDER_WAY if (self.occurred or "").endswith("/..") else Status.DONE

    @cached_property
    def coding(self) -> Coding:
        """The codes of what happened; of what is only intended, where it is cooperative and still to come."""
        coding = self.coding_as_done()
        return INTENDED if self.IS_ACT and self.status in TO_COME and coding.quad in COOPERATIVE else coding

    def coding_as_done(self) -> Coding:
        """The codes of the event once it has happened."""
        return self.CODINGS[getattr(self, self.CODED_BY)] if self.CODED_BY else self.CODING

    @property
    def quad(self) -> Quad | None:
        """The PLOVER quad class."""
        return self.coding.quad if self.IS_ACT else None

    @property
    def goldstein(self) -> int | None:
        """The Goldstein score in hundredths (-1000 to 1000)."""
        return self.coding.goldstein if self.IS_ACT else None

    @property
    def present(self) -> frozenset[Role]:
        """The roles whose parties are together in one place at this event."""
        return self.PRESENT.roles

    @property
    def mutual_act(self) -> MutualAct | None:
        """The act that a mirror row may tell of as well; None where no other row can."""
        return None

    @cached_property
    def taking_part(self) -> tuple[TakingPart, ...]:
        """Everyone the event names, in the order of the fields."""
        taking_part: list[TakingPart] = []
        given = vars(self)
        for field, how in self.party_fields().items():
            if not (named := given[field]):
                continue
            if isinstance(named, tuple):
                taking_part += [TakingPart(field, how, party) for party in named]
            else:
                taking_part.append(TakingPart(field, how, named))
        return tuple(taking_part)

    @classmethod
    @cache
    def party_fields(cls) -> dict[str, TakesPart]:
        """The fields that name parties, and what they say of them."""
        return {name: how for name, field in cls.model_fields.items() for how in field.metadata if isinstance(how, TakesPart)}

    @classmethod
    def codings(cls) -> Mapping[Any, Coding]:
        """All codes that events of the kind can have, by the value that decides; by None where nothing decides."""
        return cls.CODINGS if cls.CODED_BY else {None: cls.CODING}

    @classmethod
    @cache
    def own_fields(cls) -> tuple[str, ...]:
        """The fields that this kind has and others may not."""
        return tuple(name for name in cls.model_fields if name not in Event.model_fields)

    @classmethod
    @cache
    def plain_fields(cls) -> tuple[str, ...]:
        """The kind's own fields that name no parties."""
        return tuple(name for name in cls.own_fields() if name not in cls.party_fields())

    @classmethod
    @cache
    def figures(cls) -> tuple[str, ...]:
        """The fields that hold an estimate: those a report may give figures for."""
        return tuple(name for name in cls.own_fields() if cls.model_fields[name].annotation in (Estimate, Estimate | None))

    @classmethod
    @cache
    def date_fields(cls) -> frozenset[str]:
        """The kind's own fields that hold a date."""
        return frozenset(name for name in cls.own_fields() if Edtf in get_args(cls.model_fields[name].annotation))


LINKS = ("part_of", "follows", "precedes", "response_to", "claimed_first_since")
"""The fields by which one event points at another."""
