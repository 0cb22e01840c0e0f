"""Which of the interface's languages a reader prefers, by the Accept-Language header (RFC 9110)."""

from api.http.negotiation import ranges

SPOKEN = ("en", "ko")
"""The languages that the interface has texts in; the first where a reader names none of them."""


def spoken(accept_language: str) -> str:
    """The language of the interface that comes first in a header."""
    wanted = sorted(ranges(accept_language), key=lambda range: (-range.quality, range.place))
    tags = (range.name.partition("-")[0] for range in wanted if range.quality > 0)
    return next((tag for tag in tags if tag in SPOKEN), SPOKEN[0])
