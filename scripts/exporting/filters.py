"""Options that say which events: each is one condition of the API's EventFilter, which does all the work."""

from enum import Enum
from typing import Annotated, Any

import typer

from api.exporting.conditions import read_conditions
from domain.codes import Quad
from domain.events.base import Status
from domain.values.party import Role
from domain.values.report import Hedge

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
    given = {_camel(name): _texts(value) for name, value in options.items() if value}
    return read_conditions(given, lambda name: f"--{''.join(f'-{c.lower()}' if c.isupper() else c for c in name)}")


def _texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    return [value.name if isinstance(value, Enum) else str(value).lower() if isinstance(value, bool) else value]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
