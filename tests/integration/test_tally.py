"""How many events an actor has, as it is counted while rows come and go: at every position the same as looking at each row."""

from collections.abc import Callable

import pytest
from dsl import CAST, KIM, PUTIN, Annals, a_statement, a_summit, correct, merge, read, reinstate, retract, troops, unmerge

from projections import tally
from projections.live import LiveViews
from projections.schemas import LIVE
from projections.standings import EVENTS_OF_ACTORS, listed

REVISIONS = (
    a_summit("a"),
    a_summit("b"),
    troops(),
    a_statement(),
    correct("a", a_summit(participants=[PUTIN, KIM, {"actor": "CHN"}])),
    retract("troops"),
    merge("a", "b"),
    a_summit("c"),
    reinstate("troops"),
    correct("a", a_summit(participants=[PUTIN, {"actor": "CHN"}])),
    unmerge("a", "b"),
    retract("statement"),
)

NUMBERS = f"""
SELECT a.actor, p.at, {{number}},
    (SELECT count(*) FROM standing s WHERE s.actor = a.actor AND {listed("s", "p.at")} AND s.first)
FROM (SELECT DISTINCT actor FROM standing) a, generate_series(0, %s) p (at)
"""

Fill = Callable[[Annals], None]


def one_by_one(annals: Annals) -> None:
    annals.given(*CAST)
    for revision in REVISIONS:
        annals.when(revision)


def at_once(annals: Annals) -> None:
    annals.log.append(read(*CAST, *REVISIONS), "tester")
    annals.views.fold()


def rebuilt(annals: Annals) -> None:
    one_by_one(annals)
    annals.views.rebuild()
    annals.when(a_summit("d"), retract("c"))


def rebuilt_alone(annals: Annals) -> None:
    one_by_one(annals)
    annals.views.rebuild(["standing"])
    annals.when(a_summit("d"), retract("c"))


@pytest.mark.parametrize("bits", [0, 2, 12])
@pytest.mark.parametrize("fill", [one_by_one, at_once, rebuilt, rebuilt_alone])
def test_numbers_are_those_of_the_rows_at_every_position(
    annals: Annals, fill: Fill, bits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "BITS", bits)
    annals.views.rebuild()
    number = EVENTS_OF_ACTORS.number("a.actor", "p.at")

    fill(annals)

    with annals.connect() as conn:
        found = conn.execute(NUMBERS.format(number=number).encode(), (annals.log.head(),)).fetchall()
        last = conn.execute(NUMBERS.format(number=EVENTS_OF_ACTORS.number("a.actor")).encode(), (annals.log.head(),)).fetchall()
    assert len({counted for *_, counted in found}) > 3
    head = annals.log.head()
    assert {actor: told for actor, at, told, _ in last if at == head} == {actor: n for actor, at, _, n in found if at == head}
    assert [(actor, at, told) for actor, at, told, _ in found] == [(actor, at, counted) for actor, at, _, counted in found]


def test_a_tally_that_is_wrong_is_found(annals: Annals) -> None:
    annals.given(*CAST, *REVISIONS)
    assert annals.views.verify().passed
    with annals.connect() as conn:
        conn.execute("UPDATE standing_tally SET change = change + 1 WHERE actor = 'RUS'")

    (difference,) = annals.views.verify().differences

    assert difference.view == "standing_tally"
    assert difference.live
    assert difference.folded
    assert difference.live["change"] == difference.folded["change"] + 1


def test_a_rebuild_leaves_nothing_behind(annals: Annals) -> None:
    annals.given(*CAST, *REVISIONS)
    views = LiveViews(annals.log)

    views.rebuild(["standing"])
    views.rebuild()

    with annals.connect() as conn:
        schemas = conn.execute("SELECT DISTINCT pronamespace::regnamespace::text FROM pg_proc WHERE proname = 'standing_tally'")
        assert schemas.fetchall() == [(LIVE,)]
        assert conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'annals\\_views%'").fetchall() == [(LIVE,)]
