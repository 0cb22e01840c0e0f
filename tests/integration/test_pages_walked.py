"""Walking a list page by page, from either end, in any order, now or as of any position, gives what one large page does."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle.arguments import filters
from oracle.questions import literal
from served import Served, logs, served
from world import bare_database

ORDERS = ("OCCURRED_DESC", "OCCURRED_ASC", "POSITION_DESC", "POSITION_ASC")
EVENTS = ("events", 'actor(ref: "PRK"AT) { events', 'relationship(between: ["PRK", "RUS"]AT) { events')
FORWARD = {
    "actors": ("",),
    "relationships": ('actor: "PRK" orderBy: EVENTS_DESC', 'actor: "PRK" orderBy: EVENTS_ASC'),
    'actor(ref: "PRK"AT) { relationships': ("orderBy: EVENTS_ASC", "orderBy: EVENTS_DESC"),
    "changes": ("since: {position: 5}",),
    "places": ("",),
    "sources": ("",),
}
TIMELESS = ("places", "sources", "changes")
NODES = {"actors": "ref", "places": "ref", "sources": "ref", "changes": "position", "events": "key"}
PAGE = "totalCount edges { cursor node { NODE } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"


class Listed:
    """One list of a world, as of a position (None: now)."""

    def __init__(self, world: Served, field: str, arguments: str, at: int | None) -> None:
        moment = f"asOf: {{position: {at}}}" if at is not None else ""
        name = field.rpartition(" ")[2]
        self._world, nested = world, "AT" in field
        own = "" if nested or name in TIMELESS else moment
        node = NODES.get(name, "between { ref } eventCount")
        selected = f"{{ {PAGE.replace('NODE', node)} }} {'}' if nested else ''}"
        self._query = f"{{ {field.replace('AT', ' ' + moment)}({arguments} {own} WINDOW) {selected} }}"

    def page(self, window: str) -> Any:
        """One page of it."""
        answer = self._world.response(self._query.replace("WINDOW", window))
        # In some of the worlds that are made up, the two are one.
        assume(not any("both names stand for" in error["message"] for error in answer.get("errors", ())))
        assert "errors" not in answer, answer["errors"]
        data = answer["data"]
        while "edges" not in data:
            (data,) = data.values()
        return data

    def forwards(self, size: int) -> Iterator[Any]:
        """Its rows with their cursors, page by page from the start."""
        after, more = "", True
        while more:
            page = self.page(f"first: {size} {after}")
            yield from page["edges"]
            more, after = page["pageInfo"]["hasNextPage"], f"after: {literal(page['pageInfo']['endCursor'])}"
            assert page["pageInfo"]["endCursor"] == (page["edges"][-1]["cursor"] if page["edges"] else None)

    def backwards(self, size: int) -> Iterator[Any]:
        """Its rows with their cursors, page by page from the end, the last first."""
        before, more = "", True
        while more:
            page = self.page(f"last: {size} {before}")
            yield from reversed(page["edges"])
            more, before = page["pageInfo"]["hasPreviousPage"], f"before: {literal(page['pageInfo']['startCursor'])}"
            assert page["pageInfo"]["startCursor"] == (page["edges"][0]["cursor"] if page["edges"] else None)


some = settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@some
@given(data=st.data(), said=logs)
def test_walking_forwards_and_backwards_gives_the_whole_list(server_url: str, data: st.DataObject, said: Sequence[Any]) -> None:
    with bare_database(server_url) as url, served(url, said) as world:
        for order in ORDERS:
            at = data.draw(st.none() | st.sampled_from(world.about.positions))
            arguments = f"filter: {literal(data.draw(filters))} orderBy: {order}"
            listed = Listed(world, data.draw(st.sampled_from(EVENTS)), arguments, at)
            size = data.draw(st.integers(3, 8))
            whole = listed.page("first: 1000")

            assert list(listed.forwards(size)) == whole["edges"]
            assert list(listed.backwards(size)) == whole["edges"][::-1]
            assert whole["totalCount"] == len(whole["edges"])


@pytest.mark.slow
@some
@given(data=st.data(), said=logs)
def test_so_do_the_lists_that_only_go_forward(server_url: str, data: st.DataObject, said: Sequence[Any]) -> None:
    with bare_database(server_url) as url, served(url, said) as world:
        for field, several in FORWARD.items():
            at = data.draw(st.none() | st.sampled_from(world.about.positions))
            listed = Listed(world, field, data.draw(st.sampled_from(several)), at)
            whole = listed.page("first: 1000")

            assert list(listed.forwards(data.draw(st.integers(3, 8)))) == whole["edges"]
            assert whole["totalCount"] == len(whole["edges"])


@pytest.mark.slow
@some
@given(data=st.data(), said=logs)
def test_cursors_stay_good_while_the_log_grows(server_url: str, data: st.DataObject, said: Sequence[Any]) -> None:
    with bare_database(server_url) as url, served(url, said[: len(said) // 2]) as world:
        order, at = data.draw(st.sampled_from(ORDERS)), world.about.positions[-1]
        listed = Listed(world, "events", f"orderBy: {order}", at)
        edges = listed.page("first: 1000")["edges"]
        place = data.draw(st.integers(0, len(edges) - 1))

        world.append(said[len(said) // 2 :])

        assert listed.page(f"first: 1000 after: {literal(edges[place]['cursor'])}")["edges"] == edges[place + 1 :]
        assert listed.page(f"last: 1000 before: {literal(edges[place]['cursor'])}")["edges"] == edges[:place]
