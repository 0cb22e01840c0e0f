"""Citations: what they name, and what verify says of them."""

import hashlib
import re

import psycopg
import pytest
from command_line import run_annals
from world import World


def cited(world: World, *options: str) -> str:
    answer = run_annals(world.url, "cite", *options)
    assert answer.code == 0
    return answer.out.strip()


def test_a_citation_names_the_last_entry_the_number_and_the_checksum_of_all(told: World) -> None:
    found = run_annals(told.url, "cite", "--format", "json", ANNALS_DATASET="The wars of 2025").json

    with psycopg.connect(told.url) as conn:
        rows = conn.execute(
            "SELECT notification_id, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), originator_id,"
            " originator_version, topic, state FROM annals.annals_events ORDER BY notification_id"
        ).fetchall()
    said = b"".join(" ".join(map(str, (*row[:5], len(row[5])))).encode() + b"\n" + row[5] + b"\n" for row in rows)
    assert found["sha256"] == hashlib.sha256(said).hexdigest()
    assert (found["dataset"], found["position"], found["entries"]) == ("The wars of 2025", told.log.head(), len(rows))
    assert found["recorded_at"] == rows[-1][1]
    assert found["citation"].startswith(f"The wars of 2025, as of position {told.log.head()}, recorded {rows[-1][1]}, ")


def test_what_is_appended_later_leaves_a_citation_good(told: World) -> None:
    before = cited(told)

    told.append({"kind": "CallHeld", "key": "later", "participants": ["PRK", "RUS"]})

    assert run_annals(told.url, "verify", before).code == 0
    assert cited(told, "--as-of", str(told.log.head() - 1)) == before
    assert cited(told) != before


@pytest.mark.parametrize(
    "rewritten", [str.split, lambda text: [text.replace(", ", ",\n   ") + "."]], ids=["in words", "over lines"]
)
def test_a_citation_is_taken_as_it_was_pasted(told: World, rewritten: object) -> None:
    assert callable(rewritten)

    answer = run_annals(told.url, "verify", *rewritten(cited(told)))

    assert (answer.code, answer.err) == (0, "")
    assert "The log holds just what was cited" in answer.out


@pytest.mark.parametrize(
    ("change", "told_of"),
    [
        ((r"sha256:\w{4}", "sha256:0000"), "the checksum is"),
        ((r"\d+ entries", "7 entries"), "the entries up to there number"),
        ((r"recorded 20\d\d", "recorded 1999"), "the last entry was recorded"),
        ((r"position \d+", "position 999999"), "before the cited position 999999"),
    ],
    ids=["checksum", "entries", "time", "position"],
)
def test_what_differs_from_a_citation_is_said(told: World, change: tuple[str, str], told_of: str) -> None:
    answer = run_annals(told.url, "verify", re.sub(*change, cited(told)))

    assert answer.code == 1
    assert answer.out.startswith("The log is not the one that was cited:\n")
    assert told_of in answer.out
    assert len(answer.out.splitlines()) == 2


def test_an_entry_changed_behind_the_logs_back_is_noticed(told: World) -> None:
    citation = cited(told)
    with psycopg.connect(told.url) as conn:
        conn.execute("ALTER TABLE annals.annals_events DISABLE TRIGGER ALL")
        conn.execute("UPDATE annals.annals_events SET state = state || ' '::bytea WHERE notification_id = 5")

    assert run_annals(told.url, "verify", citation).code == 1


@pytest.mark.parametrize("text", ["", "annals", "annals, as of position 7"])
def test_what_is_no_citation_is_bad_input(told: World, text: str) -> None:
    answer = run_annals(told.url, "verify", "--citation", text)

    assert answer.code == 2
    assert "is no citation; give the line that annals cite prints" in answer.err


@pytest.mark.parametrize(
    ("moment", "problem"),
    [
        ("999999", "is beyond the head of the log"),
        ("yesterday", "is neither a position nor a time"),
        ("2025-09-04", "has no time zone"),
        ("2999-01-01T00:00:00Z", "is in the future"),
        ("1999-01-01T00:00:00Z", "has no entry up to position 0"),
    ],
)
def test_a_moment_that_the_log_has_not_is_bad_input(told: World, moment: str, problem: str) -> None:
    answer = run_annals(told.url, "cite", "--as-of", moment)

    assert answer.code == 2
    assert problem in answer.err
