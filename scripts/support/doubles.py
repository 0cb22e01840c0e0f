"""What the commands about doubles share, whatever they are doubles of: the search, and the verdicts."""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, TypeVar

import typer
from psycopg import Connection

from scripts.support.output import Format, FormatOption
from scripts.support.session import session
from scripts.support.verdicts import ByOption, ReasonOption, pronounce, verdict

F = TypeVar("F")


class Things(NamedTuple):
    """Things that the log may hold twice, and how they are spoken of."""

    one: str
    """One of them, which is also the field that names it in an entry."""
    named: str
    """What it can be called by."""
    merged: str
    """What comes of a merge."""

    def kind(self, verdict: str) -> str:
        """The kind of entry with a verdict on them: Merged, Unmerged, Distinguished."""
        return f"{self.one.capitalize()}s{verdict}"


def look(find: Callable[[Connection[Any], float], F], above: float) -> tuple[F, int]:
    """What a finder of doubles finds, and the log's head at the time."""
    with session() as s:
        s.views.fold()
        return find(s.views.connection, above), s.log.head()


def verdict_commands(things: Things) -> tuple[Callable[..., None], ...]:
    """The commands merge, unmerge and distinguish."""
    one, survivor = things.one, f"The {things.one} to keep: {things.named}."
    same, others = ("duplicates", "Those that are the same."), ("others", "Those that it is not.")
    merge = _command(things, "Merged", ("survivor", survivor), same)
    unmerge = _command(things, "Unmerged", ("survivor", survivor), same)
    distinguish = _command(things, "Distinguished", (one, f"The one: {things.named}."), others)
    merge.__name__, merge.__doc__ = "merge", f"Say that {one}s are one: {things.merged}."
    unmerge.__name__, unmerge.__doc__ = "unmerge", f"Take apart again {one}s that had been merged into SURVIVOR."
    distinguish.__name__, distinguish.__doc__ = "distinguish", f"Say that {one}s are not one: they are not suggested again."
    return merge, unmerge, distinguish


def _command(things: Things, judged: str, first: tuple[str, str], rest: tuple[str, str]) -> Callable[..., None]:
    """A command that appends a verdict on one thing and others; each argument with its name and what it is."""

    def command(
        one: Annotated[str, typer.Argument(metavar=first[0].upper(), help=first[1])],
        others: Annotated[list[str], typer.Argument(metavar=f"{rest[0][:-1].upper()}...", help=rest[1])],
        reason: ReasonOption = None,
        by: ByOption = "",
        format: FormatOption = Format.TABLE,
    ) -> None:
        pronounce(verdict(things.kind(judged), reason, **{things.one: one, rest[0]: others}), by, format)

    return command
