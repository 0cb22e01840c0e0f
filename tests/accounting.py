"""Counting what was acknowledged against what is stored, and proving that the views are the fold of the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import yaml
from command_line import Answer, run_annals

from domain.log import Log


def entry_file(folder: Path, *ids: str) -> Path:
    """A file that registers sources with these ids."""
    file = folder / f"{ids[0]}.yaml"
    file.write_text(yaml.safe_dump([{"kind": "SourceRegistered", "id": id, "publisher": f"Café {id}"} for id in ids]))
    return file


def stored_sources(url: str) -> list[str]:
    """The ids of the sources that the log holds, in order."""
    log = Log.on_postgres(url)
    try:
        return [r.entry.id for r in log.read(limit=100_000) if r.entry.kind() == "SourceRegistered"]  # type: ignore[attr-defined]
    finally:
        log.close()


def verified(url: str) -> Answer:
    """What `annals verify` says, which must be that all is right."""
    answer = run_annals(url, "verify")
    assert answer.code == 0, answer
    return answer


@contextmanager
def holding(url: str, statement: str, *params: object) -> Iterator[psycopg.Connection]:
    """Another session, called `stuck program`, that has run a statement and stays in its transaction."""
    with psycopg.connect(url, application_name="stuck program") as other:
        other.execute(statement.encode(), params)
        yield other
        other.rollback()


def appends(url: str, folder: Path, *calls: tuple[str, ...], **settings: str) -> list[Answer]:
    """One `annals append` after another, each of sources with these ids."""
    return [run_annals(url, "append", entry_file(folder, *ids), stdin=b"", **settings) for ids in calls]
