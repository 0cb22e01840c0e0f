"""Finds what contradicts itself in the log: sources whose figures exclude each other, ranks that are counted otherwise, and more.

Nothing is stored: each kind of discrepancy is a query over the rows that hold at a position, so it is as of any moment what the
log knew then. Each finds only what cannot be true together, whatever the log may lack."""

from projections.discrepancies.finding import counts as counts
from projections.discrepancies.finding import found as found
from projections.discrepancies.finding import reports_of as reports_of
from projections.discrepancies.finding import survivors as survivors
