"""Options that say which events: each is one condition of the API's EventFilter, which does all the work."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Annotated, Any

import typer

from domain.codes import Quad
from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.events.base import Status
from domain.packing import by_name, find_kind
from domain.values.dates import read_edtf
from domain.values.party import Role
from domain.values.report import Hedge

OPEN = ("", "..")
PANEL = "Which events"


def _option(*names: str, help: str, metavar: str | None = None) -> Any:
    return typer.Option(*names, help=help, metavar=metavar, rich_help_panel=PANEL, show_default=False)


Kinds = Annotated[
    list[str] | None, _option("--kind", metavar="KIND", help="Of this kind: SummitHeld. May be repeated, as all lists.")
]
Actors = Annotated[
    list[str] | None, _option("--actor", metavar="NAME", help="In which this actor takes part; repeated, all of them.")
]
AnyActor = Annotated[list[str] | None, _option("--any-actor", metavar="NAME", help="In which one of these takes part.")]
RoleOption = Annotated[Role | None, _option("--role", help="Only as this.")]
Between = Annotated[tuple[str, str] | None, _option("--between", metavar="NAME NAME", help="That two actors have in common.")]
Directed = Annotated[bool, _option("--directed", help="With --between: only from the first towards the second.")]
Occurred = Annotated[
    str, _option("--occurred", metavar="DATES", help="That may have happened then: 2024, 2024-05/2024-06, 2025-01-01/..")
]
Reported = Annotated[
    str, _option("--reported", metavar="DATES", help="With a report that is dated, or whose source was published, then.")
]
PlaceOption = Annotated[str, _option("--place", metavar="NAME", help="At a place or within it; a state counts as one.")]
SourceOption = Annotated[str, _option("--source", metavar="REF", help="With a report by this source.")]
Plover = Annotated[list[str] | None, _option("--plover", metavar="TYPE", help="Of this PLOVER type: AID.")]
Quads = Annotated[list[Quad] | None, _option("--quad", help="Of this quad class.")]
Goldstein = Annotated[str, _option("--goldstein", metavar="MIN/MAX", help="With a Goldstein score between: -10/-5, 5/..")]
Hedges = Annotated[list[Hedge] | None, _option("--hedge", help="With a report so hedged.")]
Statuses = Annotated[list[Status] | None, _option("--status", help="That have come so far.")]
Coded = Annotated[
    list[str] | None,
    _option("--coded", metavar="CODE", help='That a data set codes so: "sub_event_type=Armed clash", or the value alone.'),
]
Overdue = Annotated[bool, _option("--overdue", help="Planned or announced for days that have passed.")]
Words = Annotated[str, _option("--text", metavar="WORDS", help="With all of these words in title, quotes or names.")]
Retracted = Annotated[bool, _option("--include-retracted", help="Retracted ones too.")]


def event_filter(options: dict[str, Any]) -> dict[str, Any]:
    """The EventFilter, as the variable of a query, that the options make up; only what is given. Raises BadInput."""
    given = {RENAMED.get(name) or _camel(name): READ.get(name, _plain)(value) for name, value in options.items() if value}
    return {name: value for name, value in given.items() if value}


def _kind(name: str) -> str:
    by_topic = {kind.TOPIC: kind for kind in EVENT_KINDS}
    try:
        kind = by_topic.get(name.lower()) or find_kind(name, by_name(EVENT_KINDS))
    except ValueError as error:
        raise BadInput(f"--kind: {error}") from error
    return kind.TOPIC.upper()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadInput(f"--goldstein: {text!r} is not a number; write -10/-5, or 5/..") from error


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.name if isinstance(value, Enum) else value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _days(option: str, text: str) -> dict[str, str]:
    try:
        when = read_edtf(text)
    except ValueError as error:
        raise BadInput(f"{option}: {error}") from error
    ends = {"from": when.earliest, "to": when.latest}
    return {end: day.isoformat() for end, day in ends.items() if day}


def _goldstein(text: str) -> dict[str, float]:
    low, slash, high = text.partition("/")
    ends = {"min": low, "max": high if slash else low}
    return {end: _number(score) for end, score in ends.items() if score.strip() not in OPEN}


def _kinds(names: list[str]) -> list[str]:
    return [_kind(name) for name in names]


RENAMED = {"kind": "kinds", "actor": "actors"}
"""Options that are called otherwise than the condition they make."""

READ: dict[str, Callable[[Any], Any]] = {
    "kind": _kinds,
    "occurred": partial(_days, "--occurred"),
    "reported": partial(_days, "--reported"),
    "goldstein": _goldstein,
}
"""How options are read whose value is not already that of the condition."""
