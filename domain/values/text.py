"""Words, slugs, keys and counts: text and numbers with limits."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints


def printable(text: str) -> str:
    """The text itself. Raises ValueError where it has what no database stores."""
    if "\x00" in text:
        raise ValueError("has a NUL character; take it out")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), AfterValidator(printable)]
"""Words as they stand in a source: 1 to 20,000 characters, trimmed."""

Name = Annotated[Text, StringConstraints(max_length=300)]
"""What something is called: 1 to 300 characters, trimmed."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=120)]
"""A name for machines and people: lower-case letters and digits in groups joined by hyphens or dots, at most 120."""

ActorId = Annotated[str, StringConstraints(pattern=r"^(?:[A-Z]{3}|[a-z0-9]+(?:[-.][a-z0-9]+)*)$", max_length=120)]
"""A slug, or the three capitals of a state's ISO 3166 code."""

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$", max_length=200)]
"""What names an event: letters, digits and . _ : / @ + - (no blanks), at most 200 characters."""

Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 language tag: en, ko, zh-Hans."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""The SHA-256 of some bytes, in hexadecimal."""

Count = Annotated[int, Field(ge=0, le=2**53)]
"""How many there are of something; exact in every JSON reader."""
