"""What the benchmarks append: who did what to whom, on which day, in the shape of ICEWS, made up or from a file.

Made up, it is like the 90,730 events of ICEWS14: the actors, a twelfth as many as there are events, come up by Zipf's law; four
events in ten are between two drawn anew, the others have the pair of a random earlier one, so that few pairs are busy and most meet
once (there one percent of the pairs has 26 percent of the events, here 16 to 19). The 30 commonest codes have their shares; days go
in order through a year. Each event has a report by one of 200 publishers.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate, islice
from typing import NamedTuple

from domain.entries import Entry
from domain.events.coded import InteractionCoded, Scheme
from domain.registrations.actors import ActorKind, ActorRegistered
from domain.registrations.sources import SourceRegistered
from domain.values.party import Party
from domain.values.report import Report
from scripts.importing.formats.icews_names import names_of_codes

CODE_SHARES: Mapping[str, float] = {
    "010": 17.2,
    "040": 11.1,
    "020": 6.9,
    "036": 5.6,
    "042": 4.7,
    "043": 4.7,
    "173": 4.4,
    "051": 4.0,
    "111": 3.3,
    "112": 2.9,
    "180": 2.6,
    "190": 2.2,
    "046": 2.2,
    "030": 1.8,
    "100": 1.6,
    "031": 1.6,
    "050": 1.5,
    "057": 1.5,
    "090": 1.1,
    "041": 1.1,
    "120": 1.0,
    "193": 0.9,
    "013": 0.9,
    "130": 0.7,
    "141": 0.7,
    "181": 0.7,
    "012": 0.6,
    "044": 0.6,
    "017": 0.6,
    "084": 0.5,
}
"""CAMEO codes and their percentages among the events of ICEWS14."""

NEW_PAIR = 0.4
"""How often the next event is between two who are drawn anew."""
SOURCES = 200
FIRST_DAY = date(2014, 1, 1)


class Row(NamedTuple):
    """One event; `day` as ISO 8601 has it."""

    source: str
    code: str
    target: str
    day: str


class Data:
    """A cast, and as many of its events as are asked for: after the last row comes the first again, as another event."""

    def __init__(self, rows: Sequence[Row], names: Mapping[str, str], lines: Sequence[str] = ()) -> None:
        self.rows, self.names, self._lines = rows, names, lines
        self._publishers = [f"publisher-{n}" for n in range(1, SOURCES + 1)]

    def quadruples(self, count: int) -> Iterator[str]:
        """The first rows as lines of a file that can be imported; as they stood, where they are from such a file."""
        words = {code: name for name, codes in names_of_codes().items() for code in codes}
        names = self.names
        made = (f"{names[r.source]}\t{words[r.code]}\t{names[r.target]}\t{r.day}" for r in self.rows)
        return islice(self._lines or made, count)

    def cast(self) -> list[Entry]:
        """Who is registered before any event: the actors, the publishers."""
        actors = [ActorRegistered(id=ref, actor_kind=ActorKind.OTHER, name=name) for ref, name in self.names.items()]
        return [*actors, *(SourceRegistered(id=ref, publisher=ref) for ref in self._publishers)]

    def events(self, start: int, count: int) -> list[InteractionCoded]:
        """Events from a place in the endless row of them on; the same place gives the same event."""
        return [self._event(place) for place in range(start, start + count)]

    def _event(self, place: int) -> InteractionCoded:
        row = self.rows[place % len(self.rows)]
        return InteractionCoded(
            key=f"bench:{place}",
            occurred=row.day,
            scheme=Scheme.ICEWS,
            code=row.code,
            source=Party(actor=row.source),
            target=Party(actor=row.target),
            report=(Report(source=self._publishers[place % SOURCES]),),
        )


def made_up(count: int, seed: int) -> Data:
    """So many events; the same for the same seed."""
    chance = random.Random(seed)
    names = {f"actor-{n}": f"Actor {n}" for n in range(1, max(20, count // 12) + 1)}
    pairs = _pairs(count, list(names), chance)
    codes = chance.choices(list(CODE_SHARES), list(CODE_SHARES.values()), k=count)
    days = (FIRST_DAY + timedelta(days=n * 365 // count) for n in range(count))
    rows = [Row(source, code, target, str(day)) for (source, target), code, day in zip(pairs, codes, days, strict=True)]
    return Data(rows, names)


def _pairs(count: int, actors: Sequence[str], chance: random.Random) -> Sequence[tuple[str, str]]:
    drawn = _actors(actors, chance)
    pairs: list[tuple[str, str]] = []
    while len(pairs) < count:
        one, other = (next(drawn), next(drawn)) if not pairs or chance.random() < NEW_PAIR else chance.choice(pairs)
        if one != other:
            pairs.append((one, other))
    return pairs


def _actors(actors: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Actors by the law of Zipf and Mandelbrot: the n-th comes up 1 / (n + 5) times as often."""
    shares = list(accumulate(1 / (n + 5) for n in range(1, len(actors) + 1)))
    while True:
        yield from chance.choices(actors, cum_weights=shares, k=1000)
