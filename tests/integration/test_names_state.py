"""The state of the names: as long as it is the same, names stand for what they stood for when they were looked up."""

from collections.abc import Sequence

import pytest
from dsl import (
    CAST,
    Annals,
    Raw,
    a_summit,
    an_alias,
    correct,
    merge_actors,
    retract,
    retract_registration,
    unmerge_actors,
)
from world import World, a_world, new_database, the_article

from api.answering import reader
from projections.live import LiveViews

ALIAS = an_alias("RUS", "The Bear")
TWIN: Raw = {"kind": "ActorRegistered", "id": "north-korea-again", "actor_kind": "state", "name": "North Korea again"}


def state(annals: Annals) -> int:
    with annals.connect() as conn:
        (found,) = conn.execute("SELECT names::text::bigint FROM checkpoint").fetchone() or (0,)
    return int(found)


@pytest.mark.parametrize(
    ("before", "changes", "expected"),
    [
        ([], [a_summit()], False),
        ([a_summit()], [correct("summit", a_summit(occurred="2025-09-04")), retract("summit")], False),
        ([], [ALIAS], True),
        ([ALIAS], [retract_registration(ALIAS)], True),
        ([TWIN], [merge_actors("PRK", "north-korea-again")], True),
        ([TWIN, merge_actors("PRK", "north-korea-again")], [unmerge_actors("PRK", "north-korea-again")], True),
        ([], [a_summit("one"), ALIAS, a_summit("two")], True),
    ],
)
def test_it_changes_with_the_names(annals: Annals, before: Sequence[Raw], changes: Sequence[Raw], expected: bool) -> None:
    annals.given(*CAST, *before)
    first = state(annals)

    annals.when(*changes)

    assert (state(annals) != first) is expected


@pytest.mark.parametrize("views", [(), ("name",), ("actor",)])
def test_a_rebuild_changes_it(annals: Annals, views: Sequence[str]) -> None:
    annals.given(*CAST)
    first = state(annals)

    LiveViews(annals.log).rebuild(views)

    assert state(annals) != first


ACTOR = "query($name: String!, $asOf: AsOf) { actor(ref: $name, asOf: $asOf) { ref eventCount } }"


@pytest.mark.parametrize("as_of", [None, {"position": 300}])
def test_names_that_others_join_are_looked_up_once_more(
    server_url: str, monkeypatch: pytest.MonkeyPatch, as_of: dict[str, int] | None
) -> None:
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        first = answers(world, as_of)
        world.append(ALIAS)
        runs = count_runs(monkeypatch)

        again, once_more = answers(world, as_of), answers(world, as_of)

    assert again == once_more == first
    assert len(runs) == 2


def answers(world: World, as_of: dict[str, int] | None) -> object:
    return world.ask(ACTOR, name="North Korea", asOf=as_of)


def count_runs(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One more for every time that a remembered query is put to the database."""
    runs: list[None] = []
    run = reader._run

    async def counted(*arguments: object) -> object:
        runs.append(None)
        return await run(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "_run", counted)
    return runs
