"""The words of ICEWS for the CAMEO codes."""

from collections import defaultdict
from functools import cache
from importlib.resources import files

from domain.names import name_key
from scripts.importing.reading import BadRow


@cache
def codes_named(name: str) -> tuple[str, ...]:
    """The codes that a name stands for, the most particular first: "Consult" is 040, and its root 04."""
    return _names().get(name_key(name.replace("_", " ")), ())


def code_named(name: str) -> str:
    """The code that a name stands for. Raises BadRow."""
    codes = codes_named(name)
    if not codes:
        raise BadRow(f"{name!r} is not what ICEWS calls any CAMEO code")
    return codes[0]


@cache
def _names() -> dict[str, tuple[str, ...]]:
    text = files("scripts.importing.formats").joinpath("icews_names.tsv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        if not line.startswith("#"):
            code, name = line.split("\t")
            found[name_key(name)].append(code)
    return {key: tuple(sorted(codes, key=len, reverse=True)) for key, codes in found.items()}
