"""annals witness: cosign another's log, and keep what witnesses said of one's own."""

import os
import time
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import BadInput
from domain.log.seal.keys import KeyFile, write_file
from domain.log.seal.notes import Algorithm, Checkpoint, PrivateKey, PublicKey, read_note
from domain.log.seal.witnessing import NotCosigned, check_continues, cosigned, signed_checkpoint
from scripts.support.command import as_app, run
from scripts.support.file_lock import locked
from scripts.support.mirror import Mirror
from scripts.support.seals import read_keys, read_note_file, tables
from scripts.support.session import session
from scripts.support.settings import read_settings

PATIENCE = 60.0

TOKEN = "ANNALS_WITNESS_TOKEN"


def witness(
    log: Annotated[
        str, typer.Argument(metavar="[LOG]", help="What the log's checkpoint lies below: https://example.org/log.")
    ] = "",
    key: Annotated[str, typer.Option(metavar="KEY", help="The log's public key; with --accept, that of the witness.")] = "",
    accept: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the cosignature in a checkpoint of your own log.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the witness is called; it matters the first time only.")] = "",
    own_key: Annotated[bool, typer.Option("--own-key", help="Print the public key of the witness.")] = False,
) -> None:
    """Cosign another's log: say, as a witness, that it still holds all that it held when it was last looked at.

    Prints its checkpoint with the cosignature, in the form of c2sp.org/tlog-cosignature, for its operator to keep with --accept.
    The key of the witness and what it has cosigned are in ANNALS_HOME/witness. A log that was cut or has another history is not
    cosigned. Where the log is served for those with a token only, put one into ANNALS_WITNESS_TOKEN."""
    folder = read_settings().seal_files.home / "witness"
    if own_key:
        print(_own_key(folder, name).public)
    elif accept and key and not log:
        _accept(accept, _key(key))
    elif log and key and not accept:
        print(_witness(folder, Mirror(log, os.environ.get(TOKEN)), _key(key), name), end="")
    else:
        raise BadInput("give a log and its public key with --key, or --accept with --key, or --own-key")


def _key(text: str) -> PublicKey:
    (key,) = read_keys([text])
    return key


def _witness(folder: Path, mirror: Mirror, key: PublicKey, name: str) -> str:
    own = _own_key(folder, name)
    state = folder / f"{sha256(str(key).encode()).hexdigest()[:32]}.checkpoint"
    # Of two that look at one log at a time, the second must see what the first has cosigned.
    with locked(folder / "witness.lock", "witnessing a log", PATIENCE):
        text = mirror.checkpoint()
        now, before = signed_checkpoint(read_note(text), key), _before(state, key)
        try:
            check_continues(before, now, mirror.tile)
        except NotCosigned:
            write_file(state.with_suffix(".refused"), text)
            raise
        write_file(state, text)
        return cosigned(text, own, int(time.time()))


def _before(state: Path, key: PublicKey) -> Checkpoint | None:
    return signed_checkpoint(read_note_file(state), key) if state.exists() else None


def _own_key(folder: Path, name: str) -> PrivateKey:
    file = KeyFile(folder / "witness.key")
    return file.read() or file.make(name or f"annals-witness/{os.urandom(8).hex()}", Algorithm.COSIGNATURE)


def _accept(file: Path, key: PublicKey) -> None:
    note, text = read_note_file(file), file.read_text(encoding="utf-8")
    if key.algorithm is not Algorithm.COSIGNATURE or not note.signed_by([key]):
        raise BadInput(f"{file} is not cosigned with the key of {key.name}")
    line = next(line for line in text.splitlines(keepends=True) if line.startswith(f"— {key.name} "))
    with session() as s:
        signed = tables(s).signed("WHERE size = %s", note.checkpoint().size)
        if signed is None or read_note(signed.note).text != note.text:
            raise BadInput(f"{file} is not a checkpoint of this log")
        is_new = tables(s).add_cosignature(signed.size, key.name, line)
    print(f"The cosignature of {key.name} is kept{'' if is_new else ' already'}: it stands under the checkpoint in proofs.")


if __name__ == "__main__":
    run(as_app(witness))
