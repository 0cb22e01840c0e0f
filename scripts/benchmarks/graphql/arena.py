"""Both servers over the same database, and what they answer."""

import hashlib
import json
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError

from domain.errors import AnnalsError
from scripts.benchmarks.benchmark import Skipped
from scripts.benchmarks.graphql import servers, wrk
from scripts.benchmarks.graphql.questions import Question, normalised
from scripts.benchmarks.ground import Ground

VIEWS = Path(__file__).with_name("views.sql")
SCHEMA = "peer"

COMPARED = 25
"""For how many sets of variables the answers are compared."""

Body = dict[str, Any]


class Arena(NamedTuple):
    """The addresses of both."""

    ours: str
    theirs: str


@contextmanager
def arena(ground: Ground) -> Iterator[Arena]:
    """Both servers over all events. Raises Skipped."""
    if not wrk.is_there():
        raise Skipped("the load comes from wrk, which is not installed; apt-get install wrk")
    with ground.place() as place:
        ground.fill(place)
        place.views.prepare()
        place.views.fold()
        # The server registers the states when it starts: before the tables are put in order.
        with servers.annals(place.url) as ours:
            conn = ground.connect(place.url)
            conn.execute("VACUUM ANALYZE")
            place.views.connection.execute(VIEWS.read_bytes())
            with servers.postgraphile(place.url, SCHEMA) as theirs:
                yield Arena(ours, theirs)


def bodies(text: str, variables: Sequence[Body]) -> list[Body]:
    """Requests that send a query's text."""
    return [{"query": text, "variables": each} for each in variables]


def known_bodies(url: str, text: str, variables: Sequence[Body]) -> list[Body]:
    """Requests that send a query's hash, once the server has been told the text. Raises Skipped."""
    by_hash = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(text.encode()).hexdigest()}}}
    answer(url, {"query": text, "variables": variables[0], **by_hash})
    known = [{"variables": each, **by_hash} for each in variables]
    try:
        answer(url, known[0])
    except AnnalsError as error:
        raise Skipped("the server knows no queries by their hash") from error
    return known


def compare(arena: Arena, question: Question, variables: Sequence[Body]) -> None:
    """Raises AnnalsError where the two answer differently."""
    pairs = zip(bodies(question.ours, variables), bodies(question.theirs, variables), strict=True)
    for ours, theirs in list(pairs)[:COMPARED]:
        if normalised(answer(arena.ours, ours)) != normalised(answer(arena.theirs, theirs)):
            raise AnnalsError(f"the answers differ: {question.name}, {ours['variables']}")


def answer(url: str, body: Body) -> Any:
    """The data that answers a request. Raises AnnalsError."""
    headers = {"content-type": "application/json", "accept": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers), timeout=60) as response:
            found = json.load(response)
    except HTTPError as error:
        raise AnnalsError(f"{url}: {error}: {error.read(300)!r}") from error
    if found.get("errors"):
        raise AnnalsError(f"{url}: {found['errors'][0]}")
    return found["data"]
