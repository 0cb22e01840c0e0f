"""The files that say what the numbers of a temporal graph stand for."""

from datetime import date

from domain.errors import BadInput
from scripts.importing.formats.quadruples import Numbering
from scripts.importing.lines import Line, read_lines
from scripts.importing.opening import opened


def read_numbering(entities: str, relations: str, zero: date, steps: int) -> Numbering:
    """The numbering that two files of names and numbers make up, with tabs between. Raises BadInput."""
    return Numbering(_names(entities), _names(relations), zero, steps)


def _names(path: str) -> dict[str, str]:
    with opened(path) as file:
        lines = [line for line in read_lines(file.text) if isinstance(line, Line)]
    # Some files begin with the count of what follows.
    cells = [line.text.split("\t") for line in lines if "\t" in line.text or line.number > 1]
    if not cells or not all(len(each) >= 2 and each[1].strip().isdigit() for each in cells):
        raise BadInput(f"{path} is no file of names; write a name and its number on each line, with a tab between")
    return {number.strip(): name.strip() for name, number, *_ in cells}
