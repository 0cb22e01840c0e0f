"""The limits themselves, with their defaults."""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from api.compiler.paging import LARGEST_PAGE

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
"""How a machine calls itself."""


class Known(StrEnum):
    """Who may ask nothing but known documents."""

    NOBODY = "nobody"
    GET = "get"
    """Requests by GET: what caches keep."""
    ALL = "all"


class Limits(BaseModel):
    """How much one client may ask. The attribute docs are what people are shown."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    max_depth: int = Field(default=15, ge=1, le=100)
    """How many fields deep a query may be nested."""
    max_aliases: int = Field(default=50, ge=0)
    """How many fields of a query may have another name, fragments written out."""
    max_tokens: int = Field(default=4_000, ge=1)
    """How many words and signs a query may have."""
    max_directives: int = Field(default=50, ge=0)
    """How many directives a query may have, fragments written out."""
    max_cost: int = Field(default=250_000, ge=1)
    """How much a query may cost: one unit for each field that its answer can have, and more for counts, searches and sums."""
    heavy_cost: int = Field(default=25_000, ge=0)
    """Beyond which cost a query is heavy: of those only some run at once, so that they do not keep the others waiting."""
    heavy_connections: int = Field(default=2, ge=1)
    """How many heavy queries run at once in one server process: at most as many as the database has processors to spare."""
    heavy_waiting: int = Field(default=20, ge=0)
    """How many heavy queries of one client (address) may wait for their turn; further ones are told that the server is busy."""
    max_page: int = Field(default=LARGEST_PAGE, ge=1, le=LARGEST_PAGE)
    """How many rows a page may have."""
    max_words: int = Field(default=10, ge=1)
    """How many words one text filter or search may have."""
    max_names: int = Field(default=50, ge=1)
    """How many names one list of actors in a filter may have."""
    max_body: int = Field(default=1_000_000, ge=1)
    """How many bytes the body of a request, or a message on a socket, may have."""
    request_timeout: float = Field(default=30, gt=0)
    """After how many seconds an answer is given up, in the database too."""
    max_connections: int = Field(default=20, ge=0)
    """How many sockets and event streams one client (address) may hold open in one server process."""
    max_subscriptions: int = Field(default=100, ge=0)
    """How many subscriptions and other operations one client may have going on over those."""
    known_documents: Path | None = None
    """A folder of .graphql files: the documents that are known, each asked by the SHA-256 of its file."""
    only_known: Known = Known.NOBODY
    """Who may ask nothing but the known documents: nobody, get (requests by GET), or all."""
    public: bool = False
    """Whether everybody may ask, without a token and from any address."""
    hosts: str = ""
    """Which hosts requests may be sent to, beside this machine's own names: a list with commas, or *. Unset: none."""
    cors_origins: str = ""
    """Web pages of which other origins may ask: a list with commas, or *. Unset: none."""

    @property
    def origins(self) -> list[str]:
        """The origins, one by one."""
        return _listed(self.cors_origins)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The names and addresses by which the server may be called, without ports."""
        return LOOPBACK | {host.lower().strip("[]") for host in _listed(self.hosts)}


def _listed(setting: str) -> list[str]:
    return [item for part in setting.split(",") if (item := part.strip())]


DEFAULT = Limits()

LOCAL = Limits(max_depth=100, max_aliases=10**6, max_tokens=10**6, max_directives=10**6, max_cost=10**18)
"""For those who ask on the machine itself."""
