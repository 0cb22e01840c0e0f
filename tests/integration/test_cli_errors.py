"""Whatever the database answers, users read one line that says what failed and what to do; never a traceback."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from command_line import Answer, run_annals
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier
from world import bare_database, new_database

from domain.log.store.sql import VERSION
from projections.schemas import LIVE
from scripts.support.command import explain
from scripts.support.database_errors import connecting_remedy

SOURCE = b"- {kind: SourceRegistered, id: paper}\n"

FAILING = """
CREATE TABLE public.fails (code text);
CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted text;
BEGIN
    SELECT code INTO wanted FROM public.fails;
    IF wanted <> '' THEN RAISE EXCEPTION 'this is a test' USING ERRCODE = wanted; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fail AFTER INSERT ON annals.annals_events EXECUTE FUNCTION public.fail();
"""

ANSWERS = {
    "08006": "run the command again",
    "0A000": "contrib",
    "22021": "UTF-8",
    "22023": "(SQLSTATE 22023)",
    "25P03": "SET idle_in_transaction_session_timeout = 0",
    "26000": "pooler",
    "40P01": "run the command again",
    "42704": "pg_trgm",
    "42P05": "pooler",
    "53100": "make room on the server's disk",
    "53200": "memory",
    "53300": "CONNECTION LIMIT",
    "54000": "shorten",
    "57014": "SET statement_timeout = 0",
    "57P01": "once the server runs again",
    "57P05": "SET idle_session_timeout = 0",
    "58030": "the server's log and its disk",
    "F0001": "(SQLSTATE F0001)",
    "P0001": "(SQLSTATE P0001)",
    "XX001": "restore a backup",
}


def is_one_line(answer: Answer) -> bool:
    return (answer.code, answer.out) == (1, "") and answer.err.startswith("error: ") and len(answer.err.splitlines()) == 1


@pytest.fixture(scope="module")
def url(server_url: str) -> Iterator[str]:
    """A database with log and views."""
    with new_database(server_url) as url:
        yield url


@pytest.fixture(scope="module")
def failing_url(server_url: str) -> Iterator[str]:
    """A database like that, but what is appended fails as the table `fails` says."""
    with new_database(server_url) as url:
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(FAILING)
        yield url


@pytest.mark.parametrize("code", ANSWERS)
def test_an_error_of_the_database_is_told_with_what_to_do(failing_url: str, code: str) -> None:
    with psycopg.connect(failing_url, autocommit=True) as conn:
        conn.execute("INSERT INTO public.fails VALUES (%s)", (code,))
        answer = run_annals(failing_url, "append", "-", stdin=SOURCE)
        conn.execute("DELETE FROM public.fails")

    assert is_one_line(answer), answer
    assert "answered: this is a test" in answer.err
    assert ANSWERS[code] in answer.err


@contextmanager
def another_role(url: str, rights: str = "") -> Iterator[tuple[str, str]]:
    """A role with these rights, and how to connect as it."""
    name = f"role_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(SQL("CREATE ROLE {} LOGIN").format(Identifier(name)))
        try:
            conn.execute(rights.replace("$", name).encode())
            yield name, make_conninfo(url, user=name)
        finally:
            conn.execute(SQL("DROP OWNED BY {}").format(Identifier(name)))
            conn.execute(SQL("DROP ROLE {}").format(Identifier(name)))


def owner(url: str) -> str:
    with psycopg.connect(url) as conn:
        return str(conn.info.user)


def test_a_role_that_may_not_make_anything_is_told_which_right_it_lacks(server_url: str) -> None:
    with bare_database(server_url) as empty, another_role(empty) as (name, as_role):
        answer = run_annals(as_role, "status")
        with psycopg.connect(empty) as conn:
            database = conn.info.dbname

    assert is_one_line(answer), answer
    assert f"let {owner(server_url)} run GRANT CREATE ON DATABASE {database} TO {name}" in answer.err


READS = f"""
GRANT USAGE ON SCHEMA annals, {LIVE} TO $;
GRANT SELECT ON ALL TABLES IN SCHEMA annals, {LIVE} TO $
"""


def test_a_role_that_may_only_read_is_told_which_right_it_lacks_to_append(url: str) -> None:
    with another_role(url, READS) as (name, as_role):
        answer = run_annals(as_role, "append", "-", stdin=SOURCE)

    assert is_one_line(answer), answer
    function = f"annals.append_one_{VERSION}(uuid,bigint,text,bytea,boolean)"
    assert f"the role {name} lacks a right; let {owner(url)} run GRANT EXECUTE ON FUNCTION {function} TO {name}" in answer.err


def test_a_role_that_may_append_one_entry_is_told_which_right_it_lacks_for_two(url: str) -> None:
    rights = f"{READS}; GRANT EXECUTE ON FUNCTION annals.append_one_{VERSION} TO $"
    with another_role(url, rights) as (name, as_role):
        answer = run_annals(as_role, "append", "-", stdin=SOURCE + SOURCE.replace(b"paper", b"other-paper"))

    assert is_one_line(answer), answer
    function = f"annals.append_{VERSION}(uuid[],bigint[],text[],bytea[],boolean)"
    assert f"GRANT EXECUTE ON FUNCTION {function} TO {name}" in answer.err


@pytest.mark.parametrize(
    ("sql", "remedy"),
    [
        (f"SELECT * FROM {LIVE}.event", f"GRANT USAGE ON SCHEMA {LIVE} TO"),
        ("SELECT * FROM told", "GRANT SELECT ON TABLE public.told TO"),
        ("SELECT nextval('numbers')", "GRANT USAGE ON SEQUENCE public.numbers TO"),
        ("SELECT secret()", "GRANT EXECUTE ON FUNCTION secret() TO"),
        ("ALTER TABLE told ADD x int", "only its owner may do this: run the command as"),
        ("CREATE TEMPORARY TABLE x ()", "GRANT TEMPORARY ON DATABASE"),
        ("CREATE EXTENSION file_fdw", "CREATE EXTENSION file_fdw"),
        ("CREATE ROLE x", "ask the owner of the database for it"),
    ],
)
def test_every_kind_of_missing_right_is_named(server_url: str, sql: str, remedy: str) -> None:
    with bare_database(server_url) as url, psycopg.connect(url, autocommit=True) as conn:
        conn.execute(f"CREATE SCHEMA {LIVE} CREATE TABLE event (); CREATE TABLE told (); CREATE SEQUENCE numbers".encode())
        conn.execute("CREATE FUNCTION secret() RETURNS int LANGUAGE sql RETURN 1; REVOKE ALL ON FUNCTION secret FROM PUBLIC")
        conn.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(conn.info.dbname)))
        grant = f"GRANT CONNECT ON DATABASE {conn.info.dbname} TO $"
        with another_role(url, grant) as (_, as_role), psycopg.connect(as_role, autocommit=True) as theirs:
            with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
                theirs.execute(sql.encode())
            line = explain(refused.value, as_role)

    assert remedy in str(line)


@pytest.mark.parametrize(
    ("setting", "remedy"),
    [
        ("ALTER DATABASE {database} SET default_transaction_read_only = on", "ALTER DATABASE {database} RESET"),
        ("ALTER ROLE {role} SET default_transaction_read_only = on", "ALTER ROLE {role} RESET"),
        ("ALTER ROLE {role} IN DATABASE {database} SET default_transaction_read_only = on", "ALTER ROLE {role} IN DATABASE"),
    ],
)
def test_a_database_set_to_read_only_is_told_by_what_sets_it(server_url: str, setting: str, remedy: str) -> None:
    with bare_database(server_url) as url, another_role(url) as (role, as_role), psycopg.connect(url, autocommit=True) as conn:
        names = {"database": conn.info.dbname, "role": role}
        conn.execute(f"GRANT CREATE ON DATABASE {conn.info.dbname} TO {role}".encode())
        conn.execute(setting.format(**names).encode())
        answer = run_annals(as_role, "status")

    assert is_one_line(answer), answer
    assert f"default_transaction_read_only is on: {remedy.format(**names)}" in answer.err


def test_a_limit_is_lifted_for_the_role_that_logs_in_whichever_it_works_as(failing_url: str) -> None:
    with another_role(failing_url, f"GRANT {owner(failing_url)} TO $; ALTER ROLE $ SET role = {owner(failing_url)}") as (
        login,
        as_login,
    ):
        line = explain(psycopg.errors.QueryCanceled("canceling statement due to statement timeout"), as_login)

    assert str(line).endswith(f"ALTER ROLE {login} SET statement_timeout = 0")


def test_what_libpq_says_without_a_code_has_its_remedy_too(server_url: str) -> None:
    with another_role(server_url) as (role, as_role), psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(f"ALTER ROLE {role} CONNECTION LIMIT 0".encode())
        with pytest.raises(psycopg.OperationalError) as limited:
            psycopg.connect(as_role)
    with pytest.raises(psycopg.OperationalError) as missing:
        psycopg.connect(make_conninfo(server_url, dbname="nowhere"))

    assert "CONNECTION LIMIT" in connecting_remedy(str(limited.value))
    assert "create it" in connecting_remedy(str(missing.value))
    assert "see that it runs" in connecting_remedy("connection refused")
    assert "run the command again" in connecting_remedy("server closed the connection unexpectedly")


def test_an_error_that_a_library_raised_from_the_databases_is_told_as_the_databases() -> None:
    try:
        try:
            raise psycopg.errors.DiskFull("no room")
        except psycopg.Error as error:
            raise RuntimeError("something failed") from error
    except RuntimeError as error:
        line = explain(error, None)

    assert str(line).startswith("the embedded database answered: no room (SQLSTATE 53100); make room on the server's disk")


def test_an_error_in_the_program_itself_is_not_explained_away() -> None:
    assert explain(KeyError("x"), None) is None
