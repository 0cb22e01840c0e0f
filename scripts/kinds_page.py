"""Writes docs/kinds.md, the list of the kinds of events, from their classes. Run by `make golden`."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from scripts.support import kind_listing
from scripts.support.kind_listing import UNCODED, Listed

PAGE = Path(__file__).parents[1] / "docs" / "kinds.md"

INTRODUCTION = """\
# The kinds of events

Written by `make golden` from the classes in `domain/events/`: change those, not this page. `annals kinds` prints the same, and
`annals kinds KIND` one kind.

An entry names its kind and a key of its own, then says what it knows. A **party** is an actor, by id, code or name, or
`{actor, representing, as_said}`; a **figure** is `{low, best, high, approximate, unit, basis}`, at least one of the first three.
A **choice** is one of the values below the field. Where a list may stand, one thing may stand alone. A field marked * is required.
After a field that names parties stand their role and the side that they stand on: an act runs from the initiator to the target, or
both ways between those who are mutual.

The codes are PLOVER's type and mode, the CAMEO code, PLOVER's quad class and GDELT's Goldstein score. A kind without a quad class
is no act of one towards another: it counts neither as cooperation nor as conflict. A cooperative act that is only planned or
announced is coded as PLOVER's AGREE (CAMEO 030).
"""


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, "## What all kinds have", _fields(kind_listing.common_fields())]
    for family, kinds in groupby(kind_listing.listing(), key=lambda about: about["family"]):
        parts += [f"## {family}", *(_kind(about) for about in kinds)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _kind(about: Listed) -> str:
    kind = kind_listing.find(about["kind"])
    assert kind is not None
    example = f"```yaml\n{kind_listing.example_yaml(kind)}```"
    return "\n\n".join(
        part
        for part in (f"### {about['kind']}", about["meaning"], _fields(about["fields"]), _codes(about["codes"]), example)
        if part
    )


def _fields(fields: list[Listed]) -> str:
    return "\n".join(line for field in fields for line in _lines(field))


def _lines(field: Listed) -> Iterator[str]:
    role = f", {field['role']}, {field['side']}" if "role" in field else ""
    yield f"- `{field['name']}`{'*' if field['required'] else ''} ({field['type']}{role}): {field['meaning']}"
    for name, meaning in (field.get("values") or field.get("parts") or {}).items():
        yield f"  - `{name}`: {meaning}"


def _codes(codes: list[Listed]) -> str:
    if not codes:
        return "The code is the row's own."
    if not any(code["plover"] or code["cameo"] for code in codes):
        return UNCODED
    rows = ["| when | PLOVER | CAMEO | quad | Goldstein |", "|---|---|---|---|---|"]
    for code in codes:
        cells = (code["when"], code["plover"], code["cameo"], code["quad"], code["goldstein"])
        rows.append(f"| {' | '.join('' if cell is None else str(cell) for cell in cells)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE}")
