"""Fetching the files of a log that somebody else serves: C2SP's tlog-tiles over HTTP."""

import urllib.error
import urllib.request
from collections.abc import Sequence
from gzip import GzipFile
from http.client import HTTPException
from io import BytesIO

from domain.errors import AnnalsError, BadInput
from domain.log.seal.tiles import HASH, WIDTH, NoSuchTile, hashes_in, tile_path

SECONDS = 30
"""How long an answer may take."""

LARGEST = 1_000_000
"""Bytes of a file beyond which it is none of a log's."""


class Mirror:
    """The files below the prefix of a log."""

    def __init__(self, prefix: str, token: str | None = None) -> None:
        """Raises BadInput."""
        if not prefix.startswith(("https://", "http://")):
            raise BadInput(
                f"{prefix[:100]!r} is no address of a log; give what its checkpoint lies below, as in https://example.org/log"
            )
        self._prefix, self._token = prefix.rstrip("/"), token

    def checkpoint(self) -> str:
        """The checkpoint as it is now. Raises AnnalsError."""
        try:
            return self._get("checkpoint").decode()
        except (NoSuchTile, UnicodeDecodeError) as error:
            raise AnnalsError(f"{self._prefix}/checkpoint is not there; is this the address of a log?") from error

    def tile(self, level: int, index: int, width: int) -> Sequence[bytes]:
        """The first so many hashes of a tile. Raises NoSuchTile, AnnalsError."""
        try:
            data = self._get(tile_path(level, index, width))
        except NoSuchTile:
            # A partial tile may be gone once the full one is there.
            data = self._get(tile_path(level, index, WIDTH))
        return hashes_in(data[: width * HASH])

    def _get(self, path: str) -> bytes:
        address = f"{self._prefix}/{path}"
        request = urllib.request.Request(address, headers={"accept-encoding": "gzip, identity"})
        if self._token:
            request.add_header("authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as response:
                data = response.read(LARGEST)
                # What is small can become large when it is unpacked.
                return GzipFile(fileobj=BytesIO(data)).read(LARGEST) if response.headers.get("content-encoding") == "gzip" else data
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 404:
                raise NoSuchTile(path) from error
            raise AnnalsError(f"{address} answers {error.code} {error.reason}{_remedy(error.code)}") from error
        except (OSError, HTTPException, ValueError, EOFError) as error:
            raise AnnalsError(f"{address} cannot be fetched: {getattr(error, 'reason', error)}") from error


def _remedy(code: int) -> str:
    return "; name a token that it takes in ANNALS_WITNESS_TOKEN" if code == 401 else ""
