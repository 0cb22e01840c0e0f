"""The layouts that can be imported. A new one is a file here and a name in this list."""

from scripts.importing.draft import Format

FORMATS: tuple[Format, ...] = ()
