"""What a row of a data set says, before its actors and places are found. Nothing here reads, writes or asks.

A format is a pure function from a file to drafts. What it cannot make sense of becomes a Reject; it never guesses and never stops
at a bad row. Whoever imports then finds the actors and places, registers those nobody knows yet, and records the entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple, Protocol

from scripts.importing.calendars import Calendar
from scripts.importing.encodings import AUTO, Tell, ignore
from scripts.importing.layout import Layout


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor as a row names it. It may stand wherever an entry has a party, bare or as the `actor` of a mapping."""

    name: str
    """As the file says it, trimmed."""
    country: str | None = None
    """The state or territory that it belongs to by the row's own column: ISO 3166-1 alpha-3, mapped from whatever the file has."""
    kind: str | None = None
    """An `ActorKind` value, where the format knows it: state, person, armed_group."""
    codes: tuple[tuple[str, str], ...] = ()
    """What other lists call it: scheme and code, as in ("wikidata", "Q7747"). An actor that has one of them is the one meant,
    whatever its name; only codes of the scheme "cameo", which name roles rather than actors, come after the name."""
    of: bool = False
    """Whether it acts for its country in this row. Only where the row has a column for the country."""
    strict: bool = field(default=False, repr=False)
    """Whether only an actor is meant whose usual name this is, of the very same country; if its country is not known, under a
    name of several words. Such a name in a single word makes no id: a surname may mean many."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as a row names it. It may stand as the `place` of an event."""

    name: str
    """The nearest name that the row has; empty where it has only a country."""
    kind: str
    """A `PlaceKind` value: country, region, district, city."""
    country: str | None = None
    """ISO 3166-1 alpha-3."""
    within: tuple[str, ...] = ()
    """The names of what it lies in between the country and itself, the widest first: province, district."""
    latitude: float | None = None
    """Degrees north; only where the point is that of the place named, never the middle of a country or province."""
    longitude: float | None = None
    """Degrees east."""


class Flaw(NamedTuple):
    """Something in a row that was mended or left out, though the row is recorded."""

    what: str
    """How the row was read, in the words under which all such rows are counted: "without its place"."""
    reason: str = ""
    """What is wrong with this row; nothing where that is only told."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row understood: the entry that it stands for, as a file of entries would have it, but for Mentions and Spots.

    The entry is an event, or an EventCorroborated whose `event` is the key of the event that the row reports. An event's key is
    made of the data set and the row's own id, so that a row that comes again is known again. Its report names the data set.
    Or it is a registration, ActorRegistered, ActorAliased or OfficeHeld; where a row has several, each is a draft of its own."""

    line: int
    entry: Mapping[str, Any]
    needs: tuple[Mapping[str, Any], ...] = ()
    """SourceRegistered entries of outlets that the entry names beside the data set. Registered once, by whichever row is first."""
    raw: str = ""
    """The row as the file has it, for when it is rejected later on."""
    flaws: tuple[Flaw, ...] = ()
    """What in the row was mended or left out."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be recorded, and why: what is wrong with it and, where there is one, the remedy."""

    line: int
    reason: str
    raw: str
    """The row as the file has it."""


class Read(Protocol):
    """From a file, no longer compressed, and its encoding to a draft or reject for every row of it, in order.

    A heading and blank lines are no rows. Raises BadInput where the file as a whole is of another layout."""

    def __call__(self, file: BinaryIO, encoding: str = AUTO, tell: Tell = ignore) -> Iterator[Draft | Reject]:
        """Reads the file, and tells what is not as usual in it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A layout of files that can be imported."""

    name: str
    """As the command line has it: icews."""
    description: str
    """What it is, in one line for `annals import --help`."""
    source: Mapping[str, Any]
    """The SourceRegistered entry of the data set, as a file of entries would have it."""
    read: Read
    layout: Layout
    """The columns of its tables, or the fields of its records."""
    records: bool = False
    """Whether only records of JSON are of this format, never a table."""
    own: bool = False
    """Whether a map of the user's own describes it, so that nothing else says what its tables are."""
    releases: Calendar | None = None
    """When its releases come out, if it has any that say more of the same events. Then keys begin with the format's name."""
    deletes: bool = False
    """Whether its rows say which events their data set has deleted: each is an EventRetracted, with the event's key."""
