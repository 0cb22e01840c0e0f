"""Tables of codes. Their first line names the source, the second the columns."""

from functools import cache
from importlib.resources import files


@cache
def read_table(name: str, package: str = "domain.codes") -> tuple[tuple[str, ...], ...]:
    """The rows of a package's table, in its order, every cell as text."""
    text = files(package).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(tuple(line.split(",")) for line in text.splitlines()[2:])
