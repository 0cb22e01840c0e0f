"""Proofs that entries are in the log, to be checked without it: C2SP's tlog-proof, with the entry itself in its extra line."""

import base64
from collections.abc import Sequence

import orjson

HEADER = "c2sp.org/tlog-proof@v1"


def proof_text(leaf: bytes, salt: bytes, state: bytes, index: int, path: Sequence[bytes], checkpoint: str) -> str:
    """The proof of one entry. `checkpoint`: the signed note; `state`: what the log stores, whose salted hash the leaf has."""
    extra = {"leaf": _base64(leaf), "salt": _base64(salt), "state": _base64(state)}
    lines = [HEADER, f"extra {_base64(orjson.dumps(extra))}", f"index {index}", *map(_base64, path)]
    return "\n".join(lines) + f"\n\n{checkpoint}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
