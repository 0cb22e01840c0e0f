"""The view of translations: what states and territories are called in the languages of the world.

No entry says so: it follows from which states the log knows, by a list that comes with the program (`domain.cast.languages`). A row
is a state with all its names; as rows of their own they would be most of the view of names, and what a name means would be slower
to find."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from domain.cast import languages
from domain.names import name_key
from domain.registrations.actors import COUNTRIES, ActorRegistered
from projections.period import held
from projections.registered import registered
from projections.table import PENDING, Table


class TranslationRow(NamedTuple):
    """The names of one state: `usual` in each language, and the keys of all of them and of others."""

    id: UUID
    line: int
    ref: str
    usual: dict[str, Any]
    keys: list[str]


TABLE = Table(
    "translation",
    TranslationRow,
    indexes=("(ref)", f"USING gin (keys) {PENDING}"),
)


def _rows(said: ActorRegistered) -> Iterator[tuple[Any, ...]]:
    names = languages.names_of(said.id) if said.actor_kind.value in COUNTRIES else {}
    if names:
        keys = {name_key(name) for several in names.values() for name in several}
        yield said.id, {language: several[0] for language, several in names.items()}, sorted(keys)


VIEW = registered(TABLE, {ActorRegistered: _rows})


def meant(at: str, keys: str) -> str:
    """SQL for the states that some keys are names of in any language, in the columns of `names.find`.

    Only of keys that no actor or place is called by."""
    return f"""
    SELECT k.key, 'actor', t.ref, a.survivor, false, true
    FROM unnest({keys}::text[]) k (key)
    JOIN translation t ON t.keys @> ARRAY[k.key] AND {held("t", at)}
    JOIN actor a ON a.ref = t.ref AND {held("a", at)} AND NOT a.retracted
    WHERE NOT EXISTS (SELECT FROM name n WHERE n.key = k.key AND n.thing IN ('actor', 'place') AND {held("n", at)})
    """


def beginning(pattern: str, at: str) -> str:
    """SQL for the refs of the states with a name that begins as a pattern (%korea%) does after its first sign.

    Anywhere in a name, a few letters would be found in one of a hundred languages for nearly every state."""
    begins = f"EXISTS (SELECT FROM unnest(t.keys) k (key) WHERE k.key LIKE substr({pattern}, 2))"
    return f"SELECT t.ref FROM translation t WHERE {begins} AND {held('t', at)}"


def usual(ref: str, languages: Sequence[str], at: str) -> str:
    """SQL for what a state is called in the first of some languages (SQL) that has a name of it; null where none has."""
    first = ", ".join(f"t.usual->>{language}" for language in languages)
    return f"(SELECT coalesce({first}) FROM translation t WHERE t.ref = {ref} AND {held('t', at)})"


def each(family: str, at: str) -> str:
    """SQL for the names of a family of actors in all languages, one row each: `language` and `name`."""
    columns = 'u.language COLLATE "C" AS language, u.name COLLATE "C" AS name'
    names = "translation t CROSS JOIN jsonb_each_text(t.usual) u (language, name)"
    return f"SELECT {columns} FROM {names} WHERE t.ref = ANY({family}) AND {held('t', at)}"
