"""The advisory locks and notification channels of annals in one list, so that no two purposes share a number or a name."""

from enum import IntEnum, StrEnum


class AdvisoryLock(IntEnum):
    """A lock that PostgreSQL keeps by number, in each database apart. Older programs use the same numbers: never change one."""

    APPEND = 7_308_604_761
    """Orders appends: held from before positions are drawn until the append commits, so that positions follow commit order."""
    FOLD = 7_308_604_762
    """Guards the live views: held while one page is folded into them, or while a rebuild swaps them."""
    REBUILD = 7_308_604_763
    """Held by the one rebuild that may run, for as long as it runs."""
    WORKER = 7_308_604_764
    """Held by the one process that keeps the live views current; the others stand by."""
    VERIFY = 7_308_604_765
    """Held by the one verification that may run, for as long as it runs."""
    TOKENS = 7_308_604_766
    """Held while the table of access tokens is created: CREATE TABLE IF NOT EXISTS fails where two sessions run it at once."""
    SEAL = 7_308_604_767
    """Held by the one process that seals the log; the others stand by."""


class Channel(StrEnum):
    """A channel of LISTEN and NOTIFY. A notification is only a hint: listeners look for themselves every second or so."""

    ENTRIES = "annals_events"
    """New entries are in the log."""
    VIEWS = "annals_views"
    """The live views have reached a new position."""
