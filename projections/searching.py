"""Which events mention given words: in what they are called and say, in quotes, or in the names of places and parties.

The words come as one array of patterns, so that the SQL is the same however many there are. Each pattern is looked up by the
trigram indexes, wherever it may stand: what matches is found without a look at all other events."""

from domain.events import EVENT_KINDS
from projections import actors, events, names
from projections.period import held


def mention_all(event: str, patterns: str, at: str, *, given: bool = False, nested: bool = False, often: bool = False) -> str:
    """SQL: an event, under this alias, mentions something like each of some patterns, SQL for an array without duplicates.

    `given`: the event is known already, and is looked at alone; else all that match are found at once. `nested`: they are found
    once for all the lists that are looked through. `often`: so many events may match that each is first looked at by itself;
    what else would match is found when one does not."""
    id = f"{event}.position"
    matching = _matching("p.pattern", at, id if given else "")
    # At least, where exactly would do: then the planner expects some events, not just one, and does not loop over them.
    found = (
        f"{id} IN (SELECT m.position FROM unnest({patterns}) p (pattern) CROSS JOIN LATERAL ({matching}) m"
        f" GROUP BY m.position HAVING count(DISTINCT p.pattern) >= cardinality({patterns}))"
    )
    if given or often:
        return f"({events.words(event)} LIKE ALL ({patterns}) OR {found})"
    # IS TRUE has the set hashed once: a join would find it anew for each list.
    return f"({found}) IS TRUE" if nested else found


def may_match_often(word: str) -> bool:
    """Whether most events may mention a word, or have to be read for it.

    It is part of what a kind of event is called; or the indexes cannot find it, as in many databases what is not ASCII."""
    return len(word) < TRIGRAM or word in WORDS_OF_KINDS or not word.isascii()


TRIGRAM = 3
"""How many letters the trigram indexes need to find anything by."""

WORDS_OF_KINDS = " ".join(kind.TOPIC.replace("_", " ") for kind in EVENT_KINDS)


def _matching(pattern: str, at: str, event: str) -> str:
    """SQL for the positions of the events that mention something like a pattern, some several times; `event`: for this one."""
    places = f"ARRAY({names.called_like('place', pattern, at)})"
    parties = f"ARRAY({actors.same_as(names.called_like('actor', pattern, at), at)})"
    held_event = f"{held('w', at)}{_only('w.position', event)}"
    by_words = f"SELECT w.position FROM event w WHERE w.words LIKE {pattern} AND w.words <> '' AND {held_event}"
    by_kind = f"SELECT w.position FROM {events.of_kinds_like('w', pattern, held_event)}"
    survivor = events.survivor_position("d", at)
    by_quote = (
        f"SELECT {survivor} AS position FROM report r JOIN event d ON d.id = r.event_id AND {held('d', at)}"
        f" WHERE r.words LIKE {pattern} AND r.words <> '' AND {held('r', at)} AND r.of_event{_only(survivor, event)}"
    )
    by_place = f"SELECT w.position FROM event w WHERE w.place = ANY({places}) AND {held_event}"
    by_party = f"SELECT s.position FROM standing s WHERE s.actor = ANY({parties}) AND {held('s', at)}{_only('s.position', event)}"
    return " UNION ALL ".join((by_words, by_kind, by_quote, by_place, by_party))


def _only(column: str, event: str) -> str:
    return f" AND {column} = {event}" if event else ""
