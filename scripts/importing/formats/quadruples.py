"""Temporal graphs: subject, relation, object and day of one event a line, with tabs between and no heading.

As text, or as numbers whose names stand in two other files (entity2id, relation2id) and whose days are steps from a first one. The
relations are ICEWS' words for CAMEO codes. Key: the four values. There is no column for a country, so nobody represents a state.
Source: the files of ICEWS14, ICEWS05-15 and ICEWS18 as mniepert/mmkb and Lee-zix/CEN on GitHub have them."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from scripts.importing.dates import iso_day
from scripts.importing.draft import Draft, Format, Mention
from scripts.importing.formats.icews_names import code_named
from scripts.importing.layout import Layout
from scripts.importing.reading import BadRow, Row, table

SOURCE = "icews-quadruples"

COLUMNS = ("subject", "relation", "object", "date")
WITH_MORE = (*COLUMNS, "more")
"""Some files end their lines with a column of zeros."""
LAYOUT = Layout(orders=(COLUMNS, WITH_MORE), needs=COLUMNS, days=("date",))
NUMBERED = Layout(orders=(COLUMNS, WITH_MORE), needs=COLUMNS)
PADDING = ("0", "-1")
"""What such a column holds; anything else is the end of a span."""


class Quadruple(NamedTuple):
    """One event as text."""

    subject: str
    relation: str
    object: str
    day: str


class Numbering(NamedTuple):
    """What the numbers in a file of numbers stand for. `zero`: the day of step 0; `steps`: how many there are in a day."""

    entities: Mapping[str, str]
    relations: Mapping[str, str]
    zero: date
    steps: int = 1

    def day(self, step: str) -> str:
        """The day of a step. Raises BadRow."""
        number, rest = divmod(int(step), self.steps)
        if rest:
            raise BadRow(f"step {step} is not the first of a day, of which each has {self.steps}")
        return str(self.zero + timedelta(days=number))


def as_text(row: Row) -> Quadruple:
    """A row of text. Raises BadRow."""
    subject, relation, object, day = (row.need(column) for column in COLUMNS)
    if subject.isdigit() and relation.isdigit():
        raise BadRow("is in numbers; say what they stand for: --entities, --relations and --day-zero")
    return Quadruple(spelt(subject), spelt(relation), spelt(object), iso_day("date", day))


def as_numbers(numbering: Numbering, row: Row) -> Quadruple:
    """A row of numbers. Raises BadRow."""
    subject, relation, object, step = (row.need(column) for column in COLUMNS)
    try:
        names = numbering.entities[subject], numbering.relations[relation], numbering.entities[object]
    except KeyError as error:
        raise BadRow(f"number {error} has no name in the file of names") from None
    one, how, other = map(spelt, names)
    return Quadruple(one, how, other, numbering.day(step))


def spelt(name: str) -> str:
    """A name without the underscores and doubled blanks of some files, so that all files spell it alike."""
    return " ".join(name.replace("_", " ").split()) if "_" in name or "  " in name else name


def understand(read: Callable[[Row], Quadruple], row: Row) -> Draft:
    """One event. Raises BadRow where it has an end of its own: an act of ICEWS is over in a day."""
    more = row.get("more", PADDING[0])
    if more not in PADDING and more != row.get("date"):
        raise BadRow(f"has {more!r} in a fifth column, as if the event ended then; write one row for each day, without that column")
    quadruple = read(row)
    entry = {
        "kind": "InteractionCoded",
        "key": key(quadruple),
        "occurred": quadruple.day,
        "scheme": "icews",
        "code": code_named(quadruple.relation),
        "source": _mention(quadruple.subject),
        "target": _mention(quadruple.object),
        "report": {"source": SOURCE},
    }
    return row.draft(entry)


def key(quadruple: Quadruple) -> str:
    """What names the event: its four values, hashed, since they are longer than a key may be."""
    return f"{SOURCE}:{hashlib.sha256(chr(9).join(quadruple).encode()).hexdigest()[:32]}"


@lru_cache(maxsize=65_536)
def _mention(name: str) -> Mention:
    return Mention(name)


def numbered(numbering: Numbering) -> Format:
    """The same for files of numbers."""
    return replace(QUADRUPLES, read=table(partial(understand, partial(as_numbers, numbering)), NUMBERED), layout=NUMBERED)


QUADRUPLES = Format(
    name="quadruples",
    description="temporal graphs such as ICEWS14: subject, relation, object, day, tabs between, as text or as numbers",
    source={
        "kind": "SourceRegistered",
        "id": SOURCE,
        "title": "ICEWS events as quadruples (ICEWS14, ICEWS05-15, ICEWS18)",
        "language": "en",
        "url": "https://doi.org/10.7910/DVN/28075",
    },
    read=table(partial(understand, as_text), LAYOUT),
    layout=LAYOUT,
)
