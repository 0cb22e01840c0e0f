"""The columns of data sets, in the order in which they are published: a file a layout, a line a column."""

from functools import cache
from importlib.resources import files


@cache
def columns(name: str) -> tuple[str, ...]:
    """The names of a layout's columns."""
    return tuple(files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines())
