"""annals prove: that an entry is in the log, for people who have nothing but the log's public key."""

from typing import Annotated

import typer

from domain.errors import AnnalsError, BadInput
from domain.log.seal.leaves import leaf_of
from domain.log.seal.proofs import proof_text
from domain.log.seal.store import SealTables, Signed
from domain.log.seal.tree import inclusion
from domain.log.store.recorder import LoggedEvent
from scripts.exporting.output import STDOUT, writing
from scripts.showing.finding import find
from scripts.support.command import as_app, run
from scripts.support.seals import sealed, tables
from scripts.support.session import session
from scripts.support.settings import read_settings


def prove(
    ref: Annotated[str, typer.Argument(metavar="KEY", help="A key, id, name, uuid or Relay id.")],
    version: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Of this entry about it alone, counted from 1; else of all.")
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to; - is standard output.")] = STDOUT,
) -> None:
    """Write a proof that the entries about an event, actor, place or source are in the log, as they are.

    docs/check_proof.py checks it with the log's public key, without this program or the database. The proof has the entries in
    it. It is in the form of c2sp.org/tlog-proof, one after the other where there are several entries."""
    settings = read_settings()
    with session(settings) as s:
        s.views.fold()
        found = find(s, ref)
        entries = [e for e in s.log.store.select_streams([found.id])[found.id] if version in (None, e.originator_version)]
        if not entries:
            raise BadInput(f"there are {len(found.entries)} entries about {ref}, and none of them is number {version}")
        # What witnesses have seen is worth more than what is new.
        signed = tables(s).cosigned(entries[-1].id) or sealed(s, settings, entries[-1].id)
        proofs = [_proof(tables(s), signed, entry) for entry in entries]
    with writing(output) as out:
        out.write("".join(proofs).encode())


def _proof(seal: SealTables, signed: Signed, entry: LoggedEvent) -> str:
    leaf = seal.leaf_at(entry.id)
    if leaf is None or leaf_of(entry, leaf.salt).data() != leaf.data:
        raise AnnalsError(f"the entry at position {entry.id} is not the one that was sealed; annals verify tells what was changed")
    path = inclusion(seal.tree(signed.size), leaf.leaf_index, signed.size)
    return proof_text(leaf.data, leaf.salt, entry.state, leaf.leaf_index, path, seal.with_cosignatures(signed))


if __name__ == "__main__":
    run(as_app(prove))
