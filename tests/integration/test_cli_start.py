"""What every command does before its own work: the states are there, and an unreachable database is told."""

from pathlib import Path

import pytest
from command_line import run_annals, started
from dsl import an_actor
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from domain.cast import cast
from domain.intake import read_entries
from domain.log import Log
from domain.registrations.actors import ActorRegistered
from scripts.support.cast import register_cast

RETRACTION = b"""\
- {kind: RegistrationRetracted, registration: {kind: ActorRegistered, id: XKX}, reason: test}
- {kind: RegistrationRetracted, registration: {kind: ActorAliased, actor: PRK, alias: DPRK}, reason: test}
"""


def test_the_states_are_registered_on_first_start(bare_url: str) -> None:
    answer = run_annals(bare_url, "query", stdin=b'{ actor(ref: "DPRK") { ref name } status { lag } }')

    assert answer.json["data"] == {"actor": {"ref": "PRK", "name": "North Korea"}, "status": {"lag": 0}}


def test_a_second_start_registers_nothing(bare_url: str) -> None:
    first, second = (run_annals(bare_url, "status", "--format", "json").json["head"] for _ in range(2))

    assert first == second == len(cast.entries())


def test_two_processes_may_start_at_once(bare_url: str) -> None:
    with started(bare_url, "status", "--format", "json") as one, started(bare_url, "status", "--format", "json") as two:
        ends = [process.wait(timeout=120) for process in (one, two)]

    assert ends == [0, 0]
    log = Log.on_postgres(bare_url)
    assert len(log.read(limit=10_000)) == len(cast.entries())
    log.close()


def test_what_somebody_retracted_is_not_brought_back(bare_url: str) -> None:
    assert run_annals(bare_url, "append", "-", stdin=RETRACTION).code == 0
    log = Log.on_postgres(bare_url)

    registered = register_cast(log)

    log.close()
    assert not registered
    answer = run_annals(bare_url, "query", stdin=b'{ a: actor(ref: "XKX") { ref } b: actor(ref: "DPRK") { ref } }')
    assert answer.json["data"] == {"a": None, "b": None}


def test_what_the_log_lacks_is_added_and_what_it_has_is_left_alone(bare_url: str) -> None:
    log = Log.on_postgres(bare_url)
    mine = {"kind": "ActorRegistered", "id": "PRK", "actor_kind": "state", "name": "Choson"}
    log.append(read_entries([mine], None), "somebody")

    registered = register_cast(log)

    entries = [r.entry for r in log.read(limit=10_000)]
    log.close()
    assert registered
    assert len(entries) == len(cast.entries())
    assert [e.name for e in entries if isinstance(e, ActorRegistered) and e.id == "PRK"] == ["Choson"]


def test_a_name_that_an_earlier_version_gave_to_the_wrong_state_is_taken_back(bare_url: str) -> None:
    log = Log.on_postgres(bare_url)
    rhodesia = {"kind": "ActorRegistered", "id": "RHO", "actor_kind": "state", "name": "Southern Rhodesia"}
    alias = {"kind": "ActorAliased", "actor": "RHO", "alias": "Zimbabwe Rhodesia", "language": "en"}
    log.append(read_entries([rhodesia, alias], None), "annals")
    log.close()

    answer = run_annals(bare_url, "query", stdin=b'{ actor(ref: "Zimbabwe (Rhodesia)") { ref } }')

    assert answer.json["data"] == {"actor": {"ref": "ZWE"}}


@pytest.mark.parametrize("revised", [False, True])
def test_a_name_that_somebody_else_gave_or_revised_is_left_alone(bare_url: str, revised: bool) -> None:
    log = Log.on_postgres(bare_url)
    rhodesia = {"kind": "ActorRegistered", "id": "RHO", "actor_kind": "state", "name": "Southern Rhodesia"}
    alias = {"kind": "ActorAliased", "actor": "RHO", "alias": "Zimbabwe Rhodesia"}
    log.append(read_entries([rhodesia, alias], None), "annals" if revised else "somebody")
    if revised:
        restated = {
            "kind": "RegistrationCorrected",
            "registration": alias,
            "replacement": alias | {"language": "en"},
            "reason": "test",
        }
        log.append(read_entries([restated], None), "somebody")
    log.close()

    answer = run_annals(bare_url, "query", stdin=b'{ actor(ref: "Zimbabwe Rhodesia") { ref } }')

    assert answer.json["data"] == {"actor": {"ref": "RHO"}}


def test_a_name_that_somebody_gave_another_actor_stays_that_actors_alone(bare_url: str) -> None:
    log = Log.on_postgres(bare_url)
    mine = {"kind": "ActorRegistered", "id": "rvn", "actor_kind": "state", "name": "South Vietnam"}
    other = {"kind": "ActorRegistered", "id": "band", "actor_kind": "other", "name": "DPRK"}
    log.append(read_entries([mine, other], None), "somebody")
    log.close()

    answer = run_annals(bare_url, "query", stdin=ASKED_BY_NAME)

    assert answer.json["data"] == {"a": {"ref": "rvn"}, "b": {"ref": "band"}, "c": {"ref": "PRK"}}


ASKED_BY_NAME = b"""\
{ a: actor(ref: "South Vietnam") { ref } b: actor(ref: "DPRK") { ref }
  c: actor(ref: "North Korea") { ref } }
"""


def test_a_body_that_somebody_registered_under_another_id_is_not_registered_twice_nor_are_its_organs(bare_url: str) -> None:
    log = Log.on_postgres(bare_url)
    log.append(read_entries([an_actor("osce-vienna", "organization", name="OSCE")], None), "somebody")
    log.close()

    asked = b'{ a: actor(ref: "OSCE") { ref } b: actor(ref: "ODIHR") { ref } c: actor(ref: "NATO") { ref } }'
    answer = run_annals(bare_url, "query", stdin=asked)

    assert answer.json["data"] == {"a": {"ref": "osce-vienna"}, "b": None, "c": {"ref": "nato"}}


def test_what_an_import_registered_by_its_name_alone_is_completed(bare_url: str) -> None:
    log = Log.on_postgres(bare_url)
    imported = an_actor("south-vietnam", "other", name="South Vietnam", codes=[{"scheme": "imported", "code": "South Vietnam"}])
    log.append(read_entries([imported], None), "an import")
    log.close()

    answer = run_annals(bare_url, "query", stdin=b'{ actor(ref: "Republic of Vietnam") { ref kind codes { scheme code } } }')

    codes = [
        {"scheme": "cow", "code": "817"},
        {"scheme": "cow-abbreviation", "code": "RVN"},
        {"scheme": "gleditsch-ward", "code": "817"},
    ]
    assert answer.json["data"] == {"actor": {"ref": "south-vietnam", "kind": "STATE", "codes": codes}}


def test_somebodys_own_registration_takes_the_place_of_a_body_known_from_the_start(bare_url: str) -> None:
    own = b"- {kind: ActorRegistered, id: osce, actor_kind: organization, name: OSCE in Vienna, of: AUT}\n"

    answers = [run_annals(bare_url, "append", "-", stdin=own) for _ in range(2)]
    asked = b'{ actor(ref: "OSCE") { ref name aliases } b: actor(ref: "ODIHR") { ref } }'
    answer = run_annals(bare_url, "query", stdin=asked)

    assert [one.code for one in answers] == [0, 0], answers[0].err
    assert answer.json["data"]["actor"]["name"] == "OSCE in Vienna"
    assert "Organization for Security and Co-operation in Europe" in answer.json["data"]["actor"]["aliases"]
    assert answer.json["data"]["b"] == {"ref": "odihr"}


def test_a_database_may_be_named_by_a_connection_string_or_a_service(bare_url: str, tmp_path: Path) -> None:
    parameters = conninfo_to_dict(bare_url)
    services = tmp_path / "services.conf"
    services.write_text("[news]\n" + "".join(f"{name}={value}\n" for name, value in parameters.items()))

    by_string = run_annals(make_conninfo(bare_url), "append", "-", stdin=b"- {kind: SourceRegistered, id: paper}\n")
    by_service = run_annals("service=news", "query", stdin=b'{ source(id: "paper") { ref } }', PGSERVICEFILE=str(services))

    assert by_string.code == 0, by_string.err
    assert by_service.json["data"] == {"source": {"ref": "paper"}}


@pytest.mark.parametrize("given", ["postgresql://127.0.0.1:1/x?user=u&password=secret", "host=127.0.0.1 port=1 password=secret"])
def test_a_password_is_not_told_wherever_it_stands(given: str) -> None:
    answers = [run_annals(given, "status"), run_annals("", "bench", "append-1", "--events", "10", "--database-url", given)]

    assert [answer.code for answer in answers] == [1, 1]
    assert all("password=***" in answer.err and "secret" not in answer.err for answer in answers)


@pytest.mark.parametrize("verb", ["status", "rebuild", "query"])
def test_a_database_that_cannot_be_reached_is_told_in_a_line(verb: str) -> None:
    answer = run_annals("postgresql://ada:secret@127.0.0.1:1/annals", verb, stdin=b"{ status { head } }")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: cannot reach the database user=ada password=*** dbname=annals host=127.0.0.1 port=1: ")
    assert len(answer.err.splitlines()) == 1
    assert "ANNALS_DATABASE_URL" in answer.err
    assert "secret" not in answer.err
