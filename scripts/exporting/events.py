"""The events to export, asked of the API page by page, all at one position: memory stays flat, however many there are."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from api.compiler.paging import LARGEST_PAGE
from domain.errors import AnnalsError, BadInput, Busy
from domain.identity import read_uuid
from projections.folding import Progress
from scripts.exporting.details import selection
from scripts.exporting.format import Raw
from scripts.support.asking import OURS, Answer

PAGE = 1000
"""Events asked for at a time."""

Ask = Callable[[str, dict[str, Any]], Answer]

FIGURE = "{ low best high approximate unit basis }"
SOURCE = "{ ref publisher title language url published { edtf } }"
REPORT = f"source {SOURCE} hedge quote attributedTo via dated {{ edtf }} statedIn {{ id key }} says {{ field estimate {FIGURE} }}"
EVENT = f"""
    id key kind title status retracted occurred {{ edtf earliest latest precision }}
    place {{ ref name kind country {{ ref name }} latitude longitude }}
    parties {{ actor {{ ref name kind }} role side representing {{ ref name }} asSaid }}
    plover ploverMode cameo quad goldstein reportCount reports {{ {REPORT} }}
    partOf {{ id key }} follows {{ id key }} precedes {{ id key }} responseTo {{ id key }}
    claimedOrdinal claimedFirstSince {{ id key }}
    history {{ position recordedAt entryKind reason appendedBy program }}
    recordedAt position
"""

COUNT = """
query Count($filter: EventFilter, $at: Position!) { events(filter: $filter, asOf: {position: $at}) { totalCount } }
"""

EVENTS = """
query Export($filter: EventFilter, $at: Position!, $after: String) {
  events(filter: $filter, orderBy: POSITION_ASC, first: %d, after: $after, asOf: {position: $at}) {
    nodes { %s } pageInfo { hasNextPage endCursor }
  }
}
"""


class Events:
    """The events that meet a filter, as known at a position. `filter`: an EventFilter, as a query would give it."""

    def __init__(self, ask: Ask, filter: dict[str, Any], at: int) -> None:
        self._ask, self._filter, self._at = ask, filter, at
        self.parked = 0
        """How many entries of the log could not be folded, so that the events may lack what they say."""

    def count(self, *, with_retracted: bool = False) -> int:
        """How many they are; on request with those that were retracted since. Raises BadInput, AnnalsError."""
        filter = self._filter | ({"includeRetracted": True} if with_retracted else {})
        return int(self._page(COUNT, filter)["totalCount"])

    def all(self, progress: Progress) -> Iterator[Raw]:
        """One after the other, in the order in which they were recorded."""
        return self._pages(EVENTS % (PAGE, EVENT + selection()), progress)

    def ids(self, progress: Progress) -> set[UUID]:
        """Their ids."""
        found = (read_uuid(event["id"], "Event") for event in self._pages(EVENTS % (LARGEST_PAGE, "id"), progress))
        return {id for id in found if id}

    def _pages(self, query: str, progress: Progress) -> Iterator[Raw]:
        total, done, after = self.count(), 0, None
        while True:
            page = self._page(query, self._filter, after)
            yield from page["nodes"]
            done, after = done + len(page["nodes"]), page["pageInfo"]["endCursor"]
            progress(done, total)
            if not page["pageInfo"]["hasNextPage"]:
                return

    def _page(self, query: str, filter: dict[str, Any], after: str | None = None) -> dict[str, Any]:
        answer = self._ask(query, {"filter": filter, "at": self._at} | ({"after": after} if after else {}))
        if answer.codes:
            raise _error(answer)
        self.parked = answer.response.get("extensions", {}).get("parked", {}).get("count", 0)
        page: dict[str, Any] = answer.response["data"]["events"]
        return page


def _error(answer: Answer) -> AnnalsError:
    message = str(answer.response["errors"][0]["message"])
    if answer.codes[0] not in OURS:
        return BadInput(message)
    return Busy(message) if answer.codes[0] == "BUSY" else AnnalsError(message)
