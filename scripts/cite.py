"""annals cite: say which state of the log a result rests on."""

from domain.log.archive import citation
from domain.log.archive.citation import time_text
from scripts.support.command import as_app, run
from scripts.support.moments import AsOfOption, position_of
from scripts.support.output import Format, FormatOption, print_json, progress_bar
from scripts.support.session import session
from scripts.support.settings import read_settings


def cite(as_of: AsOfOption = "", format: FormatOption = Format.TABLE) -> None:
    """Print a citation of the log as it is, or as it was: last entry, number of entries, checksum over all that is stored.

    `annals verify CITATION` tells whether a log holds just what was cited, however much was appended since. A log that was
    exported and restored has the same citation. ANNALS_DATASET is what it calls the database."""
    settings = read_settings()
    with session(settings) as s, progress_bar("adding up") as progress:
        found = citation.cite(s.log, settings.dataset, position_of(s, as_of), progress)
    if format is Format.JSON:
        print_json(as_json(found))
    else:
        print(found)


def as_json(found: citation.Citation) -> dict[str, object]:
    """A citation for programs."""
    return {
        "citation": str(found),
        "dataset": found.dataset,
        "position": found.position,
        "recorded_at": time_text(found.recorded_at),
        "entries": found.entries,
        "sha256": found.sha256,
    }


if __name__ == "__main__":
    run(as_app(cite))
