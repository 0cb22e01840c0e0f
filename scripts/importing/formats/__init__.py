"""The layouts that can be imported. A new one is a file here and a name in this list."""

from scripts.importing.draft import Format
from scripts.importing.formats.acled import ACLED
from scripts.importing.formats.acled_deleted import ACLED_DELETED
from scripts.importing.formats.archigos import ARCHIGOS
from scripts.importing.formats.gdelt import GDELT
from scripts.importing.formats.gdelt_mentions import GDELT_MENTIONS
from scripts.importing.formats.gdelt_reduced import GDELT_REDUCED
from scripts.importing.formats.icews import ICEWS
from scripts.importing.formats.phoenix import PHOENIX
from scripts.importing.formats.plover import PLOVER
from scripts.importing.formats.polecat import POLECAT
from scripts.importing.formats.quadruples import QUADRUPLES
from scripts.importing.formats.territories import TERRITORIES
from scripts.importing.formats.ucdp_acd import UCDP_ACD
from scripts.importing.formats.ucdp_ged import UCDP_GED

FORMATS: tuple[Format, ...] = (
    ICEWS,
    GDELT,
    GDELT_MENTIONS,
    GDELT_REDUCED,
    UCDP_GED,
    UCDP_ACD,
    PHOENIX,
    PLOVER,
    POLECAT,
    ACLED,
    ACLED_DELETED,
    QUADRUPLES,
    ARCHIGOS,
    TERRITORIES,
)
