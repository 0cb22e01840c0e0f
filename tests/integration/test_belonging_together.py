"""Log, sequence and views belong together: what was set back, restored or exchanged is noticed, and nothing answers wrongly."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from accounting import appends, stored_sources, verified
from command_line import run_annals
from dsl import TESTER, a_source, read
from psycopg.conninfo import conninfo_to_dict
from service import serving
from world import World

from domain.errors import ViewsOfAnotherLog
from domain.log import Log
from domain.log.store.sql import VERSION
from projections.live import LiveViews
from projections.schemas import LIVE
from scripts.support.postgres_data import PROGRAMS

SEQUENCE = "annals.annals_events_notification_id_seq"


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(statement.encode())


@pytest.mark.parametrize("count", [1, 2, 300])
def test_a_sequence_that_was_set_back_gives_no_position_twice(world: World, tmp_path: Path, count: int) -> None:
    head = world.log.head()
    execute(world.url, f"SELECT setval('{SEQUENCE}', 1, false)")

    answers = appends(world.url, tmp_path, tuple(f"source-{n}" for n in range(count)), ("last",))

    assert [answer.code for answer in answers] == [0, 0], answers
    positions = [r.position for r in world.log.read(after=head)]
    assert positions == sorted(set(positions))
    assert len(positions) == len(stored_sources(world.url)) == count + 1
    verified(world.url)


def test_a_position_in_a_gap_before_the_last_entry_is_never_given(world: World, tmp_path: Path) -> None:
    before = world.log.head()
    execute(world.url, f"SELECT nextval('{SEQUENCE}'), nextval('{SEQUENCE}'), nextval('{SEQUENCE}')")
    appends(world.url, tmp_path, ("one", "two"))
    execute(world.url, f"SELECT setval('{SEQUENCE}', {before})")

    (answer,) = appends(world.url, tmp_path, ("three",))

    assert answer.code == 0
    assert world.log.head() == max(r.position for r in world.log.read(after=before)) > before + 5
    assert run_annals(world.url, "query", stdin=b'{ source(id: "three") { ref } }').json["data"]["source"] == {"ref": "three"}
    verified(world.url)


@contextmanager
def restored_behind_its_views(world: World, tmp_path: Path) -> Iterator[None]:
    """The log is that of a backup, which lacks the last entries; the views still have them."""
    backup, server = tmp_path / "annals.dump", conninfo_to_dict(world.url)
    connection = ["-h", str(server["host"]), "-p", str(server["port"]), "-U", str(server["user"]), "-d", str(server["dbname"])]
    subprocess.run([PROGRAMS / "pg_dump", *connection, "-n", "annals", "-Fc", "-f", backup], check=True)
    world.append(a_source("lost"), a_source("lost-too"))
    execute(world.url, "DROP SCHEMA annals CASCADE")
    subprocess.run([PROGRAMS / "pg_restore", *connection, backup], check=True)
    yield


def test_views_ahead_of_a_log_that_was_restored_are_refused_until_they_are_rebuilt(world: World, tmp_path: Path) -> None:
    with restored_behind_its_views(world, tmp_path):
        head = world.log.head()
        answer = world.refusal('{ source(id: "lost") { ref } }')
        ready = world.client.get("/readyz")
        status = run_annals(world.url, "status")
        (append,) = appends(world.url, tmp_path, ("later",))
        verify = run_annals(world.url, "verify")

        assert answer["extensions"] == {"code": "VIEWS_OF_ANOTHER_LOG"}
        assert "run annals rebuild" in answer["message"]
        assert (ready.status_code, ready.json()["ready"]) == (503, False)
        assert status.code == 1
        assert "run annals rebuild" in status.err
        assert append.code == 1
        assert verify.code == 1
        assert "it was cut or exchanged" in verify.out
        assert world.log.head() == head

        assert run_annals(world.url, "rebuild").code == 0
        assert [a.code for a in appends(world.url, tmp_path, ("later",))] == [0]
        assert world.ask('{ lost: source(id: "lost") { ref } later: source(id: "later") { ref } }') == {
            "lost": None,
            "later": {"ref": "later"},
        }
        verified(world.url)


def test_a_restored_log_that_has_gone_on_past_the_views_is_noticed_as_well(world: World, tmp_path: Path) -> None:
    with restored_behind_its_views(world, tmp_path):
        world.log.append(read(*(a_source(f"source-{n}") for n in range(5))), TESTER)

        with pytest.raises(ViewsOfAnotherLog):
            world.views.fold()
        assert world.refusal("{ status { head } }")["extensions"] == {"code": "VIEWS_OF_ANOTHER_LOG"}


def test_views_of_another_log_are_noticed_although_they_have_folded_nothing_that_differs(world: World) -> None:
    execute(world.url, "UPDATE annals.store SET id = gen_random_uuid()")

    with pytest.raises(ViewsOfAnotherLog):
        world.views.fold()


def test_an_older_program_leaves_newer_views_alone_and_says_so(world: World) -> None:
    execute(world.url, "CREATE SCHEMA annals_views_999")

    answer = run_annals(world.url, "status")

    assert answer.code == 1
    assert "made by a newer version of annals" in answer.err
    assert "upgrade this program" in answer.err


def test_an_older_program_leaves_newer_functions_of_the_log_alone(world: World) -> None:
    execute(world.url, "UPDATE annals.store SET version = 999")
    execute(world.url, f"COMMENT ON FUNCTION annals.append_one_{VERSION} IS 'untouched'")

    log = Log.on_postgres(world.url)
    log.append(read(a_source("paper")), TESTER)
    log.close()

    with psycopg.connect(world.url) as conn:
        assert conn.execute("SELECT version FROM annals.store").fetchone() == (999,)
    assert stored_sources(world.url) == ["paper"]


def test_a_server_whose_views_were_replaced_says_so_in_every_answer(world: World) -> None:
    with serving(world.url) as service:
        assert service.ask("{ status { head } }")["status"]["head"] == world.log.head()
        # As a program of a newer version does in the end.
        execute(world.url, f"ALTER SCHEMA {LIVE} RENAME TO annals_views_999")

        (error,) = service.response("{ status { head } }")["errors"]
        again = service.response("{ events { totalCount } }")["errors"]
        ready = service.status("/readyz")

    assert error["extensions"] == {"code": "VIEWS_REPLACED"}
    assert "another version of annals" in error["message"]
    assert [e["extensions"]["code"] for e in again] == ["VIEWS_REPLACED"]
    assert ready == 503


def test_status_tells_of_views_that_an_older_program_left_and_of_a_server_that_may_lose_entries(world: World) -> None:
    execute(world.url, "CREATE SCHEMA annals_views")

    status = run_annals(world.url, "status")

    assert "Warning: annals_views: views of older versions of annals are left; annals rebuild removes them." in status.out
    # The server of the tests runs that way, unless another is given.
    with psycopg.connect(world.url) as conn:
        is_unsafe = conn.execute("SHOW fsync").fetchone() == ("off",)
    assert ("fsync = off: a crash may lose entries" in status.out) == is_unsafe


def test_views_of_an_older_version_are_replaced_and_go(world: World) -> None:
    execute(world.url, "CREATE SCHEMA annals_views")
    execute(world.url, "CREATE TABLE annals_views.checkpoint (position bigint)")
    execute(world.url, f"ALTER SCHEMA {LIVE} RENAME TO annals_views_2")

    with LiveViews(world.log) as views:
        views.prepare()

    with psycopg.connect(world.url) as conn:
        left = conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'annals_views%'").fetchall()
    assert left == [(LIVE,)]
    verified(world.url)
