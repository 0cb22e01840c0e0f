"""Databases as other people have them: every setting odd, extensions elsewhere, encodings that cannot hold names."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from accounting import appends, stored_sources, verified
from command_line import run_annals
from dsl import TESTER, a_source, read
from world import ARTICLE, bare_database

from domain.log import Log
from domain.postgres.connection import connect

ODD = {
    "datestyle": "SQL, DMY",
    "intervalstyle": "sql_standard",
    "timezone": "Asia/Kolkata",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "synchronous_commit": "off",
    "statement_timeout": "40ms",
    "lock_timeout": "1ms",
    "idle_in_transaction_session_timeout": "20ms",
    "idle_session_timeout": "200ms",
    "bytea_output": "escape",
    "extra_float_digits": "-15",
    "standard_conforming_strings": "off",
    "search_path": "nowhere",
    "client_min_messages": "debug1",
    "row_security": "off",
    "client_encoding": "LATIN1",
}

QUESTIONS = """{
  appearances(together: ["Kim Jong Un", "Vladimir Putin"], kinds: [SUMMIT_HELD]) { ordinal event { title occurred { edtf } } }
  eventGroups(by: [KIND]) { keys eventCount }
  actor(ref: "CIV") { name aliases }
  actors(search: "türkiye") { nodes { ref name } }
}"""


@contextmanager
def odd_database(server_url: str) -> Iterator[str]:
    """A database in which every setting differs from what programs are tested with."""
    with bare_database(server_url) as url:
        with psycopg.connect(url, autocommit=True) as conn:
            for name, value in ODD.items():
                conn.execute(f"ALTER DATABASE {conn.info.dbname} SET {name} = '{value}'".encode())
        yield url


def answers(url: str) -> object:
    """The article's answers from a database that has just been given it, by the command line."""
    assert run_annals(url, "append", ARTICLE).code == 0
    answer = run_annals(url, "query", stdin=QUESTIONS.encode())
    assert answer.code == 0, answer
    return answer.json


def test_the_answers_do_not_depend_on_any_setting_of_the_database(
    server_url: str, bare_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = answers(bare_url)
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    monkeypatch.setenv("PGTZ", "Asia/Shanghai")
    monkeypatch.setenv("PGDATESTYLE", "German")

    with odd_database(server_url) as url:
        assert answers(url) == plain
        appended = appends(url, tmp_path, ("münchen".replace("ü", "ue"), "other"), ("third",))
        assert [answer.code for answer in appended] == [0, 0]
        assert stored_sources(url)[-3:] == ["muenchen", "other", "third"]
        assert run_annals(url, "rebuild").code == 0
        verified(url)


def test_entries_are_recorded_at_the_time_of_the_clock_whatever_the_time_zone(server_url: str) -> None:
    with odd_database(server_url) as url:
        log = Log.on_postgres(url)
        for number in range(5):
            log.append(read(a_source(f"source-{number}")), TESTER)
        times = [r.recorded_at for r in log.read()]
        log.close()
        with connect(url) as conn:
            (now,) = conn.execute("SELECT clock_timestamp()").fetchone() or (None,)

    assert now is not None
    assert all(timedelta(0) < now - time < timedelta(minutes=2) for time in times)
    assert all(before < after for before, after in pairwise(times))


def test_what_is_acknowledged_is_on_the_disk_although_the_database_would_not_wait_for_it(server_url: str) -> None:
    with odd_database(server_url) as url:
        log = Log.on_postgres(url)
        with psycopg.connect(url, autocommit=True, options="-c search_path=public") as conn:
            conn.execute("CREATE TABLE seen (setting text)")
            conn.execute(
                "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " INSERT INTO public.seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$"
            )
            conn.execute("CREATE TRIGGER look AFTER INSERT ON annals.annals_events EXECUTE FUNCTION look()")
            log.append(read(a_source("one")), TESTER)
            list(log.import_events(read(a_source("two")), TESTER))
            seen = conn.execute("SELECT setting FROM public.seen").fetchall()
        log.close()

    assert seen == [("on",)] * 2


def test_the_operators_own_options_are_kept(bare_url: str) -> None:
    with psycopg.connect(bare_url, autocommit=True) as conn:
        conn.execute(f"CREATE ROLE acting_{conn.info.dbname} IN ROLE {conn.info.user}".encode())
        role = f"acting_{conn.info.dbname}"
        conn.execute(f"GRANT CREATE ON DATABASE {conn.info.dbname} TO {role}".encode())
    url = f"{bare_url}&options={quote(f'-c role={role}')}"

    assert run_annals(url, "status").code == 0
    answer = run_annals(url, "query", stdin=b"{ status { head } }")

    with psycopg.connect(bare_url) as conn:
        owner = conn.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'annals_events'").fetchone()
        conn.execute(f"REASSIGN OWNED BY {role} TO CURRENT_USER".encode())
        conn.execute(f"DROP OWNED BY {role}".encode())
        conn.execute(f"DROP ROLE {role}".encode())
    assert answer.code == 0
    assert owner == (role,)


@pytest.mark.parametrize("public", [True, False])
def test_the_extension_may_be_in_any_schema(bare_url: str, public: bool) -> None:
    with psycopg.connect(bare_url, autocommit=True) as conn:
        conn.execute("CREATE SCHEMA extensions")
        conn.execute("CREATE EXTENSION pg_trgm SCHEMA extensions")
        if not public:
            conn.execute("DROP SCHEMA public CASCADE")

    assert run_annals(bare_url, "append", ARTICLE).code == 0
    found = run_annals(bare_url, "query", stdin=b'{ actors(search: "kim") { nodes { ref } } }')

    assert {"ref": "kim-jong-un"} in found.json["data"]["actors"]["nodes"]


def test_the_extension_is_created_where_there_is_no_schema_public(bare_url: str) -> None:
    with psycopg.connect(bare_url, autocommit=True) as conn:
        conn.execute("DROP SCHEMA public CASCADE")

    assert run_annals(bare_url, "append", ARTICLE).code == 0
    verified(bare_url)


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII", "EUC_JP"])
def test_an_encoding_that_cannot_hold_every_name_is_refused_before_anything_is_made(server_url: str, encoding: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as server:
        name = f"test_{encoding.lower()}"
        server.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0".encode())
        try:
            url = server_url.replace(f"/{server.info.dbname}?", f"/{name}?")
            answer = run_annals(url, "append", ARTICLE)
            with psycopg.connect(url) as conn:
                made = conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'annals%'").fetchall()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert f"is encoded in {encoding}" in answer.err
    assert "CREATE DATABASE name ENCODING 'UTF8'" in answer.err
    assert made == []
