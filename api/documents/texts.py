"""Which text a request asks: its own, or the one that has the hash it sends (Apollo's automatic persisted queries)."""

import hashlib
from pathlib import Path
from typing import Any

from cachetools import LRUCache

from api.documents.request import GraphQLRequest
from api.limits.denied import Denied
from api.limits.limits import Known, Limits
from domain.errors import BadInput

CACHED = 8_000_000
"""How many characters the texts have in all that are cached for clients who send their hashes."""


class Texts:
    """The texts that can be asked by hash: known from a folder, or sent before."""

    def __init__(self, limits: Limits) -> None:
        self._only = limits.only_known
        self._known = known_documents(limits.known_documents) if limits.known_documents else {}
        if self._only is not Known.NOBODY and not self._known:
            raise BadInput(
                "ANNALS_ONLY_KNOWN needs documents; put .graphql files into a folder and name it in ANNALS_KNOWN_DOCUMENTS"
            )
        self._sent: LRUCache[str, str] = LRUCache(CACHED, getsizeof=len)

    def find(self, request: GraphQLRequest) -> str:
        """The text of the document that a request is about. Raises Denied."""
        query, persisted = request.query, (request.extensions or {}).get("persistedQuery")
        if persisted is None and query is not None and not self._known:
            return query
        hash = _hash(persisted) if persisted is not None else digest(query or "")
        if hash in self._known:
            return self._known[hash]
        if self._only is Known.ALL or (self._only is Known.GET and request.is_get):
            raise Denied("UNKNOWN_DOCUMENT", "this server answers known documents only; ask its operator to add yours to them")
        if query is None:
            return self._sent_before(hash)
        if persisted is not None:
            self._add(query, hash)
        return query

    def _sent_before(self, hash: str) -> str:
        text = self._sent.get(hash)
        if text is None:
            # Both the message and the code are what Apollo's clients look for before they send the text.
            raise Denied("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
        return text

    def _add(self, query: str, hash: str) -> None:
        if digest(query) != hash:
            raise Denied("PERSISTED_QUERY_MISMATCH", "the hash is not the SHA-256 of the query; compute it over the same text")
        if len(query) <= CACHED:
            self._sent[hash] = query


def known_documents(folder: Path) -> dict[str, str]:
    """The documents of a folder by the SHA-256 of their files. Raises BadInput."""
    try:
        texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("**/*.graphql"))]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the known documents in {folder} cannot be read: {error}") from error
    if not texts:
        raise BadInput(f"ANNALS_KNOWN_DOCUMENTS is {folder}, which has no .graphql files")
    # Editors end a file with a new line that clients may not send.
    return {digest(form): text for text in texts for form in (text, text.rstrip("\n"))}


def digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _hash(persisted: Any) -> str:
    hash = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(hash, str) or persisted.get("version") != 1:
        right = '{"persistedQuery": {"version": 1, "sha256Hash": "..."}}'
        raise Denied("BAD_USER_INPUT", f"a query by its hash has the extensions {right}")
    return hash.lower()
