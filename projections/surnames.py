"""Whom a surname alone may mean, where it is no name of anybody: for queries, which say whom they took, and for suggestions."""

from domain.registrations.actors import IMPORTED
from projections.period import held
from projections.standings import EVENTS_OF_ACTORS

FAMILY_NAME_FIRST = ("CHN", "HKG", "HUN", "JPN", "KHM", "KOR", "MAC", "PRK", "SGP", "TWN", "VNM")
"""The states whose people may put the surname before the given name: Kim Jong Un, Xi Jinping. With others it comes last."""

WORDS = "string_to_array({key}, ' ')"
"""SQL: the words of a name. By an index on them all names are found that have a word."""


def has_words(name: str, key: str) -> str:
    """SQL: a name has all the words of another."""
    return f"{WORDS.format(key=name)} @> {WORDS.format(key=key)}"


def borne(at: str, keys: str) -> str:
    """SQL for the people who have some keys as surnames, in the columns of `names.find` and with the number of their events.

    Only of keys that no actor is called by. Those whom imports know by their names alone may be people too."""
    ends = "right(w.key, length(k.key) + 1) = ' ' || k.key"
    begins = f"left(w.key, length(k.key) + 1) = k.key || ' ' AND s.of IN {FAMILY_NAME_FIRST}"
    called = f"n.key = k.key AND n.thing = 'actor' AND {held('n', at)} AND {held('b', at)} AND NOT b.retracted"
    return f"""
    SELECT k.key, 'actor' AS thing, s.ref, s.ref AS survivor, false AS is_id, false AS is_area,
        s.kind AS surname_of, {EVENTS_OF_ACTORS.number("s.ref", at)} AS events
    FROM unnest({keys}::text[]) k (key)
    CROSS JOIN LATERAL (
        SELECT w.key, w.ref FROM name w
        WHERE {has_words("w.key", "k.key")} AND w.thing = 'actor' AND w.sort IN ('name', 'alias') AND {held("w", at)} OFFSET 0
    ) w
    JOIN actor a ON a.ref = w.ref AND {held("a", at)} AND NOT a.retracted
    JOIN actor s ON s.ref = a.survivor AND {held("s", at)} AND NOT s.retracted
    WHERE (s.kind = 'person' OR s.kind = 'other' AND s.codes ? '{IMPORTED}') AND ({ends} OR {begins})
        AND NOT EXISTS (SELECT FROM name n JOIN actor b ON b.ref = n.ref WHERE {called})
    """
