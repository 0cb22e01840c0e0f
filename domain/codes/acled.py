"""What ACLED's sub-events are in CAMEO, those that are recorded by their code."""

from domain.codes.tables import read_table

_CAMEO = {sub_event: cameo or None for sub_event, cameo in read_table("acled_to_cameo")}


def cameo_of_acled(sub_event: str) -> str | None:
    """The CAMEO code of a sub-event; None for one that is no single act of one towards another.

    Raises: ValueError for what is none of these sub-events."""
    if sub_event not in _CAMEO:
        raise ValueError(f"{sub_event!r} is not a sub-event of ACLED that is recorded by its code; those are {', '.join(_CAMEO)}")
    return _CAMEO[sub_event]
