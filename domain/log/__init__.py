"""The log: the one ordered record of all entries. The only place in `domain` that knows a database."""

from domain.log.log import Log, Outcome
from domain.log.stored import Recorded, Stored

__all__ = ["Log", "Outcome", "Recorded", "Stored"]
