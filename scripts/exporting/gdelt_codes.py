"""GDELT's own codes of quad classes and kinds of places."""

QUAD_CLASSES = ((5, "1"), (9, "2"), (14, "3"), (20, "4"))
"""The last CAMEO root of each quad class, as GDELT has them: investigating (09) is 2, protest (14) is 3."""

GEO_TYPES = {"COUNTRY": ("1", "1"), "REGION": ("5", "2")}
"""GDELT's type of a place, in the world and in the United States; all others are"""
CITY = ("4", "3")


def quad_class(cameo: str) -> str:
    """The quad class of a CAMEO code, by its root."""
    return next(number for last, number in QUAD_CLASSES if int(cameo[:2]) <= last)


def geo_type(kind: str, iso: str | None) -> str:
    """GDELT's type of a place."""
    return GEO_TYPES.get(kind, CITY)[iso == "USA"]
