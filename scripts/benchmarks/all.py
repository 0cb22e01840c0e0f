"""All benchmarks, in the order in which they are run. A new one is a file and a line here."""

from scripts.benchmarks.appending import APPEND_1, APPEND_8
from scripts.benchmarks.as_of import AS_OF
from scripts.benchmarks.benchmark import Benchmark
from scripts.benchmarks.bulk import BULK, BULK_VALIDATED
from scripts.benchmarks.explorer import EXPLORER
from scripts.benchmarks.folding import CATCH_UP, REBUILD, REBUILD_ONE
from scripts.benchmarks.graphql.contests import GRAPHQL
from scripts.benchmarks.graphql.searching import SEARCH
from scripts.benchmarks.graphql.slowest import SLOWEST
from scripts.benchmarks.importing import IMPORT
from scripts.benchmarks.reading import READ
from scripts.benchmarks.visible import VISIBLE_AFTER

BENCHMARKS: tuple[Benchmark, ...] = (
    APPEND_1,
    APPEND_8,
    BULK,
    BULK_VALIDATED,
    READ,
    CATCH_UP,
    REBUILD,
    REBUILD_ONE,
    AS_OF,
    VISIBLE_AFTER,
    IMPORT,
    *GRAPHQL,
    SEARCH,
    SLOWEST,
    *EXPLORER,
)
