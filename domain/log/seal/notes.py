"""Signed checkpoints as text: C2SP's signed-note, tlog-checkpoint and tlog-cosignature, with Ed25519."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.errors import BadInput

DASH = "— "
"""What a line of a signature begins with."""

NAME = re.compile(r"[^\s+]{1,200}")
"""What a key, and so a log, may be called: neither white space nor plus."""

CHECKPOINT = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9]\d{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*", re.ASCII)

LONGEST = 100_000
"""Characters of a note beyond which it is none of ours."""

PRIVATE = "PRIVATE+KEY+"


class BadNote(BadInput):
    """A text that is no signed note or checkpoint, or that is not signed by the key that it should be signed by."""


class Algorithm(IntEnum):
    """What a key signs: a note as it is, or, as a witness, a note at a time."""

    ED25519 = 1
    COSIGNATURE = 4


@dataclass(frozen=True)
class PublicKey:
    """A key that verifies signatures, with the name of the log or witness that it belongs to."""

    name: str
    algorithm: Algorithm
    key: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that, with the name, say which key made a signature."""
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.algorithm]) + self.key)}"

    def verifies(self, signature: bytes, text: str) -> bool:
        """Whether a signature, without the key's id, is this key's over the text of a note."""
        message = text.encode()
        if self.algorithm is Algorithm.COSIGNATURE:
            message, signature = _cosigned(text, int.from_bytes(signature[:8], "big")), signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class PrivateKey:
    """A key that signs. Its text is a secret."""

    name: str
    algorithm: Algorithm
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The key by which others verify what this one signs."""
        return PublicKey(self.name, self.algorithm, self._key.public_key().public_bytes_raw())

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, text: str, time: int = 0) -> str:
        """The line that signs the text of a note; for a cosignature at a time, in seconds since 1970."""
        signed, stamp = text.encode(), b""
        if self.algorithm is Algorithm.COSIGNATURE:
            signed, stamp = _cosigned(text, time), time.to_bytes(8, "big")
        return f"{DASH}{self.name} {_base64(self.public.id + stamp + self._key.sign(signed))}\n"

    def text(self) -> str:
        """The key as its file has it, in the form of Go's package note."""
        return f"{PRIVATE}{self.name}+{self.public.id.hex()}+{_base64(bytes([self.algorithm]) + self.seed)}"

    def __repr__(self) -> str:
        return f"PrivateKey({self.name!r}, ...)"


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: how many leaves its tree has, and the tree's root hash."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


@dataclass(frozen=True)
class Note:
    """A text with the signatures below it: the name of the key, its id, and the signature."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def signed_by(self, keys: Iterable[PublicKey]) -> list[PublicKey]:
        """Those of the keys that have signed. Raises BadNote where a signature that bears the name of one is not its own."""
        return [key for key in keys if self._has_signature_of(key)]

    def _has_signature_of(self, key: PublicKey) -> bool:
        own = [signature for name, id, signature in self.signatures if (name, id) == (key.name, key.id)]
        if not all(key.verifies(signature, self.text) for signature in own):
            raise BadNote(f"the signature by {key.name} is not valid: the text was changed, or signed by somebody else")
        return bool(own)

    def checkpoint(self) -> Checkpoint:
        """The checkpoint that it is, whoever signed it. Raises BadNote."""
        found = CHECKPOINT.fullmatch(self.text)
        if found is None:
            raise BadNote("this is no checkpoint: its lines must be the name of a log, a number of entries and a root hash")
        return Checkpoint(found["origin"], int(found["size"]), base64.b64decode(found["root"]))


def make_key(name: str, algorithm: Algorithm = Algorithm.ED25519) -> PrivateKey:
    """A new key. Raises BadInput for a name that no key can have."""
    if not NAME.fullmatch(name) or not name.isprintable():
        raise BadInput(f"{name[:80]!r} cannot name a key: use neither spaces nor +, as in example.org/log")
    return PrivateKey(name, algorithm, Ed25519PrivateKey.generate().private_bytes_raw())


def read_private_key(text: str) -> PrivateKey:
    """The key in a text. Raises BadInput, which never repeats any of it."""
    name, id, kind, seed = _key_parts(text.strip().removeprefix(PRIVATE), "private")
    key = PrivateKey(name, kind, seed)
    if key.public.id.hex() != id:
        raise BadInput("is no private key: its name and id do not belong together")
    return key


def read_public_key(text: str) -> PublicKey:
    """The key in a text as `annals init` and `annals cite` print it. Raises BadInput."""
    name, id, kind, bytes_ = _key_parts(text.strip(), "public")
    key = PublicKey(name, kind, bytes_)
    if key.id.hex() != id:
        raise BadInput(f"{text.strip()[:100]!r} is no public key: its name and id do not belong together")
    return key


def read_note(text: str) -> Note:
    """The note in a text. Raises BadNote."""
    body, blank, lines = text.rpartition("\n\n")
    if not blank or not lines.endswith("\n") or len(text) > LONGEST or any(ord(c) < 32 and c != "\n" for c in text):
        raise BadNote("this is no signed note: a text, an empty line, and lines of signatures that begin with a dash")
    return Note(body + "\n", tuple(_signature(line) for line in lines.removesuffix("\n").split("\n")))


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    try:
        signature = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        signature = b""
    if not line.startswith(DASH) or not NAME.fullmatch(name) or len(signature) < 5:
        raise BadNote(f"{line[:60]!r} is no line of a signature")
    return name, signature[:4], signature[4:]


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _key_parts(text: str, what: str) -> tuple[str, str, Algorithm, bytes]:
    name, _, rest = text.partition("+")
    id, _, encoded = rest.partition("+")
    try:
        kind, *key = base64.b64decode(encoded, validate=True)
        algorithm = Algorithm(kind)
    except ValueError as error:
        raise BadInput(f"is no {what} key: it must be a name, an id and the key in base64, with + between them") from error
    if len(key) != 32 or not NAME.fullmatch(name):
        raise BadInput(f"is no {what} key: it must have a name and 32 bytes")
    return name, id, algorithm, bytes(key)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
