"""Which events mention given words: in what they are called and say, in quotes, or in the names of places and parties.

The words come as one array of patterns, so that the SQL is the same however many there are. Each pattern is looked up by the
trigram indexes, wherever it may stand: what matches is found without a look at all other events."""

from projections import actors, names
from projections.period import held


def mention_all(event: str, patterns: str, at: str, *, given: bool = False) -> str:
    """SQL: an event mentions something like each of some patterns, SQL for an array without duplicates.

    `given`: the event is known already, and is looked at alone; else all that match are found at once."""
    matching = _matching("p.pattern", at, event if given else "")
    # At least, where exactly would do: then the planner expects some events, not just one, and does not loop over them.
    return (
        f"{event} IN (SELECT m.id FROM unnest({patterns}) p (pattern) CROSS JOIN LATERAL ({matching}) m"
        f" GROUP BY m.id HAVING count(DISTINCT p.pattern) >= cardinality({patterns}))"
    )


def _matching(pattern: str, at: str, event: str) -> str:
    """SQL for the ids of the events that mention something like a pattern, some several times; `event`: for this one alone."""
    places = f"ARRAY({names.called_like('place', pattern, at)})"
    parties = f"ARRAY({actors.same_as(names.called_like('actor', pattern, at), at)})"
    by_words = f"SELECT w.id FROM event w WHERE w.words LIKE {pattern} AND {held('w', at)}{_only('w.id', event)}"
    by_quote = (
        f"SELECT d.survivor FROM report r JOIN event d ON d.id = r.event_id AND {held('d', at)}"
        f" WHERE r.words LIKE {pattern} AND {held('r', at)} AND r.of_event{_only('d.survivor', event)}"
    )
    by_place = f"SELECT w.id FROM event w WHERE w.place = ANY({places}) AND {held('w', at)}{_only('w.id', event)}"
    by_party = f"SELECT s.event_id FROM standing s WHERE s.actor = ANY({parties}) AND {held('s', at)}{_only('s.event_id', event)}"
    return " UNION ALL ".join((by_words, by_quote, by_place, by_party))


def _only(column: str, event: str) -> str:
    return f" AND {column} = {event}" if event else ""
