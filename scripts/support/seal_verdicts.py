"""What `annals verify` says of the log's seal."""

from collections.abc import Sequence
from pathlib import Path

from domain.log.seal.checking import HeldCheckpoint, SealVerdict, check
from domain.log.seal.notes import PublicKey
from scripts.support.output import progress_bar
from scripts.support.seals import held, key_file, own_keys, tables
from scripts.support.session import Session
from scripts.support.settings import Settings


def check_seal(s: Session, settings: Settings, given: Sequence[PublicKey], files: Sequence[Path]) -> tuple[SealVerdict, bool]:
    """Compares the log with its seal and with what is held of it; the verdict, and whether the key is known from elsewhere than
    the database. Raises BadInput."""
    file = key_file(s, settings)
    keys, known = own_keys(s, settings, given)
    # Before the tables are read: a sealer writes this file last.
    last = file.last_signed()
    checkpoints = [
        *held(files, [*given, *keys]),
        *([HeldCheckpoint(f"what was signed last ({file.checkpoint_path})", last)] if last else []),
    ]
    with progress_bar("checking the seal") as progress:
        return check(s.log, tables(s), keys, checkpoints, progress), known


def print_seal(verdict: SealVerdict, known: bool) -> None:
    """Prints a verdict for people."""
    if verdict.findings:
        print("The log was changed behind its back. By position:")
        print(*(f"  {finding.position}: {finding.what}" for finding in verdict.findings), sep="\n")
    if verdict.problems:
        print("The seal of the log does not hold:")
        print(*(f"  {problem}" for problem in verdict.problems), sep="\n")
    if verdict.passed:
        print(_as_sealed(verdict))
    if not known and verdict.checkpoints:
        print("The public key was taken from the database itself; to be sure, name the one that you know with --key.")


def _as_sealed(verdict: SealVerdict) -> str:
    later = f"; {verdict.unsealed:,} later {'entry is' if verdict.unsealed == 1 else 'entries are'} not sealed yet"
    if not verdict.checkpoints:
        return "The log is not sealed yet: annals serve, project and cite --checkpoint seal it."
    return (
        f"The log is as it was sealed: {verdict.entries:,} entries up to position {verdict.position},"
        f" {verdict.checkpoints:,} {'checkpoint agrees' if verdict.checkpoints == 1 else 'checkpoints agree'}"
        f"{later if verdict.unsealed else ''}."
    )


def seal_as_json(verdict: SealVerdict, known: bool) -> dict[str, object]:
    """A verdict for programs."""
    return {
        "passed": verdict.passed,
        "entries": verdict.entries,
        "position": verdict.position,
        "unsealed": verdict.unsealed,
        "checkpoints": verdict.checkpoints,
        "key_is_known": known,
        "findings": [finding._asdict() for finding in verdict.findings],
        "problems": verdict.problems,
    }
