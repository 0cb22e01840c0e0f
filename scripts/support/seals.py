"""The seal of a session's log: the keys that it is checked with, the checkpoints that are held, and sealing at once."""

import time
from collections.abc import Sequence
from pathlib import Path

from domain.errors import AnnalsError, BadInput
from domain.log.seal.checking import HeldCheckpoint
from domain.log.seal.keys import KeyFile
from domain.log.seal.notes import BadNote, Note, PublicKey, read_note, read_public_key
from domain.log.seal.sealer import Sealer, store_id
from domain.log.seal.store import SealTables, Signed
from scripts.support.session import Session
from scripts.support.settings import Settings

PATIENCE = 5.0
"""Seconds to wait for a worker that seals: it does so several times a second."""


def tables(s: Session) -> SealTables:
    """The tables of the seal."""
    return SealTables(s.views.connection)


def key_file(s: Session, settings: Settings) -> KeyFile:
    """The file of the log's key."""
    return settings.seal_files.of(store_id(s.views.connection))


def sealed(s: Session, settings: Settings, position: int) -> Signed:
    """The last checkpoint, which covers the entry at a position; seals now if nobody else does. Raises AnnalsError."""
    Sealer(s.url, settings.seal_files).seal_unless_followed()
    found, deadline = tables(s).signed(), time.monotonic() + PATIENCE
    while (found is None or found.position < position) and time.monotonic() < deadline:
        time.sleep(0.1)
        found = tables(s).signed()
    if found is None or found.position < position:
        raise AnnalsError(f"the entry at position {position} is not sealed yet; see what the process logs that keeps views current")
    return found


def own_keys(s: Session, settings: Settings, given: Sequence[PublicKey]) -> tuple[list[PublicKey], bool]:
    """The keys that the log's checkpoints must be signed with, and whether they come from elsewhere than the database.

    Those that were given, else that beside the private key, else those that the database names."""
    named = tables(s).public_keys()
    own = [key for key in given if key.name in {other.name for other in named}]
    if not own and (kept := key_file(s, settings).public()):
        own = [kept]
    return own or named, bool(own)


def held(files: Sequence[Path], keys: Sequence[PublicKey]) -> list[HeldCheckpoint]:
    """The checkpoints in files, each signed with one of the keys. Raises BadInput."""
    return [HeldCheckpoint(str(file), _signed_note(file, keys)) for file in files]


def read_keys(texts: Sequence[str]) -> list[PublicKey]:
    """The public keys in texts. Raises BadInput."""
    try:
        return [read_public_key(text) for text in texts]
    except BadInput as error:
        raise BadInput(f"--key {error}; annals cite --key prints a log's") from error


def read_note_file(file: Path) -> Note:
    """The signed note in a file. Raises BadInput."""
    try:
        return read_note(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error
    except (BadNote, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: {error}") from error


def _signed_note(file: Path, keys: Sequence[PublicKey]) -> Note:
    note = read_note_file(file)
    try:
        checkpoint = note.checkpoint()
        if not note.signed_by(keys):
            raise BadNote(f"none of the keys has signed this checkpoint of {checkpoint.origin}; name its public key with --key")
    except BadNote as error:
        raise BadInput(f"{file}: {error}") from error
    return note
