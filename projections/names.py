"""The view of names: every way in which an actor, a place or a source can be called."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from domain.names import name_key
from domain.registrations.actors import COUNTRIES, IMPORTED, ActorAliased, ActorCoded, ActorRegistered, Code
from domain.registrations.places import PlaceRegistered
from domain.registrations.sources import SourceRegistered
from projections import surnames, translations
from projections.actors import is_alone, survivors_of
from projections.period import held
from projections.registered import registered
from projections.standings import EVENTS_OF_ACTORS
from projections.table import PENDING, Table


class NameRow(NamedTuple):
    """One name of one thing. `sort`: id, code, name or alias; `language`: in what language the entry says that it is."""

    id: UUID
    line: int
    thing: str
    ref: str
    sort: str
    name: str
    key: str
    language: str | None


TABLE = Table(
    "name",
    NameRow,
    indexes=(
        # Whom a name stands for, and what somebody is called.
        "(key)",
        "(ref)",
        # Names that are like others, or have some words.
        f"USING gin (key gin_trgm_ops) {PENDING}",
        f"USING gin ({surnames.WORDS.format(key='key')}) {PENDING}",
    ),
)


def _named(thing: str, ref: str, sort: str, *names: str, language: str | None = None) -> Iterator[tuple[Any, ...]]:
    return ((thing, ref, sort, name, name_key(name), language) for name in names)


def _actor(said: ActorRegistered) -> Iterator[tuple[Any, ...]]:
    yield from _named("actor", said.id, "id", said.id)
    yield from _named("actor", said.id, "name", said.name)
    yield from _codes(said.id, said.codes)


def _codes(ref: str, codes: Iterable[Code]) -> Iterator[tuple[Any, ...]]:
    return _named("actor", ref, "code", *(c.code for c in codes if c.scheme in NAMING_SCHEMES))


def _coded(said: ActorCoded) -> Iterator[tuple[Any, ...]]:
    return _codes(said.actor, said.codes)


def _alias(said: ActorAliased) -> Iterator[tuple[Any, ...]]:
    return _named("actor", said.actor, "alias", said.alias, language=said.language)


def _provisional_name(replaced: Sequence[NameRow], new: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The name that an import gave an actor or place: by it the next import finds the same one."""
    known = {name for *_, name, _, _ in new}
    for row in replaced:
        if row.sort == "name" and row.name not in known:
            yield from _named(row.thing, row.ref, "alias", row.name)


def _place(said: PlaceRegistered) -> Iterator[tuple[Any, ...]]:
    yield from _named("place", said.id, "id", said.id)
    yield from _named("place", said.id, "name", said.name)
    yield from _named("place", said.id, "alias", *said.aliases)


def _source(said: SourceRegistered) -> Iterator[tuple[Any, ...]]:
    return _named("source", said.id, "id", said.id)


NAMING_SCHEMES = ("iso3166-1-alpha-2", "wikidata")
"""The lists whose codes can stand for a name: others would clash with words or with each other."""

VIEW = registered(
    TABLE,
    {ActorRegistered: _actor, ActorAliased: _alias, ActorCoded: _coded, PlaceRegistered: _place, SourceRegistered: _source},
    remaining=_provisional_name,
)

IS_AREA = f"(n.thing = 'place' OR coalesce(a.kind IN {COUNTRIES}, false))"
"""SQL: what a name `n` stands for, perhaps an actor `a`, is something that events can happen in."""


def find(at: str, keys: str) -> str:
    """SQL: what each of some keys stands for at a position: merged actors by their survivor, retracted ones not at all.

    An id beats other names. A surname under which an import alone knows somebody stands for everybody who bears it: a leader whom
    Archigos calls Putin must not take the place of Vladimir Putin."""
    return f"""
    SELECT n.key, n.thing, n.ref, coalesce(a.survivor, n.ref) AS survivor, n.sort = 'id' AS is_id, {IS_AREA} AS is_area
    FROM name n LEFT JOIN actor a ON n.thing = 'actor' AND a.ref = n.ref AND {held("a", at)}
    WHERE n.key = ANY({keys}) AND {held("n", at)} AND NOT coalesce(a.retracted, false)
    UNION ALL {_bearers(at, keys)}
    UNION ALL {translations.meant(at, keys)}
    """


def _surnames(at: str, keys: str) -> str:
    """SQL, from FROM on: the names `n` among some keys that are a single word by which an import alone calls an actor `a`."""
    return f"""
    FROM name n JOIN actor a ON a.ref = n.ref AND {held("a", at)}
    WHERE n.key = ANY({keys}) AND {held("n", at)} AND n.thing = 'actor' AND strpos(n.key, ' ') = 0
        AND a.kind IN ('person', 'other') AND a.codes ? '{IMPORTED}' AND a.survivor = a.ref AND NOT a.retracted
    """


SURNAMES = f"SELECT DISTINCT n.key {_surnames('%(at)s', '%(keys)s')}"
"""Those of some keys by which an import alone calls somebody, and everybody who bears them may be meant."""


def _bearers(at: str, keys: str) -> str:
    """SQL: for each of some keys by which an import alone calls somebody, all people of the same state who bear it."""
    return f"""
    SELECT s.key, w.thing, w.ref, p.survivor, false, false
    FROM (SELECT n.key, a.of {_surnames(at, keys)}) s
    CROSS JOIN LATERAL (
        SELECT w.thing, w.ref FROM name w
        WHERE w.key LIKE chr(37) || s.key || chr(37) AND strpos(' ' || w.key || ' ', ' ' || s.key || ' ') > 0
            AND w.thing = 'actor' AND w.sort IN ('name', 'alias') AND {held("w", at)} OFFSET 0
    ) w
    JOIN actor p ON p.ref = w.ref AND {held("p", at)}
    WHERE p.kind = 'person' AND NOT p.retracted AND (p.of = s.of OR p.of IS NULL OR s.of IS NULL)
    """


FIND = find("%(at)s", "%(keys)s")

WITH_IDS = ("actor", "place", "source")
"""The sorts of things that can be called by a Relay id or the bare uuid wherever they can be called by name."""


def find_by_id(at: str, keys: str, things: str, ids: str) -> str:
    """SQL: the same for uuids: the thing with each id."""
    return f"""
    SELECT given.key, n.thing, n.ref, coalesce(a.survivor, n.ref) AS survivor, false AS is_id, {IS_AREA} AS is_area
    FROM unnest({keys}::text[], {things}::text[], {ids}::uuid[]) AS given (key, thing, id)
    JOIN name n ON n.id = given.id AND n.thing = given.thing AND n.sort = 'id' AND {held("n", at)}
    LEFT JOIN actor a ON n.thing = 'actor' AND a.ref = n.ref AND {held("a", at)}
    WHERE NOT coalesce(a.retracted, false)
    """


def meanings(at: str, keys: str, *by_id: str) -> str:
    """SQL for what names stand for at a position, as JSON text, always in the same order. `by_id`: what `find_by_id` takes."""
    whole = " UNION ALL ".join([find(at, keys), *([find_by_id(at, *by_id)] if by_id else [])])
    found = f"SELECT w.*, NULL AS surname_of, 0 AS events FROM ({whole}) w UNION ALL {surnames.borne(at, keys)}"
    alone = is_alone("f.survivor", at)
    row = f"jsonb_build_array(f.key, f.thing, f.ref, f.survivor, f.is_id, f.is_area, {alone}, f.surname_of, f.events)"
    return f"(SELECT jsonb_agg(DISTINCT {row})::text FROM ({found}) f)"


LONGEST_COMPARED = 200
"""How many characters of an unknown name are compared with those that are known: more take seconds, and are no slip of the pen."""

_HAS_WORDS = surnames.has_words("n.key", "%(key)s::text")
_EVENTS = EVENTS_OF_ACTORS.number("n.ref", "%(at)s")

SUGGEST = f"""
SELECT n.thing, n.ref, max(similarity(n.key, left(%(key)s, {LONGEST_COMPARED}))) AS likeness
FROM name n LEFT JOIN actor a ON n.thing = 'actor' AND a.ref = n.ref AND {held("a", "%(at)s")}
WHERE (n.key %% left(%(key)s, {LONGEST_COMPARED}) OR {_HAS_WORDS}) AND {held("n", "%(at)s")}
    AND (n.thing = ANY(%(things)s) OR 'area' = ANY(%(things)s) AND {IS_AREA})
GROUP BY 1, 2
ORDER BY CASE WHEN n.thing = 'actor' AND bool_or({_HAS_WORDS}) THEN {_EVENTS} ELSE -1 END DESC, likeness DESC, n.ref LIMIT 3
"""
"""The nearest known names: first those that have the words of the one asked for, by the number of events,
then those most like it. `things`: area stands for places, states and territories."""


def aliases(family: str, name: str, at: str) -> str:
    """SQL for an array of the names of an actor's family, other than its usual one."""
    return (
        f"ARRAY(SELECT n.name FROM name n WHERE n.ref = ANY({family}) AND n.thing = 'actor' AND {held('n', at)}"
        f" AND n.sort IN ('alias', 'name') AND n.name <> {name} ORDER BY n.line, n.name)"
    )


def all_names(family: str, name: str, at: str) -> str:
    """SQL for the names of an actor's family, one row each: `place`, `language`, `name`; the usual one first, translations last."""
    aliases = (
        f"SELECT 1, n.line, n.language, n.name FROM name n WHERE n.ref = ANY({family}) AND n.thing = 'actor' AND {held('n', at)}"
        f" AND n.sort IN ('alias', 'name') AND n.name <> {name}"
    )
    told = f"SELECT 2, 0, t.language, t.name FROM ({translations.each(family, at)}) t"
    usual = f'SELECT 0 AS part, 0::bigint AS line, NULL::text COLLATE "C" AS language, {name} AS name'
    place = "row_number() OVER (ORDER BY o.part, o.line, o.language NULLS FIRST, o.name) AS place"
    return f"SELECT {place}, o.language, o.name FROM ({usual} UNION ALL {aliases} UNION ALL {told}) o"


def name_in(languages: Sequence[str], ref: str, family: str, name: str, at: str) -> str:
    """SQL for what an actor is called in the first of some languages (SQL) that it has a name in; else its usual name."""
    own = (
        f"(SELECT n.name FROM name n WHERE n.ref = ANY({family}) AND n.thing = 'actor' AND n.sort = 'alias' AND {held('n', at)}"
        f" AND lower(n.language) = lower({{language}}) ORDER BY n.line, n.name LIMIT 1)"
    )
    said = ", ".join(own.format(language=language) for language in languages)
    return f"coalesce({translations.usual(ref, languages, at)}, {said}, {name})"


def usual_name(key: str, at: str) -> str:
    """SQL for the usual name of the one actor that a name key stands for; no row where it is none or several."""
    return (
        f"SELECT min(a.name) FROM name n JOIN actor a ON a.ref = n.ref AND {held('a', at)}"
        f" WHERE n.thing = 'actor' AND n.key = {key} AND {held('n', at)} HAVING count(DISTINCT a.survivor) = 1"
    )


def called_like(thing: str, pattern: str, at: str) -> str:
    """SQL for the refs of the things with a name like a pattern."""
    return f"SELECT n.ref FROM name n WHERE n.key LIKE {pattern} AND {held('n', at)} AND n.thing = '{thing}'"


def things_called_like(thing: str, pattern: str, at: str) -> str:
    """SQL for the refs of the things with a name like a pattern: actors that were merged are those that they stand for now.

    Of states, names in other languages count too, where they begin like that."""
    refs = called_like(thing, pattern, at)
    if thing != "actor":
        return refs
    return survivors_of(f"{refs} UNION ALL {translations.beginning(pattern, at)}", at)
