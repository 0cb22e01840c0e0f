"""Queries as heavy as the default limits admit: each repeats one kind of question that takes long as often as its cost allows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graphql import GraphQLError

from api.documents.gate import Gate
from api.documents.operation import Invalid
from api.documents.request import GraphQLRequest
from api.limits.limits import DEFAULT
from api.schema import schema
from api.types.enums import EventDimension
from scripts.benchmarks.data import Data
from scripts.benchmarks.graphql.random_queries import RandomQueries, Values

MADE_UP = 150
"""How many queries are made up at random; some of them are refused as too costly."""

PARTS: Mapping[str, str] = {
    "counts": "status { counts { kind count } views { lag } }",
    "events by filter": 'events(first: 1000, filter: {source: "publisher-1"}) { totalCount nodes { key title } }',
    "text of all": 'events(filter: {text: "%(common)s"}) { totalCount nodes { key } }',
    "short words": 'events(filter: {text: "a e"}) { totalCount nodes { key } }',
    "many words": 'events(filter: {text: "%(common)s a e i o n"}) { nodes { key } }',
    "text of an actor's events": 'actor(ref: "%(busiest)s") { events(filter: {text: "%(common)s"}) { totalCount nodes { key } } }',
    "text of many lists": """relationships(actor: "%(busiest)s", first: 50) {
        nodes { events(filter: {text: "%(common)s"}) { totalCount } } }""",
    "nested lists": """events(first: 500) {
        nodes { key title parties { role actor { ref name aliases } } reports { quote source { title } } } }""",
    "histories": "events(first: 1000) { nodes { key history { entryKind position recordedAt } } }",
    "relationships": """relationships(actor: "%(busiest)s", first: 1000) {
        totalCount nodes { eventCount goldsteinMean } }""",
    "timelines": """relationships(actor: "%(busiest)s", first: 20) {
        nodes { timeline(by: DAY, first: 100) { start eventCount reportCount } } }""",
    "actors' relationships": "actors(first: 5) { nodes { relationships(first: 5) { totalCount nodes { eventCount } } } }",
    "appearances": 'appearances(together: ["%(busiest)s"], first: 1000) { ordinal sincePrevious { days } event { key title } }',
    "changes": "changes(since: {position: 0}, first: 1000) { totalCount nodes { event { key title parties { actor { name } } } } }",
    "long ago": 'actor(ref: "%(busiest)s", asOf: {position: %(early)s}) { events(first: 1000) { totalCount nodes { key title } } }',
    "groups long ago": "eventGroups(by: [PAIR], asOf: {position: %(early)s}) { keys eventCount }",
    "actors by name": 'actors(search: "a", first: 500) { totalCount nodes { name events { totalCount } } }',
    "sources by name": 'sources(search: "publisher", first: 1000) { totalCount nodes { ref title } }',
    **{f"groups by {each.name}": f"eventGroups(by: [{each.name}]) {{ keys eventCount reportCount }}" for each in EventDimension},
    "groups by pair and source": "eventGroups(by: [PAIR, SOURCE], first: 1000) { keys eventCount reportCount goldsteinMean }",
}
"""By name. A part is repeated under other names until the query costs as much as one may."""


class HeavyQuery(NamedTuple):
    """A query that is admitted."""

    name: str
    text: str
    cost: int


def heavy_queries(data: Data, head: int, seed: int = 1) -> Iterator[HeavyQuery]:
    """Queries that are admitted with the default limits."""
    gate = Gate(schema().core, DEFAULT)
    events = Counter(ref for row in data.rows for ref in (row.source, row.target))
    words = Counter(word for name in data.names.values() for word in {*name.lower().split()})
    about = {"busiest": events.most_common(1)[0][0], "common": words.most_common(1)[0][0], "early": max(1, head // 100)}
    for name, part in PARTS.items():
        text = part % about
        most = DEFAULT.max_cost // (_cost(gate, f"{{ {text} }}") or DEFAULT.max_cost)
        parts = (f"a{n}: {text}" for n in range(min(most, DEFAULT.max_aliases)))
        yield from _admitted(gate, name, f"{{ {' '.join(parts)} }}")
    made_up = RandomQueries(_values(data, about), seed)
    for number in range(MADE_UP):
        yield from _admitted(gate, f"made up, number {number}", made_up.next())


def _admitted(gate: Gate, name: str, text: str) -> Iterator[HeavyQuery]:
    if cost := _cost(gate, text):
        yield HeavyQuery(name, text, cost)


def _cost(gate: Gate, text: str) -> int | None:
    """What a query costs; None where it is refused."""
    try:
        return gate.admit(GraphQLRequest(text)).cost
    except (GraphQLError, Invalid):
        return None


def _values(data: Data, about: Mapping[str, object]) -> Values:
    """What made-up queries ask about: what finds a lot, and what finds little."""
    busiest, common, early = about["busiest"], about["common"], about["early"]
    pair, _ = Counter((row.source, row.target) for row in data.rows if row.source != row.target).most_common(1)[0]
    days = sorted({row.day for row in data.rows})
    return {
        "ref": [busiest, data.rows[-1].source],
        "actor": [busiest, data.rows[-1].source],
        "actors": [[busiest], [*pair]],
        "anyActor": [[*pair], list(data.names)[:20]],
        "between": [[*pair]],
        "together": [[busiest], [*pair]],
        "text": [common, "a e", f"{common} a", "nothing"],
        "search": ["a", common, "publisher"],
        "source": ["publisher-1"],
        "occurred": [{"from": days[0], "to": days[-1]}, {"from": days[len(days) // 2]}],
        "asOf": [{"position": early}],
        "since": [{"position": 0}],
        "goldstein": [{"min": -10}],
        "plover": [["CONSULT"]],
        "key": ["bench:0"],
        "ids": [["nothing"]],
        "name": ["deaths"],
    }
