"""Real events for the benchmarks: a file of quadruples, as the ICEWS14 data set has them."""

import gzip
import re
import unicodedata
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from domain.errors import BadInput
from scripts.benchmarks.data import CODE_SHARES, Data, Row

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_quadruples(file: Path, limit: int) -> Data:
    """The first events of a file of subject, relation, object, day, separated by tabs; plain or .gz. Raises BadInput.

    Who with whom, when and how often is as in the file. Relations, which it has in words, become CAMEO codes in the order in
    which they first come up; accents are left out of names."""
    codes, next_code = dict[str, str](), cycle(CODE_SHARES)
    names, refs = dict[str, str](), dict[str, str]()
    rows, lines = [], []
    for _, (subject, relation, object, day) in zip(range(limit), _lines(file), strict=False):
        for name in (subject, object):
            if name not in refs:
                refs[name] = _ref(name, len(refs))
                names[refs[name]] = _plain(name)
        code = codes.get(relation) or codes.setdefault(relation, next(next_code))
        lines.append("\t".join((subject, relation, object, day)))
        rows.append(Row(refs[subject], code, refs[object], day))
    if not rows:
        raise BadInput(f"{file} has no events")
    return Data(rows, names, lines)


def _lines(file: Path) -> Iterator[list[str]]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                fields = line.rstrip("\n").split("\t")
                if len(fields) != 4 or not DAY.fullmatch(fields[3]):
                    raise BadInput(f"{file}:{number}: write subject, relation, object, day (2014-12-31), with tabs between")
                yield fields
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror or error}") from error


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name.replace("_", " ")).encode("ascii", "ignore").decode()


def _ref(name: str, number: int) -> str:
    words = re.findall("[a-z0-9]+", _plain(name).lower())
    return "-".join([*words, str(number)])[-120:].strip("-")
