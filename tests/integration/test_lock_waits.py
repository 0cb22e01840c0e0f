"""No wait without bound and word: whoever waits for a lock says who holds it, and gives up after a set time."""

from pathlib import Path

import psycopg
import pytest
from accounting import appends, entry_file, holding, stored_sources, verified
from command_line import run_annals
from dsl import a_source
from psycopg.conninfo import make_conninfo
from world import World

from domain.postgres.locks import AdvisoryLock
from projections.schemas import LIVE

LOCK = "SELECT pg_advisory_xact_lock(%s)"


@pytest.mark.parametrize("count", [1, 2, 300])
def test_an_append_says_whom_it_waits_for_and_gives_up(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture, count: int
) -> None:
    ids = tuple(f"source-{n}" for n in range(count))
    with holding(world.url, LOCK, int(AdvisoryLock.APPEND)) as other:
        (answer,) = appends(world.url, tmp_path, ids, ANNALS_LOCK_TIMEOUT="2")
        holder = f"process {other.info.backend_pid} (stuck program"

    assert answer.code == 1
    assert f"gave up after 2 seconds of waiting for the append lock, held by {holder}" in answer.err
    assert "ANNALS_LOCK_TIMEOUT" in answer.err
    assert f"waiting for the append lock, held by {holder}" in caplog.text
    assert stored_sources(world.url) == []
    assert [a.code for a in appends(world.url, tmp_path, ids)] == [0]
    verified(world.url)


@pytest.mark.parametrize(
    ("lock", "verb", "name"), [(AdvisoryLock.REBUILD, "rebuild", "rebuild"), (AdvisoryLock.VERIFY, "verify", "verify")]
)
def test_a_rebuild_or_verification_says_who_is_at_it_and_gives_up(
    world: World, caplog: pytest.LogCaptureFixture, lock: AdvisoryLock, verb: str, name: str
) -> None:
    with holding(world.url, LOCK, int(lock)):
        answer = run_annals(world.url, verb, ANNALS_LOCK_TIMEOUT="1.5")

    assert answer.code == 1
    assert f"the {name} lock, held by process" in answer.err
    assert f"waiting for the {name} lock" in caplog.text
    verified(world.url)


def test_an_append_whose_fold_waits_in_vain_is_recorded_and_says_so(world: World, tmp_path: Path) -> None:
    with holding(world.url, LOCK, int(AdvisoryLock.FOLD)):
        answer = run_annals(world.url, "append", entry_file(tmp_path, "paper"), ANNALS_LOCK_TIMEOUT="1")

    assert answer.code == 3
    assert "1 recorded" in answer.out
    assert "the fold lock, held by process" in answer.err
    assert stored_sources(world.url) == ["paper"]


def test_a_rebuild_is_not_kept_waiting_by_a_reader_of_the_old_views(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with holding(world.url, f"SELECT count(*) FROM {LIVE}.source") as reader:
        answer = run_annals(world.url, "rebuild")
        assert answer.code == 0
        assert f"is still read by process {reader.info.backend_pid} (stuck program" in caplog.text
        world.append(a_source("paper"))
        assert world.ask('{ source(id: "paper") { ref } }') == {"source": {"ref": "paper"}}

    assert run_annals(world.url, "rebuild").code == 0
    assert schemas(world.url) == [LIVE]


def test_one_view_is_rebuilt_only_if_nobody_reads_it_meanwhile(world: World) -> None:
    with holding(world.url, f"SELECT count(*) FROM {LIVE}.source"):
        answer = run_annals(world.url, "rebuild", "source", ANNALS_LOCK_TIMEOUT="1")

    assert answer.code == 1
    assert f"the tables of {LIVE}, held by process" in answer.err
    verified(world.url)
    assert run_annals(world.url, "rebuild", "source").code == 0


def test_what_another_role_left_of_a_rebuild_is_in_nobodys_way(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with psycopg.connect(world.url, autocommit=True) as conn:
        database, role = conn.info.dbname, f"stranger_{conn.info.dbname}"
        conn.execute(f"CREATE ROLE {role}".encode())
        try:
            conn.execute(f"CREATE SCHEMA {LIVE}_next_0123456789ab AUTHORIZATION {role}".encode())
            conn.execute(f"CREATE ROLE owner_{database} LOGIN".encode())
            for schema in ("annals", LIVE):
                conn.execute(f"ALTER SCHEMA {schema} OWNER TO owner_{database}".encode())
            conn.execute(f"GRANT CREATE ON DATABASE {database} TO owner_{database}".encode())
            conn.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA annals, {LIVE} TO owner_{database}".encode())
            answer = run_annals(make_conninfo(world.url, user=f"owner_{database}"), "rebuild")
        finally:
            conn.execute(f"DROP SCHEMA IF EXISTS {LIVE}_next_0123456789ab CASCADE".encode())
            conn.execute(f"REASSIGN OWNED BY owner_{database} TO CURRENT_USER".encode())
            conn.execute(f"DROP OWNED BY owner_{database}".encode())
            conn.execute(f"DROP ROLE owner_{database}".encode())
            conn.execute(f"DROP ROLE {role}".encode())

    assert answer.code == 0, answer
    assert f"{LIVE}_next_0123456789ab was left over and cannot be removed" in caplog.text


def schemas(url: str) -> list[str]:
    with psycopg.connect(url) as conn:
        found = conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'annals_views%' ORDER BY 1").fetchall()
    return [name for (name,) in found]
