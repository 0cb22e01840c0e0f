"""Which of the interface's languages a reader prefers, by the Accept-Language header (RFC 9110)."""

SPOKEN = ("en", "ko")
"""The languages that the interface has texts in; the first where a reader names none of them."""


def spoken(accept_language: str) -> str:
    """The language of the interface that comes first in a header."""
    wanted = []
    for place, part in enumerate(accept_language.split(",")):
        tag, _, parameters = part.partition(";")
        wanted.append((-_quality(parameters), place, tag.strip().partition("-")[0].lower()))
    return next((tag for quality, _, tag in sorted(wanted) if quality < 0 and tag in SPOKEN), SPOKEN[0])


def _quality(parameters: str) -> float:
    """The quality value among the parameters of a part; one that is malformed excludes the part."""
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
