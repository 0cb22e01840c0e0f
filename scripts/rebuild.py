"""annals rebuild: fold the log again."""

from time import perf_counter
from typing import Annotated

import typer

from projections.views import VIEWS
from scripts.support.command import as_app, beginning, run
from scripts.support.output import Format, FormatOption, print_json, progress_bar
from scripts.support.session import session


def rebuild(
    views: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VIEW...]",
            help="Which views; all, where none is named.",
            autocompletion=beginning(*(view.name for view in VIEWS)),
        ),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Fold the whole log into new views beside the live ones, and swap them in. Readers notice nothing."""
    begun = perf_counter()
    with session() as s, progress_bar("rebuilding") as progress:
        position = s.views.rebuild(views or (), progress)
    seconds = perf_counter() - begun
    if format is Format.JSON:
        print_json({"views": views or "all", "position": position, "seconds": round(seconds, 3)})
    else:
        print(f"{_named(views)} folded anew up to position {position} ({seconds:.1f} seconds).")


def _named(views: list[str] | None) -> str:
    if not views:
        return "All views are"
    return f"The view {views[0]} is" if len(views) == 1 else f"The views {', '.join(views)} are"


if __name__ == "__main__":
    run(as_app(rebuild))
