"""import: a gzipped file of quadruples, from its first byte until a question about its last row is answered.

The limit is one COPY of the very entries that ours stored into an empty log, and SQL that fills the same indexed views from them,
proved equal by checksum. Told besides: COPY of the raw rows into a table of four columns and a count by pair, code and month, which
keeps neither keys nor history nor sources; and how fast half of the file goes, since the rate should not depend on its length."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import Connection

from domain.errors import AnnalsError
from projections.schemas import LIVE, connect
from projections.views import VIEWS
from scripts.benchmarks import pure_sql
from scripts.benchmarks.benchmark import RATE, Benchmark, Contest, rate
from scripts.benchmarks.folding import Unequal, checksum
from scripts.benchmarks.ground import BY, Ground, Place
from scripts.importing.crew import crew
from scripts.importing.formats.quadruples import QUADRUPLES
from scripts.importing.importing import Import
from scripts.importing.opening import opened
from scripts.support.asking import ask
from scripts.support.cast import register_cast
from scripts.support.session import Session
from scripts.support.visible import require_visible

COLUMNS = "originator_id, originator_version, topic, state, notification_id, recorded_at"
COPY_OUT = (
    f"COPY (SELECT {COLUMNS} FROM annals.annals_events WHERE notification_id > {{after}} ORDER BY 5) TO STDOUT (FORMAT BINARY)"
)
COPY_IN = f"COPY annals.annals_events ({COLUMNS}) FROM STDIN (FORMAT BINARY)"
LAST = "{ events(first: 1, orderBy: POSITION_DESC) { nodes { key occurred { edtf } parties { actor { name } } } } }"
CODES = """
SELECT DISTINCT convert_from(state, 'UTF8')::jsonb->'content'->>'code' FROM annals.annals_events WHERE topic = 'interaction_coded'
"""

RAW = "CREATE TABLE raw (subject text, relation text, object text, day date)"
AGGREGATE = """
CREATE TABLE aggregated AS
SELECT subject, object, relation, date_trunc('month', day) AS month, count(*) FROM raw GROUP BY 1, 2, 3, 4
"""


@dataclass
class Importing:
    """Files of the rows, and what the last import of them left: its entries, and a checksum of each view."""

    ground: Ground
    folder: Path
    stored: bytes = b""
    sums: dict[str, Any] = field(default_factory=dict)

    def file(self, count: int) -> Path:
        """A gzipped file of the first rows."""
        path = self.folder / f"{count}.tsv.gz"
        if not path.exists():
            path.write_bytes(gzip.compress("".join(f"{line}\n" for line in self.ground.data.quadruples(count)).encode()))
        return path

    def ours(self, count: int) -> float:
        """Imports the first rows into a database that knows the states."""
        with _ready(self.ground) as (place, after):
            path = self.file(count)
            figure = rate(count, partial(_import, place, path))
            if count == self.ground.count:
                with connect(place.url) as conn:
                    self.stored = _copied_out(conn, after)
                    self.sums = {view.name: checksum(conn, f"{LIVE}.{view.name}") for view in VIEWS}
        return figure

    def limit(self) -> float:
        """Copies the same entries, and fills the same views."""
        if not self.stored:
            self.ours(self.ground.count)
        with _ready(self.ground) as (place, after), connect(place.url) as conn:
            codes = self._codes(conn)
            pure_sql.make_codes(conn, codes)
            figure = rate(self.ground.count, lambda: self._copy_and_fill(conn, after))
            for view in VIEWS:
                if checksum(conn, f"{LIVE}.{view.name}") != self.sums[view.name]:
                    raise Unequal(f"{view.name}: the import and SQL give other rows")
        return figure

    def _codes(self, conn: Connection[Any]) -> list[str]:
        """The codes that come up, read from a copy that is gone again."""
        with conn.transaction(force_rollback=True):
            _copy_in(conn, self.stored)
            return [code for (code,) in conn.execute(CODES)]

    def _copy_and_fill(self, conn: Connection[Any], after: int) -> None:
        _copy_in(conn, self.stored)
        pure_sql.fill(conn, VIEWS, after)

    def raw(self) -> float:
        """Copies the rows as they are, and counts them."""
        data = "".join(f"{line}\n" for line in self.ground.data.quadruples(self.ground.count)).encode()
        with self.ground.database() as url, psycopg.connect(url, autocommit=True) as conn:
            conn.execute(RAW)
            return rate(self.ground.count, lambda: _copy_and_count(conn, data))


@contextmanager
def _ready(ground: Ground) -> Iterator[tuple[Place, int]]:
    """A database that knows the states, and the position up to which it does."""
    with ground.place() as place:
        place.views.prepare()
        register_cast(place.log)
        yield place, place.views.fold()


def _import(place: Place, path: Path) -> None:
    with crew(large=True) as helpers, helpers.folding(place.url), opened(str(path)) as file:
        one = Import(Session(place.url, place.log, place.views), helpers, QUADRUPLES, file, BY, _must_not_happen)
        one.run("utf-8", lambda reached, of: None)
        require_visible(place.views, place.log.head())
        if not ask(place.url, LAST).response["data"]["events"]["nodes"]:
            raise AnnalsError("what was imported cannot be found")


def _must_not_happen(reject: object) -> None:
    raise AnnalsError(f"the file of the benchmark has a bad row: {reject}")


def _copied_out(conn: Connection[Any], after: int) -> bytes:
    with conn.cursor().copy(COPY_OUT.format(after=after)) as copy:
        return b"".join(map(bytes, copy))


def _copy_in(conn: Connection[Any], stored: bytes) -> None:
    with conn.cursor().copy(COPY_IN) as copy:
        copy.write(stored)


def _copy_and_count(conn: Connection[Any], data: bytes) -> None:
    with conn.cursor().copy("COPY raw FROM STDIN") as copy:
        copy.write(data)
    conn.execute(AGGREGATE)


def _prepare(ground: Ground) -> Contest:
    importing = Importing(ground, Path(ground.keep(TemporaryDirectory(prefix="annals-bench-import-"))))
    half = max(1, ground.count // 2)
    return Contest(
        ours=partial(importing.ours, ground.count),
        limit=importing.limit,
        also={"half of the rows": partial(importing.ours, half), "COPY of the raw rows, counted": importing.raw},
        notes=lambda: [f"equal: {len(VIEWS)} tables"],
    )


IMPORT = Benchmark("import", RATE, _prepare)
