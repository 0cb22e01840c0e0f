"""The code books: PLOVER and CAMEO as bare codes, GDELT's Goldstein scores, and the way between them."""

from domain.codes.acled import cameo_of_acled
from domain.codes.cameo import goldstein, is_cameo
from domain.codes.coding import Coding
from domain.codes.plover import PLOVER_MODES, PLOVER_TYPES, plover_of, unknown_modes
from domain.codes.quad import Quad

__all__ = [
    "PLOVER_MODES",
    "PLOVER_TYPES",
    "Coding",
    "Quad",
    "cameo_of_acled",
    "goldstein",
    "is_cameo",
    "plover_of",
    "unknown_modes",
]
