"""Proving that the views are the fold of the log; rebuilding some of them; folding what had been parked."""

import orjson
import psycopg
import pytest
from dsl import CAST, TESTER, Annals, a_summit, contents, corroborate, merge, read, retract, troops

from domain import kinds
from domain.errors import BadInput
from domain.events.meetings import SummitHeld
from domain.identity import event_id
from projections.live import LiveViews
from projections.schemas import LIVE, connect
from projections.views import VIEWS

HISTORY = (*CAST, a_summit("a"), a_summit("b"), troops(), corroborate("a"), retract("troops"), merge("a", "b"))


def test_views_that_are_the_fold_of_the_log_pass(annals: Annals) -> None:
    annals.given(*HISTORY)

    verdict = LiveViews(annals.log, page=3).verify()

    assert verdict.passed
    assert (verdict.position, verdict.head) == (annals.log.head(), annals.log.head())
    assert verdict.rows > len(HISTORY)


@pytest.mark.parametrize(
    ("tampering", "view"),
    [
        ("UPDATE event SET title = 'Another' WHERE key = 'a'", "event"),
        ("DELETE FROM standing WHERE position = (SELECT position FROM event WHERE key = 'b' LIMIT 1)", "standing"),
        ("UPDATE standing SET known_until = known_until - 1 WHERE known_until < 1000", "standing"),
        ("INSERT INTO office VALUES (gen_random_uuid(), 1, 'PRK', 'King', NULL, NULL, NULL, NULL, 'unknown', 1, 2)", "office"),
    ],
)
def test_the_first_difference_is_shown(annals: Annals, tampering: str, view: str) -> None:
    annals.given(*HISTORY)
    with annals.connect() as conn:
        conn.execute(tampering.encode())

    verdict = annals.views.verify()

    assert not verdict.passed
    assert [difference.view for difference in verdict.differences] == [view]
    (difference,) = verdict.differences
    assert difference.live != difference.folded


def test_what_is_parked_is_left_out_of_both(annals: Annals) -> None:
    annals.given(*CAST)
    put_unknown_kind(annals)
    annals.when(a_summit())

    assert annals.views.parked() == [annals.log.head() - 1]
    assert annals.views.verify().passed


def test_a_checkpoint_beyond_the_log_does_not_pass(annals: Annals) -> None:
    annals.given(*CAST)
    with annals.connect() as conn:
        conn.execute("UPDATE checkpoint SET position = position + 1")

    assert not annals.views.verify().passed


def test_verifying_leaves_nothing_behind(annals: Annals) -> None:
    annals.given(*CAST)

    annals.views.verify()

    with annals.connect() as conn:
        assert conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'annals\\_views%'").fetchall() == [(LIVE,)]


@pytest.mark.parametrize("name", [view.name for view in VIEWS])
def test_any_one_view_can_be_rebuilt_alone(annals: Annals, name: str) -> None:
    annals.given(*HISTORY)
    before = contents(annals.url)
    with annals.connect() as conn:
        conn.execute(f"DELETE FROM {name}".encode())

    LiveViews(annals.log, page=3).rebuild([name])

    assert contents(annals.url) == before
    alone = indexes(annals)
    annals.views.rebuild()
    assert alone == indexes(annals)


def test_a_view_rebuilt_alone_stays_at_the_position_of_the_others(annals: Annals) -> None:
    annals.given(*CAST)
    annals.log.append(read(a_summit()), TESTER)

    annals.views.rebuild(["event"])

    assert annals.views.verify().passed
    annals.then("event", at=annals.log.head())


def test_a_view_that_does_not_exist_is_refused_with_the_nearest(annals: Annals) -> None:
    with pytest.raises(BadInput, match="there is no view 'evnt'; did you mean event"):
        annals.views.rebuild(["evnt"])


def test_a_rebuild_folds_what_had_been_parked(annals: Annals, monkeypatch: pytest.MonkeyPatch) -> None:
    annals.given(*CAST)
    put_unknown_kind(annals)
    annals.views.fold()
    assert len(annals.views.parked()) == 1

    # The next version of the program knows the kind.
    monkeypatch.setitem(kinds.BY_TOPIC, "war_begun", SummitHeld)
    annals.views.rebuild()

    assert annals.views.parked() == []
    annals.then("event", {"key": "poison"})


def put_unknown_kind(annals: Annals) -> None:
    """Puts an entry of a kind that this program does not know into the log."""
    content = {"key": "poison", "participants": [{"actor": "PRK"}, {"actor": "RUS"}]}
    state = {"appended_by": "somebody", "program": "annals 9", "version": 1, "content": content}
    with psycopg.connect(annals.url) as conn:
        conn.execute(
            "INSERT INTO annals.annals_events (originator_id, originator_version, topic, state, recorded_at)"
            " VALUES (%s, 1, 'war_begun', %s, clock_timestamp())",
            (event_id("poison"), orjson.dumps(state)),
        )


def indexes(annals: Annals) -> list[str]:
    """The names of the live views' indexes."""
    with connect(annals.url) as conn:
        query = "SELECT indexname FROM pg_indexes WHERE schemaname = 'annals_views' ORDER BY 1"
        return [name for (name,) in conn.execute(query)]


def test_what_a_killed_verification_left_over_is_removed_by_the_next(annals: Annals) -> None:
    annals.given(*CAST, a_summit())
    with annals.connect() as conn:
        conn.execute(f"CREATE SCHEMA {LIVE}_check_0123456789ab CREATE TABLE event ()".encode())

        assert annals.views.verify().passed
        assert conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'annals\\_views%'").fetchall() == [(LIVE,)]
