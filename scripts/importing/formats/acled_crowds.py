"""How many took part in a protest, as far as the words of an ACLED tag are a figure: "crowd size=about 5,000"."""

import re

CROWD = "crowd size"
"""What the tag is called that says how many took part."""

_NUMBER = r"([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)"
_EXACTLY = re.compile(_NUMBER)
_ABOUT = re.compile(rf"(?:about|around|approximately|nearly|almost|roughly) {_NUMBER}")
_AT_LEAST = re.compile(rf"(?:at least|more than|over) {_NUMBER}")
_AT_MOST = re.compile(rf"(?:at most|up to|less than|under) {_NUMBER}")
_BETWEEN = re.compile(rf"(?:between )?{_NUMBER}(?:-| - | and | to ){_NUMBER}")


def crowd(text: str) -> dict[str, str | bool] | None:
    """The figure that a crowd size stands for; None for words that are none, such as "several dozen" or "no report"."""
    said = text.strip().casefold().removesuffix(" people")
    if found := _EXACTLY.fullmatch(said):
        return {"best": _digits(found[1])}
    if found := _ABOUT.fullmatch(said):
        return {"best": _digits(found[1]), "approximate": True}
    if found := _AT_LEAST.fullmatch(said):
        return {"low": _digits(found[1])}
    if found := _AT_MOST.fullmatch(said):
        return {"high": _digits(found[1])}
    if (found := _BETWEEN.fullmatch(said)) and int(_digits(found[1])) <= int(_digits(found[2])):
        return {"low": _digits(found[1]), "high": _digits(found[2])}
    return None


def _digits(text: str) -> str:
    return text.replace(",", "").replace(" ", "")
