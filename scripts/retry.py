"""annals retry: fold what could not be folded."""

from scripts.support.command import as_app, run
from scripts.support.output import Format, FormatOption, print_json, progress_bar
from scripts.support.session import session


def retry(format: FormatOption = Format.TABLE) -> None:
    """Fold the entries that were parked, by a rebuild of all views. Stops at the first that still cannot be folded."""
    with session() as s, progress_bar("rebuilding") as progress:
        parked = s.views.parked()
        if parked:
            s.views.rebuild(progress=progress)
    if format is Format.JSON:
        print_json({"folded": parked})
    elif parked:
        print(f"Folded what had been parked: the entries at {', '.join(str(p) for p in parked)}.")
    else:
        print("Nothing is parked.")


if __name__ == "__main__":
    run(as_app(retry))
