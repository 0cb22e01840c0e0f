"""The roles that annals init makes: each verb works with its own, and what a role is not for, the database refuses."""

from collections.abc import Iterator

import psycopg
import pytest
from command_line import run_annals
from divided import Divided, dividing, run
from psycopg import errors
from service import serving, wait_until_listening
from world import ARTICLE

from domain.log.store.sql import VERSION
from projections.schemas import LIVE
from scripts.support.roles import Role

MORE = """
- {kind: SourceRegistered, id: other-paper, publisher: Other Paper, language: en}
"""


@pytest.fixture
def divided(bare_url: str) -> Iterator[Divided]:
    with dividing(bare_url) as found:
        yield found


def test_each_verb_works_with_its_own_roles(divided: Divided) -> None:
    assert "recorded" in run(divided, "append", str(ARTICLE), "--wait", roles=(Role.WRITER, Role.FOLDER))
    run(divided, "rebuild", roles=(Role.FOLDER,))
    run(divided, "rebuild", "history", roles=(Role.FOLDER,))
    run(divided, "status", roles=(Role.FOLDER,))
    run(divided, "verify", roles=(Role.VERIFIER,))
    assert "ndjson" not in run(divided, "export", "ndjson", roles=(Role.FOLDER,))

    with serving("", "--no-project", **divided.settings(Role.READER)) as service:
        assert service.ask('{ actor(ref: "PRK") { ref } status { lag } }') == {"actor": {"ref": "PRK"}, "status": {"lag": 0}}
        assert service.status("/readyz") == 200
        assert service.status("/metrics") == 200
        answer = service.ask("{ changes(since: {position: 0}, first: 1) { nodes { position } } }")
        assert answer["changes"]["nodes"]


def test_a_server_that_folds_reads_as_the_reader_and_folds_as_the_folder(divided: Divided) -> None:
    with serving("", "--workers", "2", **divided.settings(Role.READER, Role.FOLDER)) as service:
        wait_until_listening(service.port)
        run(divided, "append", "--wait", "-", roles=(Role.WRITER, Role.FOLDER), stdin=MORE)
        assert service.ask("{ status { lag } }") == {"status": {"lag": 0}}
        with psycopg.connect(divided.url) as conn:
            query = "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE %s"
            users = {user for (user,) in conn.execute(query, (f"{divided.prefix}%",))}

        assert users == {f"{divided.prefix}_{Role.READER}", f"{divided.prefix}_{Role.FOLDER}"}


def test_bulk_is_appended_as_the_writer_too(divided: Divided) -> None:
    many = "".join(f"- {{kind: SourceRegistered, id: paper-{n}, publisher: P, language: en}}\n" for n in range(1000))

    run(divided, "append", "-", roles=(Role.WRITER, Role.FOLDER), stdin=many)

    run(divided, "verify", roles=(Role.VERIFIER,))


def test_init_again_changes_nothing(divided: Divided) -> None:
    run(divided, "append", str(ARTICLE), "--wait", roles=(Role.WRITER, Role.FOLDER))

    assert run_annals(divided.url, "init", "--prefix", divided.prefix).code == 0

    run(divided, "verify", roles=(Role.VERIFIER,))


def test_what_the_folder_makes_never_runs_with_the_rights_of_an_administrator(divided: Divided) -> None:
    with psycopg.connect(divided.url_of(Role.FOLDER), autocommit=True) as conn:
        conn.execute(f"ALTER TABLE {LIVE}.checkpoint RENAME TO other".encode())
        body = "BEGIN ALTER TABLE annals.annals_events DISABLE TRIGGER annals_events_guard; RETURN 1; END"
        conn.execute(f"CREATE FUNCTION {LIVE}.evil() RETURNS bigint LANGUAGE plpgsql AS '{body}'".encode())
        conn.execute(f"CREATE VIEW {LIVE}.checkpoint AS SELECT *, {LIVE}.evil() FROM {LIVE}.other".encode())

    assert run_annals(divided.url, "init", "--prefix", divided.prefix).code == 0
    assert run_annals(divided.url, "token", "create", "one").code == 0

    with psycopg.connect(divided.url) as conn:
        guard = conn.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = 'annals_events_guard'").fetchone()
    assert guard == ("A",)


def test_a_log_of_one_role_is_divided_later(bare_url: str) -> None:
    assert run_annals(bare_url, "append", str(ARTICLE), "--wait").code == 0

    with dividing(bare_url) as divided:
        run(divided, "append", "-", roles=(Role.WRITER, Role.FOLDER), stdin=MORE)
        run(divided, "verify", roles=(Role.VERIFIER,))


EVENTS = "annals.annals_events"
CHANGES_OF_THE_LOG = (
    f"INSERT INTO {EVENTS} SELECT gen_random_uuid(), 1, 'x', '', 999999, now()",
    f"UPDATE {EVENTS} SET topic = 'x'",
    f"DELETE FROM {EVENTS}",
    f"TRUNCATE {EVENTS}",
    f"DROP TABLE {EVENTS}",
    f"ALTER TABLE {EVENTS} DISABLE TRIGGER annals_events_guard",
    f"ALTER TABLE {EVENTS} ADD COLUMN x int",
    f"ALTER TABLE {EVENTS} OWNER TO CURRENT_USER",
    f"CREATE TRIGGER x BEFORE INSERT ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    f"CREATE RULE x AS ON INSERT TO {EVENTS} DO INSTEAD NOTHING",
    f"CREATE POLICY x ON {EVENTS}",
    "UPDATE annals.store SET id = gen_random_uuid()",
    "DELETE FROM annals.store",
    "UPDATE annals.token SET revoked_at = NULL",
    "INSERT INTO annals.token (digest, name) VALUES ('', 'x')",
    f"SELECT setval('{EVENTS}_notification_id_seq', 1)",
    f"SELECT nextval('{EVENTS}_notification_id_seq')",
    f"CREATE OR REPLACE FUNCTION annals.stage_{VERSION}() RETURNS void LANGUAGE sql AS ''",
    "CREATE OR REPLACE FUNCTION annals.annals_events_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    f"DROP FUNCTION annals.stage_{VERSION}()",
    f"ALTER FUNCTION annals.stage_{VERSION}() SECURITY INVOKER",
    "CREATE TABLE annals.x ()",
    "DROP SCHEMA annals CASCADE",
    "ALTER SCHEMA annals RENAME TO x",
    "SET session_replication_role = replica",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "GRANT {owner} TO CURRENT_USER",
    "REASSIGN OWNED BY {owner} TO CURRENT_USER",
)
APPENDS = (
    f"SELECT annals.append_one_{VERSION}(gen_random_uuid(), 1, 'x', '', false)",
    f"SELECT annals.append_{VERSION}('{{}}', '{{}}', '{{}}', '{{}}', false)",
    f"SELECT annals.append_staged_{VERSION}(false)",
    f"SELECT annals.stage_{VERSION}()",
    f"SELECT annals.note_cast_{VERSION}('x')",
)
CHANGES_OF_VIEWS = (
    f"UPDATE {LIVE}.checkpoint SET position = 0",
    f"DELETE FROM {LIVE}.event",
    f"INSERT INTO {LIVE}.parked VALUES (1, 'x', 'x')",
    f"TRUNCATE {LIVE}.event",
    f"DROP TABLE {LIVE}.event",
    f"CREATE TABLE {LIVE}.x ()",
    f"DROP SCHEMA {LIVE} CASCADE",
    f"ALTER SCHEMA {LIVE} RENAME TO x",
    "SET ROLE {folder}",
)
READS_OF_THE_LOG = (f"SELECT state FROM {EVENTS}", f"SELECT * FROM {EVENTS}", f"COPY {EVENTS} TO STDOUT")
SECRETS = ("SELECT * FROM annals.token",)
SEAL = ("leaf", "hash", "checkpoint", "cosignature", "key")
CHANGES_OF_THE_SEAL = (
    *(f"DELETE FROM annals_seal.{table}" for table in SEAL),
    *(f"TRUNCATE annals_seal.{table} CASCADE" for table in SEAL),
    *(f"DROP TABLE annals_seal.{table} CASCADE" for table in SEAL),
    *(f"ALTER TABLE annals_seal.{table} DISABLE TRIGGER guard" for table in SEAL),
    "UPDATE annals_seal.leaf SET data = ''",
    "UPDATE annals_seal.hash SET hash = ''",
    "UPDATE annals_seal.checkpoint SET note = ''",
    "INSERT INTO annals_seal.key (public_key) VALUES ('x')",
    "CREATE OR REPLACE FUNCTION annals_seal.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE TABLE annals_seal.x ()",
    "DROP SCHEMA annals_seal CASCADE",
)
SEALS = (
    "INSERT INTO annals_seal.leaf VALUES (999999, 1, '', '')",
    "INSERT INTO annals_seal.hash VALUES (7, 0, '')",
    "INSERT INTO annals_seal.checkpoint VALUES (999999, 1, '')",
)
SALTS = ("SELECT salt FROM annals_seal.leaf", "SELECT * FROM annals_seal.leaf")
FORBIDDEN: dict[Role, tuple[str, ...]] = {
    Role.WRITER: (*CHANGES_OF_THE_LOG, *CHANGES_OF_VIEWS, *SECRETS, *CHANGES_OF_THE_SEAL, *SEALS, *SALTS, "CREATE SCHEMA x"),
    Role.FOLDER: (*CHANGES_OF_THE_LOG, *APPENDS, *SECRETS, *CHANGES_OF_THE_SEAL),
    Role.READER: (
        *(*CHANGES_OF_THE_LOG, *APPENDS, *CHANGES_OF_VIEWS, *READS_OF_THE_LOG),
        *(*CHANGES_OF_THE_SEAL, *SEALS, *SALTS, "CREATE SCHEMA x"),
    ),
    Role.VERIFIER: (*CHANGES_OF_THE_LOG, *APPENDS, *CHANGES_OF_VIEWS, *SECRETS, *CHANGES_OF_THE_SEAL, *SEALS),
}


@pytest.mark.parametrize("role", FORBIDDEN)
def test_the_database_refuses_every_statement_that_a_role_is_not_for(divided: Divided, role: Role) -> None:
    run(divided, "append", str(ARTICLE), "--wait", roles=(Role.WRITER, Role.FOLDER))
    # A rebuild has made other tables since the roles were made.
    run(divided, "rebuild", roles=(Role.FOLDER,))
    names = {str(each): f"{divided.prefix}_{each}" for each in Role}
    allowed = []

    with psycopg.connect(divided.url_of(role), autocommit=True) as conn:
        for statement in FORBIDDEN[role]:
            try:
                conn.execute(statement.replace("{owner}", names["owner"]).replace("{folder}", names["folder"]).encode())
                allowed.append(statement)
            except errors.InsufficientPrivilege:
                pass

    assert allowed == []
    run(divided, "verify", roles=(Role.VERIFIER,))


EVIL = """
CREATE FUNCTION pg_temp.evil(bigint) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN
    ALTER TABLE annals.annals_events DISABLE TRIGGER annals_events_guard; RETURN $1; END $$
"""
ROW = "0::bigint AS place, gen_random_uuid() AS id, 1::bigint AS version, 'x'::text AS topic, ''::bytea AS state"
VIEW = f"SELECT pg_temp.evil(place) AS place, id, version, topic, state FROM (SELECT {ROW}) r"
FOREIGN = {
    "a view": f"CREATE TEMP VIEW annals_staged AS {VIEW}",
    "a table": f"CREATE TEMP TABLE annals_staged AS SELECT {ROW}",
}


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_writer_cannot_lend_its_own_functions_the_owners_rights(divided: Divided, foreign: str) -> None:
    with psycopg.connect(divided.url_of(Role.WRITER), autocommit=True) as conn:
        conn.execute(EVIL.encode())
        conn.execute(FOREIGN[foreign].encode())

        with pytest.raises(errors.InsufficientPrivilege):
            conn.execute(f"SELECT annals.append_staged_{VERSION}(false)".encode())
        with pytest.raises(errors.InsufficientPrivilege):
            conn.execute(f"SELECT annals.stage_{VERSION}()".encode())


def test_functions_find_nothing_that_a_writers_search_path_offers(divided: Divided) -> None:
    with psycopg.connect(divided.url, autocommit=True) as conn:
        conn.execute(f"CREATE SCHEMA evil AUTHORIZATION {divided.prefix}_writer".encode())
    with psycopg.connect(divided.url_of(Role.WRITER), autocommit=True) as conn:
        for name, result in (
            ("clock_timestamp()", "timestamptz"),
            ("pg_notify(text, text)", "void"),
            ("nextval(regclass)", "bigint"),
        ):
            body = "BEGIN RAISE EXCEPTION ''run as %'', current_user; END"
            conn.execute(f"CREATE FUNCTION evil.{name} RETURNS {result} LANGUAGE plpgsql AS '{body}'".encode())
        conn.execute("GRANT USAGE ON SCHEMA evil TO PUBLIC")
        conn.execute("SET search_path = evil, pg_catalog")

        conn.execute(f"SELECT annals.append_one_{VERSION}(gen_random_uuid(), 1, 'x', '', true)".encode())


@pytest.mark.parametrize("places", [(-1,), (-1, 1), (1,), (0, 2), (0, None), (0, 2**62)])
def test_a_writer_cannot_choose_positions(divided: Divided, places: tuple[int | None, ...]) -> None:
    with psycopg.connect(divided.url_of(Role.WRITER), autocommit=True) as conn:
        conn.execute(f"SELECT annals.stage_{VERSION}()".encode())
        for place in places:
            conn.execute("INSERT INTO pg_temp.annals_staged VALUES (%s, gen_random_uuid(), 1, 'x', '')", (place,))

        with pytest.raises((errors.InvalidParameterValue, errors.NotNullViolation)):
            conn.execute(f"SELECT annals.append_staged_{VERSION}(false)".encode())


def test_a_role_that_only_appends_is_told_what_else_it_needs(divided: Divided) -> None:
    answer = run_annals("", "append", str(ARTICLE), stdin=b"", **divided.settings(Role.WRITER))

    assert answer.code == 2
    assert answer.err == "error: this command needs ANNALS_FOLDER_URL or ANNALS_DATABASE_URL, which is not set\n"


def test_a_prefix_that_cannot_name_roles_is_refused(bare_url: str) -> None:
    answer = run_annals(bare_url, "init", "--prefix", "a b")

    assert answer.code == 2
    assert "cannot begin the names of roles" in answer.err
