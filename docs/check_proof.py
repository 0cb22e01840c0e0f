#!/usr/bin/env python3
"""Checks what `annals prove` wrote, with nothing but Python and the log's public key: check_proof.py PROOF PUBLIC_KEY

It prints each entry that is proved, or what is wrong, with exit code 1. PUBLIC_KEY is the line that `annals cite --key` prints.
The forms are those of RFC 6962 (tree), RFC 8032 (Ed25519), c2sp.org/signed-note, tlog-checkpoint and tlog-proof."""

import sys
from base64 import b64decode
from hashlib import sha256, sha512
from json import loads

# Ed25519: points of the curve -x^2 + y^2 = 1 + D x^2 y^2 as (X, Y, Z, T), where x = X/Z, y = Y/Z, x y = T/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    p, q = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    r, s = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = q - p, s - r, s + r, q + p
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(number, point):
    result = (0, 1, 1, 0)
    for bit in f"{number:b}":
        result = add(result, result)
        result = add(result, point) if bit == "1" else result
    return result


def point(data):
    number = int.from_bytes(data, "little")
    y, odd = number & ~(1 << 255), number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        raise ValueError("this is no point of the curve")
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(key, signature, message):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % ORDER
    one, other = multiply(s, BASE), add(point(signature[:32]), multiply(h, point(key)))
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 == (one[1] * other[2] - other[1] * one[2]) % P


def require(condition, problem):
    if not condition:
        raise ValueError(problem)


# The proof: an entry, its index, the hashes beside its path in the tree, and the signed checkpoint with the tree's root.
def root_of(leaf, index, size, path):
    last, found, path = size - 1, sha256(b"\0" + leaf).digest(), list(path)
    while last:
        if index % 2 or index < last:
            require(path, "the path is too short")
            pair = (path.pop(0), found) if index % 2 else (found, path.pop(0))
            found = sha256(b"\1" + pair[0] + pair[1]).digest()
        index, last = index // 2, last // 2
    require(not path, "the path is too long")
    return found


def check(proof, public_key):
    name, key_id, key = public_key.strip().split("+", 2)
    kind, *key = b64decode(key)
    require(kind == 1 and len(key) == 32, "this is no public key of a log")
    head, body, signatures = proof.split("\n\n")
    (_, extra), (_, index), *path = (line.split(" ") for line in head.strip().split("\n"))
    own = [b64decode(line.split(" ")[2]) for line in signatures.split("\n") if line.startswith(f"— {name} ")]
    signed = [is_signed(bytes(key), s[4:], f"{body}\n".encode()) for s in own if s[:4].hex() == key_id]
    require(signed and all(signed), "the log's key has not signed this")
    origin, size, root = body.split("\n")[:3]
    require(origin == name and 0 <= int(index) < int(size), "the checkpoint is not this log's, or too early")
    leaf, salt, state = (b64decode(loads(b64decode(extra))[part]) for part in ("leaf", "salt", "state"))
    require(root_of(leaf, int(index), int(size), [b64decode(h) for (h,) in path]) == b64decode(root), "it is not in the tree")
    _, position, recorded_at, stream, version, content, topic = leaf.decode().split(" ", 6)
    require(sha256(salt + state).hexdigest() == content, "the content is not the one that was sealed")
    return f"position {position}, recorded {recorded_at}, version {version} of {stream}, {topic}: {state.decode()}"


if len(sys.argv) != 3:
    sys.exit(__doc__)
try:
    with open(sys.argv[1], encoding="utf-8") as file:
        for one in file.read().split("c2sp.org/tlog-proof@v1\n")[1:] or [""]:
            print(check(one, sys.argv[2]))
except (ValueError, KeyError, IndexError, OSError) as error:
    sys.exit(f"not proved: {error}")
