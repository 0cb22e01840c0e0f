"""The view of actors, and which of them have been found to be one."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from domain.entries import Entry
from domain.identity import actor_id
from domain.log.stored import Recorded
from domain.registrations.actors import IMPORTED, ActorCoded, ActorRegistered, Code
from domain.revisions import ActorsMerged, ActorsRevision, RegistrationCorrected, RegistrationRetracted, RegistrationRevision
from projections.merging import merged
from projections.period import held
from projections.rows import Rows
from projections.table import Table
from projections.view import View


class ActorRow(NamedTuple):
    """An actor. `survivor` is the one it stands for: itself, unless it was merged into another.

    `sort_name` is its name in lower case; `codes` are all that it has: those that it was `registered` with, and those `added` by
    later registrations, by their versions."""

    id: UUID
    line: int
    ref: str
    kind: str
    name: str
    sort_name: str
    of: str | None
    codes: dict[str, Any]
    merged_into: str | None
    survivor: str
    retracted: bool
    registered: dict[str, Any]
    added: dict[str, Any]


TABLE = Table(
    "actor",
    ActorRow,
    indexes=("(ref)", "(survivor)"),
)


def _evolve(rows: Rows[ActorRow], recorded: Recorded) -> None:
    entry, position = recorded.entry, recorded.position
    if isinstance(entry, ActorsRevision):
        for row in merged(rows, "ref", entry.actor, entry.duplicates, undo=not isinstance(entry, ActorsMerged)):
            rows.put_one(position, row)
    elif (revised := _revised(rows.one(recorded.stream), entry, recorded.version)) is not None:
        rows.put_one(position, revised)


def _revised(old: ActorRow | None, entry: Entry, version: int) -> ActorRow | None:
    """The row of an actor after an entry of its stream; None where the entry says nothing of it."""
    if isinstance(entry, ActorRegistered):
        return _completed(old, entry) if old else _first(entry)
    said = entry.replacement if isinstance(entry, RegistrationCorrected) else entry
    if isinstance(said, ActorRegistered):
        return _restated(old, said) if old else _row(said)
    number = str(entry.version if isinstance(entry, RegistrationRevision) else version)
    if old is None:
        return None
    if isinstance(said, ActorCoded):
        return _with_codes(old._replace(added=old.added | {number: _by_scheme(said.codes)}))
    if isinstance(entry, RegistrationRetracted) and number == "1":
        return old._replace(retracted=True)
    if isinstance(entry, RegistrationRetracted) and number in old.added:
        return _with_codes(old._replace(added={n: codes for n, codes in old.added.items() if n != number}))
    return None


def _first(said: ActorRegistered) -> ActorRow:
    """What registers an actor for the first time; where an import did, with the mark that imports did not always leave."""
    row = _row(said)
    by_import = said.can_be_completed and not said.is_built_in
    return _with_codes(row._replace(registered={IMPORTED: [said.name]} | row.codes)) if by_import else row


def _completed(provisional: ActorRow, said: ActorRegistered) -> ActorRow:
    """A person's registration in place of an import's, whose codes in other lists still hold unless it was retracted."""
    new = _restated(provisional, said)
    before = {} if provisional.retracted else provisional.registered
    codes = {scheme: c for scheme, c in before.items() if scheme != IMPORTED}
    return _with_codes(new._replace(registered=codes | new.registered))


def _restated(old: ActorRow, said: ActorRegistered) -> ActorRow:
    """An actor registered otherwise; what others have said of it still holds."""
    return _with_codes(_row(said)._replace(merged_into=old.merged_into, survivor=old.survivor, added=old.added))


def _row(said: ActorRegistered) -> ActorRow:
    codes, name = _by_scheme(said.codes), said.name
    own = (actor_id(said.id), 1, said.id, said.actor_kind.value, name, name.lower(), said.of)
    return ActorRow(*own, codes, None, said.id, retracted=False, registered=codes, added={})


def _by_scheme(codes: Iterable[Code]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for c in codes:
        found.setdefault(c.scheme, []).append(c.code)
    return found


def _with_codes(row: ActorRow) -> ActorRow:
    """The row with all its codes: those it was registered with, then those added, each once."""
    all_codes: dict[str, list[str]] = {}
    for codes in (row.registered, *(row.added[number] for number in sorted(row.added, key=int))):
        for scheme, own in codes.items():
            all_codes[scheme] = list(dict.fromkeys([*all_codes.get(scheme, ()), *own]))
    return row._replace(codes=all_codes)


VIEW = View(
    table=TABLE,
    kinds=(ActorRegistered, ActorCoded, RegistrationCorrected, RegistrationRetracted, ActorsRevision),
    evolve=_evolve,
    followers="survivor",
)


def same_as(refs: str, at: str) -> str:
    """SQL for the refs of all that stand for the same actors as `refs`, SQL for a set."""
    return (
        f"SELECT f.ref FROM actor named JOIN actor f ON f.survivor = named.survivor AND {held('f', at)}"
        f" WHERE named.ref IN ({refs}) AND {held('named', at)}"
    )


def survivors_of(refs: str, at: str) -> str:
    """SQL for the refs of the actors that `refs`, SQL for a set, stand for."""
    return f"SELECT named.survivor FROM actor named WHERE named.ref IN ({refs}) AND {held('named', at)}"


def is_listed(alias: str) -> str:
    """SQL: an actor is neither merged away nor retracted."""
    return f"{alias}.merged_into IS NULL AND NOT {alias}.retracted"


def itself(alias: str, ref: str, at: str) -> str:
    """What follows FROM for the actor with a ref where it stands for itself, as nearly every actor does."""
    return f"actor {alias} WHERE {alias}.ref = {ref} AND {alias}.survivor = {alias}.ref AND {held(alias, at)}"


def merged_into(alias: str, named: str, ref: str, at: str) -> str:
    """What follows FROM for the actor that the one with a ref, `named`, was merged into."""
    return (
        f"actor {named} JOIN actor {alias} ON {alias}.ref = {named}.survivor AND {held(alias, at)}"
        f" WHERE {named}.ref = {ref} AND {named}.survivor <> {named}.ref AND {held(named, at)}"
    )


def is_alone(survivor: str, at: str) -> str:
    """SQL: no other actor was merged into a survivor."""
    return f"NOT EXISTS (SELECT FROM actor o WHERE o.survivor = {survivor} AND o.ref <> {survivor} AND {held('o', at)})"


def members(survivor: str, at: str) -> str:
    """SQL for the refs that count as a survivor: its own and those of the actors merged into it."""
    return f"SELECT f.ref FROM actor f WHERE f.survivor = {survivor} AND {held('f', at)}"


def family(survivor: str, at: str, *, predecessors: bool = False, alone: bool = False) -> str:
    """SQL for an array of the same refs; `predecessors`: and of those that it carries on; `alone`: none was merged into it."""
    if not predecessors and alone:
        return f"ARRAY[{survivor}]"
    if not predecessors:
        return f"ARRAY({members(survivor, at)})"
    # Each step back leads from an actor to those it carries on, and to all that were merged into them.
    return (
        f"ARRAY(WITH RECURSIVE back (ref) AS ({members(survivor, at)}"
        f" UNION SELECT f.ref FROM back JOIN succession c ON c.successor = back.ref AND {held('c', at)}"
        f" JOIN actor p ON p.ref = c.predecessor AND {held('p', at)}"
        f" JOIN actor f ON f.survivor = p.survivor AND {held('f', at)}) SELECT back.ref FROM back)"
    )


def families(survivors: str, at: str, *, predecessors: bool = False, alone: bool = False) -> str:
    """SQL for the families of several survivors, SQL for an array: each `ref` with `place`, its survivor's place in the array.

    `alone`: no actor was merged into any of them."""
    each = f"unnest({survivors}) WITH ORDINALITY AS g (survivor, place)"
    if alone and not predecessors:
        return f"SELECT g.survivor AS ref, g.place FROM {each}"
    own = family("g.survivor", at, predecessors=predecessors)
    return f"SELECT f.ref, g.place FROM {each} CROSS JOIN LATERAL unnest({own}) f (ref)"


def all_members(families: str) -> str:
    """SQL for an array of all the refs in some families."""
    return f"ARRAY(SELECT f.ref FROM ({families}) f)"


def each_code(codes: str) -> str:
    """SQL for the codes in the column `codes`, one row each: `scheme`, `code`, and `place`, its place within the scheme."""
    each = "jsonb_array_elements_text(s.codes) WITH ORDINALITY AS c (code, place)"
    return f'SELECT s.scheme COLLATE "C" AS scheme, c.* FROM jsonb_each({codes}) AS s (scheme, codes), {each}'


def survivors(refs: str, at: str) -> str:
    """SQL for the actors that refs stand for."""
    return f"(SELECT s.survivor FROM actor s WHERE s.ref = {refs} AND {held('s', at)})"
