"""The layouts that can be imported. A new one is a file here and a name in this list."""

from scripts.importing.draft import Format
from scripts.importing.formats.archigos import ARCHIGOS
from scripts.importing.formats.icews import ICEWS
from scripts.importing.formats.quadruples import QUADRUPLES
from scripts.importing.formats.territories import TERRITORIES

FORMATS: tuple[Format, ...] = (ICEWS, QUADRUPLES, ARCHIGOS, TERRITORIES)
