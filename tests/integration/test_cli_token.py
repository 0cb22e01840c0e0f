"""annals token on the command line, and when a server starts at all."""

import json

import psycopg
import pytest
from command_line import free_port, run_annals, started
from service import serving, wait_until_listening


def names(url: str) -> list[tuple[str, str]]:
    return [(token["name"], token["state"]) for token in run_annals(url, "token", "list", "--format", "json").json]


def test_a_token_is_printed_once_and_kept_as_a_digest(database_url: str) -> None:
    made = run_annals(database_url, "token", "create", "reader")
    with psycopg.connect(database_url) as conn:
        kept = str(conn.execute("SELECT * FROM annals.token").fetchall())

    assert (made.code, len(made.out)) == (0, len("annals_") + 43 + 1)
    assert made.out.startswith("annals_")
    assert made.out.strip() not in kept
    assert made.out.strip() not in run_annals(database_url, "token", "list", "--format", "json").out
    assert names(database_url) == [("reader", "valid")]


def test_a_token_has_a_name_an_expiry_and_a_rate(database_url: str) -> None:
    made = run_annals(database_url, "token", "create", "reader", "--expires", "30", "--rate", "600", "--format", "json").json
    (listed,) = run_annals(database_url, "token", "list", "--format", "json").json
    table = run_annals(database_url, "token", "list").out

    assert (made["name"], made["rate"], made["expires_at"]) == ("reader", 600, listed["expires_at"])
    assert (listed["rate"], listed["created_at"] < listed["expires_at"]) == (600, True)
    assert all(word in table for word in ("reader", "valid", "600", listed["expires_at"]))


def test_a_name_that_is_taken_is_refused_until_its_token_is_revoked(database_url: str) -> None:
    run_annals(database_url, "token", "create", "reader")
    again = run_annals(database_url, "token", "create", "reader")
    revoked = run_annals(database_url, "token", "revoke", "reader")
    anew = run_annals(database_url, "token", "create", "reader")

    remedy = "choose another name, or revoke it: annals token revoke reader"
    assert again == (2, "", f"error: there is a token 'reader' already; {remedy}\n")
    assert (revoked.code, anew.code) == (0, 0)
    assert names(database_url) == [("reader", "revoked"), ("reader", "valid")]


def test_what_is_not_there_is_not_revoked(database_url: str) -> None:
    answer = run_annals(database_url, "token", "revoke", "nobody")

    assert answer == (2, "", "error: there is no token 'nobody' to revoke; annals token list shows them\n")
    assert names(database_url) == []


@pytest.mark.parametrize("name", ["", "two words", "x" * 65, "café", "a\nb"])
def test_a_name_that_cannot_be_is_refused(database_url: str, name: str) -> None:
    answer = run_annals(database_url, "token", "create", name)

    assert (answer.code, answer.out) == (2, "")
    assert "is no name of a token; use up to 64 letters" in answer.err


@pytest.mark.parametrize("verb", ["demo", "serve"])
def test_where_others_reach_it_a_server_does_not_start_without_a_token(database_url: str, verb: str) -> None:
    answer = run_annals(database_url, verb, ANNALS_HOST="0.0.0.0", ANNALS_PORT=str(free_port()))

    assert answer.code == 1
    assert answer.err == (
        "error: cannot serve on 0.0.0.0, where other machines reach it, without a token; make one with annals token create NAME,"
        " or let everybody ask with ANNALS_PUBLIC=1\n"
    )


def test_nor_does_it_with_revoked_ones_alone(database_url: str) -> None:
    run_annals(database_url, "token", "create", "reader")
    run_annals(database_url, "token", "revoke", "reader")

    answer = run_annals(database_url, "serve", "--workers", "2", "--host", "0.0.0.0", "--port", str(free_port()))

    assert (answer.code, "annals token create NAME" in answer.err) == (1, True)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_with_a_token_it_starts_and_answers_those_who_have_it(database_url: str, workers: str) -> None:
    secret = run_annals(database_url, "token", "create", "reader").out.strip()
    with serving(database_url, "--host", "0.0.0.0", "--workers", workers) as service:
        wait_until_listening(service.port)
        without = service.status("/schema.graphql")
        answer = service.response("{ status { lag } }", authorization=f"Bearer {secret}")

    assert (without, list(answer["data"])) == (401, ["status"])


@pytest.mark.slow
def test_a_public_server_starts_without(database_url: str) -> None:
    with serving(database_url, "--host", "0.0.0.0", ANNALS_PUBLIC="1") as service:
        assert service.ask("{ status { lag } }")


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "::1"])
@pytest.mark.slow
def test_an_address_that_only_this_machine_reaches_takes_no_token(database_url: str, host: str) -> None:
    with started(database_url, "serve", "--host", host, "--port", str(free_port())) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "Ctrl-C stops." in line, json.dumps([line, process.stderr and process.stderr.read()])
