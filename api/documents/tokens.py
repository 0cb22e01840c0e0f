"""The words and signs of a query, without reading it."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n\r]*)
    | \"{3} (?: [^"\\] | \\. | "(?!"") )* (?: \"{3} )?
    | " (?: [^"\\\n\r] | \\. )* "?
    | \.\.\. | [A-Za-z_][0-9A-Za-z_]* | -?[0-9][0-9.eE+-]* | [!$&()\[\]:=@{|}]
    """,
    re.VERBOSE | re.DOTALL,
)
"""What an open string begins belongs to it to its end: so no text makes the search begin again and again."""


def tokens(text: str) -> Iterator[str]:
    """The words and signs, comments left out."""
    return (found[0] for found in _TOKEN.finditer(text) if not found["comment"])
