"""Connection strings: whatever libpq takes is taken, and no password in one is ever shown."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from domain.errors import BadInput
from scripts.support.conninfo import HIDDEN, checked, with_database, without_password
from scripts.support.settings import read_settings

SECRET = "geh eim"

WITH_A_PASSWORD = [
    "postgresql://ada:geh%20eim@db.example/annals",
    "postgres://ada:geh%20eim@db.example:5433,other:5434/annals?target_session_attrs=any",
    "postgresql://127.0.0.1:1/x?user=u&password=geh%20eim",
    "postgresql://ada@db.example/annals?sslpassword=geh%20eim",
    "postgresql://:geh%20eim@db.example/annals",
    "host=db.example password='geh eim' dbname=annals",
    "password=geh\\ eim",
    "service=prod  password = 'geh eim'",
]

WITHOUT = [
    "postgresql://ada@db.example/annals",
    "postgresql://",
    "postgresql:///annals?host=/var/run/postgresql",
    "host=/var/run/postgresql dbname=annals",
    "service=prod",
]

WRONG = [
    "mysql://ada:geheim@db/annals",
    "annals",
    "password=a geheim",
    "postgresql://ada:p?@geheim@db/annals",
    "postgresql://ada:p%40?@geheim@db/annals",
    "postgresql://ada:geheim/x",
    "postgresql://ada:p@geheim@db/annals",
    "postgresql://ada:geheim/x@db/annals",
    "host=db pasword=geheim",
]


@pytest.mark.parametrize("given", WITH_A_PASSWORD)
def test_a_password_is_masked_however_it_is_written(given: str) -> None:
    shown = without_password(checked(given))

    assert "geh" not in shown
    before, after = conninfo_to_dict(given), conninfo_to_dict(shown)
    assert after == {name: "***" if value == SECRET else value for name, value in before.items()}


@pytest.mark.parametrize("given", WITHOUT)
def test_what_has_no_password_is_shown_as_it_was_given(given: str) -> None:
    assert without_password(checked(given)) == given


@pytest.mark.parametrize("given", WRONG)
def test_what_is_wrong_is_refused_and_nothing_of_it_repeated(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNALS_DATABASE_URL", given)

    with pytest.raises(BadInput) as refused:
        read_settings()

    assert str(refused.value).startswith("ANNALS_DATABASE_URL is wrong: ")
    assert "geheim" not in f"{refused.value}{without_password(given)}"


def test_what_libpq_hides_is_hidden() -> None:
    assert {"password", "sslpassword"} <= HIDDEN
    assert HIDDEN.isdisjoint({"host", "hostaddr", "port", "user", "dbname", "options", "service", "passfile"})


@pytest.mark.parametrize("given", [*WITH_A_PASSWORD, *WITHOUT])
def test_another_database_of_the_same_server_has_all_else_the_same(given: str) -> None:
    other = with_database(given, "a/b c?")

    assert other.startswith("postgresql://")
    assert conninfo_to_dict(other) == {**conninfo_to_dict(given), "dbname": "a/b c?"}
