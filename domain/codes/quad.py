"""The quad classes: speaking or acting, for or against."""

from enum import StrEnum


class Quad(StrEnum):
    """Whether an act is verbal or material, cooperation or conflict."""

    VERBAL_COOPERATION = "verbal_cooperation"
    """Words of cooperation: meetings, agreements, support."""
    MATERIAL_COOPERATION = "material_cooperation"
    """Deeds of cooperation: aid, joint exercises, troops sent to help."""
    VERBAL_CONFLICT = "verbal_conflict"
    """Words of conflict: demands, accusations, threats."""
    MATERIAL_CONFLICT = "material_conflict"
    """Deeds of conflict: sanctions, protests, force."""

    @property
    def number(self) -> int:
        """The number that data sets give the class: 1 to 4."""
        return list(Quad).index(self) + 1
