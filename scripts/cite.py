"""annals cite: say which state of the log a result rests on."""

from typing import Annotated, Any

import typer

from domain.errors import BadInput
from domain.log.archive import citation
from domain.log.archive.citation import time_text
from scripts.support.command import as_app, run
from scripts.support.moments import AsOfOption, position_of
from scripts.support.output import Format, FormatOption, print_json, progress_bar
from scripts.support.seals import sealed, tables
from scripts.support.session import Session, session
from scripts.support.settings import Settings, read_settings


def cite(
    as_of: AsOfOption = "",
    checkpoint: Annotated[bool, typer.Option("--checkpoint", help="The signed checkpoint that covers it instead.")] = False,
    key: Annotated[bool, typer.Option("--key", help="The log's public key instead.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Print a citation of the log as it is, or as it was: last entry, number of entries, checksum over all that is stored.

    `annals verify CITATION` tells whether a log holds just what was cited, however much was appended since. A log that was
    exported and restored has the same citation. ANNALS_DATASET is what it calls the database.

    A checkpoint is the log's own signed word: with it, annals verify --against FILE tells of any later change of what it covers,
    and nobody without the log's private key can make another. Seals the log first, if no process does."""
    if checkpoint and key:
        raise BadInput("--checkpoint and --key do not go together; give one of them")
    settings = read_settings()
    with session(settings) as s:
        position = position_of(s, as_of)
        seal = _seal(s, settings, position) if checkpoint or key else {}
        if not seal:
            with progress_bar("adding up") as progress:
                found = citation.cite(s.log, settings.dataset, position, progress)
    if seal:
        print_json(seal) if format is Format.JSON else print(seal["checkpoint" if checkpoint else "public_key"].rstrip("\n"))
    elif format is Format.JSON:
        print_json(as_json(found))
    else:
        print(found)


def _seal(s: Session, settings: Settings, position: int) -> dict[str, Any]:
    """The first checkpoint that covers the entry at a position, and the key by which to check it."""
    if not position:
        raise BadInput("the log has no entry up to position 0; there is nothing to seal")
    last = sealed(s, settings, position)
    signed = tables(s).covering(position) or last
    return {
        "checkpoint": tables(s).with_cosignatures(signed),
        "entries": signed.size,
        "position": signed.position,
        "public_key": str(tables(s).public_keys()[-1]),
    }


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
