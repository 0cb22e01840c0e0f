"""The events to export, asked of the API page by page, all at one position: memory stays flat, however many there are."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from api.compiler.paging import LARGEST_PAGE
from api.exporting.details import selection
from api.exporting.format import Raw
from domain.identity import read_uuid
from projections.folding import Progress

PAGE = 1000
"""Events asked for at a time."""

Ask = Callable[[str, dict[str, Any]], dict[str, Any]]
"""Answers a query with its variables: what it gives has data and extensions, and no errors. Raises what the asker understands."""

FIGURE = "{ low best high approximate unit basis }"
SOURCE = "{ ref publisher title language url published { edtf } }"
REPORT = f"""hedge source {SOURCE} quote attributedTo via dated {{ edtf }} statedIn {{ id key }} confidence
    says {{ field estimate {FIGURE} }}"""
CODED = "coded { column values }"
EVENT = f"""
    id key kind title status retracted occurred {{ edtf earliest latest precision }}
    place {{ ref name kind country {{ ref name }} latitude longitude
        within {{ name kind within {{ name kind within {{ name kind }} }} }} }}
    parties {{ actor {{ ref name kind codes {{ scheme code }} }} role side representing {{ ref name }} asSaid }}
    plover ploverMode cameo quad goldstein reportCount reports {{ {REPORT} {CODED} }}
    partOf {{ id key }} follows {{ id key }} precedes {{ id key }} responseTo {{ id key }}
    claimedOrdinal claimedFirstSince {{ id key }}
    history {{ position recordedAt entryKind reason appendedBy program }}
    recordedAt position
"""

COUNT = """
query Count($filter: EventFilter, $at: Position!) { events(filter: $filter, asOf: {position: $at}) { totalCount } }
"""

EVENTS = """
query Export($filter: EventFilter, $at: Position!, $first: Int!, $after: String) {
  events(filter: $filter, orderBy: POSITION_ASC, first: $first, after: $after, asOf: {position: $at}) {
    nodes { %s } pageInfo { hasNextPage endCursor }
  }
}
"""


def query_for(selected: str) -> str:
    """The query for a page of events with these fields, which takes $filter, $at, $first and $after."""
    return EVENTS % selected


class Events:
    """The events that meet a filter, as known at a position. `filter`: an EventFilter, as a query would give it."""

    def __init__(self, ask: Ask, filter: dict[str, Any], at: int) -> None:
        self._ask, self._filter, self._at = ask, filter, at
        self.parked = 0
        """How many entries of the log could not be folded, so that the events may lack what they say."""

    def count(self, *, with_retracted: bool = False) -> int:
        """How many they are; on request with those that were retracted since."""
        filter = self._filter | ({"includeRetracted": True} if with_retracted else {})
        return int(self._page(COUNT, {"filter": filter})["totalCount"])

    def all(self, progress: Progress) -> Iterator[Raw]:
        """One after the other, in the order in which they were recorded, with all that any format needs."""
        return self._told(progress, query_for(EVENT + selection()), PAGE)

    def ids(self, progress: Progress) -> set[UUID]:
        """Their ids."""
        found = (read_uuid(event["id"], "Event") for event in self._told(progress, query_for("id"), LARGEST_PAGE))
        return {id for id in found if id}

    def _told(self, progress: Progress, query: str, size: int) -> Iterator[Raw]:
        total, done = self.count(), 0
        for page in self._pages(query, size):
            yield from page
            done += len(page)
            progress(done, total)

    def _pages(self, query: str, size: int) -> Iterator[list[Raw]]:
        after = None
        while True:
            page = self._page(query, {"filter": self._filter, "first": size} | ({"after": after} if after else {}))
            yield page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return

    def _page(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        answer = self._ask(query, variables | {"at": self._at})
        self.parked = answer.get("extensions", {}).get("parked", {}).get("count", 0)
        page: dict[str, Any] = answer["data"]["events"]
        return page
