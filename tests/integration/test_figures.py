"""Each source's figure stays its own, whatever is merged, corrected or withdrawn."""

from typing import Any

import pytest
from dsl import Raw, a_report, a_source, correct, corroborate, merge, retract, troops, unmerge, withdraw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World, a_world, new_database

from domain.errors import BadInput

PAPERS = [a_source(f"paper-{number}") for number in range(20)]
FIGURES = """query($key: String!, $at: AsOf) { event(key: $key, asOf: $at) { ... on TroopsDispatched { troops { best }
    troopsRange { low high } } reports { source { ref } says { field estimate { low best high } } } } }"""


def figures(world: World, key: str = "troops", position: int | None = None) -> tuple[Any, Any, list[tuple[str, Any]]]:
    """An event's own figure, its range, and what each source gives."""
    event = world.ask(FIGURES, key=key, at=position and {"position": position})["event"]
    own, span = event["troops"] and event["troops"]["best"], event["troopsRange"]
    said = [(r["source"]["ref"], _plain(r["says"])) for r in event["reports"]]
    return own, span and (span["low"], span["high"]), said


def _plain(says: list[Any]) -> Any:
    for claim in says:
        assert claim["field"] == "troops"
        figure = claim["estimate"]
        return figure["best"] if figure["low"] is None else (figure["low"], figure["high"])
    return None


def some(number: int) -> Raw:
    return {"best": number}


def test_the_report_that_an_event_was_recorded_with_gives_its_figure(world: World) -> None:
    world.append(*PAPERS, troops(troops=some(15000), report=[a_report("paper-1"), a_report("paper-2")]))

    world.append(corroborate("troops", "paper-3", says={"troops": {"low": 10000, "high": 12000}}))

    assert figures(world) == (15000, (10000, 15000), [("paper-1", 15000), ("paper-2", None), ("paper-3", (10000, 12000))])


def test_a_report_that_says_otherwise_gives_its_own_figure(world: World) -> None:
    world.append(*PAPERS, troops(troops=some(15000), report=a_report("paper-1", says={"troops": some(9000)})))

    assert figures(world) == (15000, (9000, 9000), [("paper-1", 9000)])


def test_figures_that_came_with_no_report_count_in_the_range(world: World) -> None:
    world.append(*PAPERS, troops("one", troops=some(15000)), troops("two", troops=some(9000)), merge("one", "two"))

    world.append(corroborate("one", "paper-1", says={"troops": some(12000)}))

    assert figures(world, "one") == (15000, (9000, 15000), [("paper-1", 12000)])


def test_merged_doubles_keep_the_figure_of_each_source(world: World) -> None:
    world.append(*PAPERS)
    world.append(troops("one", troops=some(2), report=a_report("paper-1")))
    world.append(troops("two", troops=some(3), report=a_report("paper-2")))
    apart = world.log.head()

    world.append(merge("one", "two"))
    merged = world.log.head()
    world.append(unmerge("one", "two"))

    assert figures(world, "one", merged) == (2, (2, 3), [("paper-1", 2), ("paper-2", 3)])
    assert figures(world, "one", apart) == figures(world, "one") == (2, (2, 2), [("paper-1", 2)])
    assert figures(world, "two") == (3, (3, 3), [("paper-2", 3)])


def test_a_correction_with_a_report_gives_that_report_the_figure_and_leaves_the_others(world: World) -> None:
    world.append(*PAPERS, troops(troops=some(15000), report=a_report("paper-1")))

    world.append(correct("troops", troops(troops=some(14000)), report=a_report("paper-2")))

    assert figures(world) == (14000, (14000, 15000), [("paper-1", 15000), ("paper-2", 14000)])


def test_a_correction_with_no_report_mends_what_the_report_was_recorded_with(world: World) -> None:
    world.append(*PAPERS, troops(troops=some(15000), report=a_report("paper-1")), corroborate("troops", "paper-2"))

    world.append(correct("troops", troops(troops=some(14000))))

    assert figures(world) == (14000, (14000, 14000), [("paper-1", 14000), ("paper-2", None)])


def test_the_figure_of_a_withdrawn_report_leaves_the_range(world: World) -> None:
    world.append(*PAPERS, troops(troops=some(15000), report=a_report("paper-1")))
    world.append(corroborate("troops", "paper-2", says={"troops": some(12000)}))

    world.append(withdraw("troops", "paper-1"))
    one_left = figures(world)
    world.append(withdraw("troops", "paper-2"))

    assert one_left == (15000, (12000, 12000), [("paper-2", 12000)])
    assert figures(world) == (15000, (15000, 15000), [])


def test_a_retracted_event_keeps_what_was_said_of_it(world: World) -> None:
    world.append(*PAPERS, troops(troops=some(15000), report=a_report("paper-1")))

    world.append(retract("troops"))

    assert figures(world) == (15000, (15000, 15000), [("paper-1", 15000)])


KEYS = ("one", "two", "three")
PAIRS = [(a, b) for a in KEYS for b in KEYS if a != b]
DEEDS = st.one_of(
    st.tuples(st.just("corroborate"), st.sampled_from(KEYS), st.integers(1, 9)),
    st.tuples(st.just("correct"), st.sampled_from(KEYS), st.integers(11, 19)),
    st.tuples(st.just("redate"), st.sampled_from(KEYS), st.integers(1, 28)),
    st.tuples(st.just("withdraw"), st.sampled_from(KEYS), st.integers(0, 3)),
    st.tuples(st.just("merge"), st.sampled_from(PAIRS), st.just(0)),
    st.tuples(st.just("unmerge"), st.sampled_from(PAIRS), st.just(0)),
)


class Desk:
    """What each source has said of each event, by the plainest account of it: nobody's figure is ever another's."""

    def __init__(self, world: World) -> None:
        self.world, self.said = world, {key: {f"paper-{number}": number + 30} for number, key in enumerate(KEYS)}
        self.own = {key: (number + 30, "2024/..") for number, key in enumerate(KEYS)}
        first = [troops(key, troops=some(n + 30), report=a_report(f"paper-{n}")) for n, key in enumerate(KEYS)]
        world.append(*PAPERS, *first)

    def do(self, number: int, deed: str, about: Any, figure: int) -> None:
        """Does one thing, where the log takes it."""
        source = f"paper-{number + len(KEYS)}"
        raw = self._raw(deed, about, figure, source)
        try:
            self.world.append(raw | {"key": f"deed-{number}"})
        except BadInput:
            return
        if deed in ("corroborate", "correct"):
            self.said[about][source] = figure
        if deed == "correct":
            self.own[about] = (figure, self.own[about][1])
        if deed == "redate":
            self.own[about] = (self.own[about][0], f"2024-05-{figure:02}")
        if deed == "withdraw":
            self.said[about].pop(raw["source"], None)

    def _raw(self, deed: str, about: Any, figure: int, source: str) -> Raw:
        if deed in ("merge", "unmerge"):
            return (merge if deed == "merge" else unmerge)(*about)
        if deed == "corroborate":
            return corroborate(about, source, says={"troops": some(figure)})
        if deed == "withdraw":
            return withdraw(about, [*self.said[about], "paper-19"][min(figure, len(self.said[about]))])
        own, occurred = self.own[about]
        if deed == "redate":
            return correct(about, troops(troops=some(own), occurred=f"2024-05-{figure:02}"))
        return correct(about, troops(troops=some(figure), occurred=occurred), report=a_report(source))


@pytest.mark.slow
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(deeds=st.lists(DEEDS, min_size=6, max_size=14))
def test_whatever_befalls_events_no_figure_is_lost_or_becomes_anothers(server_url: str, deeds: list[Any]) -> None:
    with new_database(server_url) as url, a_world(url) as world:
        desk = Desk(world)
        for number, (deed, about, figure) in enumerate(deeds):
            desk.do(number, deed, about, figure)

        members = world.ask(f"{{ {' '.join(f'{key}: event(key: {key!r}) {{ key }}' for key in KEYS)} }}".replace("'", '"'))
        for survivor in {event["key"] for event in members.values()}:
            said = [item for key in KEYS if members[key]["key"] == survivor for item in desk.said[key].items()]
            _, span, found = figures(world, survivor)
            assert sorted(found) == sorted(said)
            assert not said or span == (min(f for _, f in said), max(f for _, f in said))
