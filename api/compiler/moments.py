"""As of which positions the parts of a query are answered: what `asOf`, `since` and `until` stand for, and ids with a position."""

from collections.abc import Mapping, Sequence

from domain.errors import BadInput
from domain.identity import read_relay_id

Moments = Mapping[str, int]
"""The positions that the moments among a root field's arguments stand for: by argument, or by which of several ids has them."""

MOST_MOMENTS = 50
"""At how many positions the things may be that are asked for by a list of ids: what names stand for is looked up at each."""


def asked_about(moments: Moments, item: int | None = None) -> int | None:
    """The position that a root field asks about, or that one of its ids has; None: now."""
    return moments.get("as_of", moments.get("until")) if item is None else moments[moment_of_item(item)]


def all_asked_about(moments: Moments) -> set[int | None]:
    """The position that a root field asks about, and those that its ids have."""
    return {asked_about(moments), *(at for name, at in moments.items() if is_of_item(name))}


def moment_of_item(number: int) -> str:
    """What the moment of one of several ids is called."""
    return f"ids[{number}]"


def is_of_item(moment: str) -> bool:
    """Whether a moment is that of one of several ids."""
    return moment.startswith("ids[")


def moment_of_id(id: str) -> Moments:
    """The moment that a Relay id gives to a root field. Raises BadInput."""
    named = read_relay_id(id)
    return {} if named is None or named.position is None else {"as_of": named.position}


def moments_of_ids(ids: Sequence[str]) -> Moments:
    """The moments of several Relay ids; those that are wrong have none. Where all have one, the last of them is that of the field.

    Raises BadInput."""
    found: dict[str, int] = {}
    for number, id in enumerate(ids):
        try:
            found |= {moment_of_item(number): at for at in moment_of_id(id).values()}
        except BadInput:
            # That item alone is an error.
            continue
    if (different := len(set(found.values()))) > MOST_MOMENTS:
        raise BadInput(f"ids of at most {MOST_MOMENTS} different positions at a time, not {different}")
    return found | ({"as_of": max(found.values())} if ids and len(found) == len(ids) else {})


def without_unreached(moments: Moments, head: int) -> Moments:
    """The moments without those of single ids that the log has not come to: each of them is an error of its own."""
    if not any(map(is_of_item, moments)):
        return moments
    reached = {name: at for name, at in moments.items() if at <= head}
    return {"as_of": head} | reached if "as_of" in moments else reached
