"""The format that a call names, with what its options say of it."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from domain.errors import BadInput
from domain.names import nearest
from scripts.importing.draft import Format
from scripts.importing.formats import FORMATS
from scripts.importing.formats.quadruples import QUADRUPLES, numbered
from scripts.importing.numbering import read_numbering
from scripts.importing.own_table.format import own_format
from scripts.importing.own_table.map import read_map

TABLE = "table"
"""What the command line calls a table of one's own."""
TABLE_DESCRIPTION = "a table of your own, whose columns a map describes; --suggest writes a first one"
NAMES = (*(format.name for format in FORMATS), TABLE)
DESCRIBED = "; ".join([*(f"{format.name} ({format.description})" for format in FORMATS), f"{TABLE} ({TABLE_DESCRIPTION})"])


class FormatOptions(NamedTuple):
    """What options say of a format: of quadruples in numbers, what these stand for; of a table of one's own, the map."""

    entities: str = ""
    relations: str = ""
    day_zero: datetime | None = None
    steps: int = 1
    map: Path | None = None


def chosen(name: str, options: FormatOptions) -> Format:
    """The format of this name. Raises BadInput."""
    if name not in NAMES:
        raise BadInput(f"there is no format {name!r}; did you mean {', '.join(nearest(name, NAMES) or NAMES)}?")
    if name == TABLE and options.map is None:
        raise BadInput(f"{TABLE} needs a map: --map map.yaml; annals import {TABLE} FILE --suggest writes a first one")
    if options.map is not None:
        return own_format(read_map(options.map))
    return _with_numbers(next(format for format in FORMATS if format.name == name), options)


def _with_numbers(format: Format, options: FormatOptions) -> Format:
    entities, relations, zero, steps, _ = options
    if not (entities or relations or zero):
        return format
    if format is not QUADRUPLES or not (entities and relations and zero):
        raise BadInput("--entities, --relations and --day-zero belong together, and to the format quadruples")
    return numbered(read_numbering(entities, relations, zero.date(), steps))
