"""The quad classes: speaking or acting, for or against."""

from enum import StrEnum


class Quad(StrEnum):
    """Whether an act is verbal or material, cooperation or conflict."""

    VERBAL_COOPERATION = "verbal_cooperation"
    MATERIAL_COOPERATION = "material_cooperation"
    VERBAL_CONFLICT = "verbal_conflict"
    MATERIAL_CONFLICT = "material_conflict"

    @property
    def number(self) -> int:
        """The number that data sets give the class: 1 to 4."""
        return list(Quad).index(self) + 1
