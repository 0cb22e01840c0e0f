"""Witnessing another's log: a checkpoint is cosigned only where the tree continues the one that was cosigned before."""

from domain.errors import AnnalsError
from domain.log.seal.notes import BadNote, Checkpoint, Note, PrivateKey, PublicKey
from domain.log.seal.tiles import NoSuchTile, ReadTile, subtrees
from domain.log.seal.tree import consistency, is_consistent


class NotCosigned(AnnalsError):
    """A checkpoint that a witness does not cosign; the message says why."""


def check_continues(before: Checkpoint | None, now: Checkpoint, tile: ReadTile) -> None:
    """Raises NotCosigned where a log does not continue what it was. `tile`: reads the tiles that it serves now."""
    if before is None or before.size == 0:
        return
    if now.size < before.size:
        raise NotCosigned(
            f"{now.origin} has {now.size:,} entries now and had {before.size:,} when it was last cosigned: it was cut, or what"
            " serves it is behind; try again, and if it stays so, ask its operator"
        )
    try:
        proof = consistency(subtrees(tile, now.size), before.size, now.size)
    except NoSuchTile as error:
        raise NotCosigned(
            f"{now.origin} does not serve the tile {error}, which its checkpoint of {now.size:,} entries needs"
        ) from error
    if not is_consistent(before.size, now.size, before.root, now.root, proof):
        raise NotCosigned(
            f"{now.origin} has another history than the one that was cosigned: its {now.size:,} entries do not begin with the"
            f" {before.size:,} of before; keep both checkpoints, for they prove it"
        )


def signed_checkpoint(note: Note, key: PublicKey) -> Checkpoint:
    """The checkpoint of the log with a key. Raises NotCosigned."""
    try:
        checkpoint = note.checkpoint()
        if checkpoint.origin != key.name or not note.signed_by([key]):
            raise BadNote(f"the checkpoint of {checkpoint.origin} is not signed with the key of {key.name}")
    except BadNote as error:
        raise NotCosigned(str(error)) from error
    return checkpoint


def cosigned(text: str, witness: PrivateKey, time: int) -> str:
    """A signed checkpoint with the witness's line below the others. `time`: in seconds since 1970."""
    body = text.rpartition("\n\n")[0] + "\n"
    return text + witness.sign(body, time)
