"""annals rebuild: fold the log again."""

from time import perf_counter

from scripts.support.command import as_app, run
from scripts.support.output import Format, FormatOption, print_json, progress_bar
from scripts.support.session import session


def rebuild(format: FormatOption = Format.TABLE) -> None:
    """Fold the whole log into new views beside the live ones, and swap them in. Readers notice nothing."""
    begun = perf_counter()
    with session() as s, progress_bar("rebuilding") as progress:
        position = s.runner.rebuild(progress)
    seconds = perf_counter() - begun
    if format is Format.JSON:
        print_json({"position": position, "seconds": round(seconds, 3)})
    else:
        print(f"All views are folded anew up to position {position:,} ({seconds:.1f} seconds).")


if __name__ == "__main__":
    run(as_app(rebuild))
