"""The view of actors, and which of them have been found to be one."""

from typing import Any, NamedTuple
from uuid import UUID

from domain.identity import actor_id
from domain.log.stored import Recorded
from domain.registrations.actors import IMPORTED, ActorRegistered
from domain.revisions import ActorsMerged, ActorsRevision, RegistrationCorrected, RegistrationRetracted
from projections.merging import merged
from projections.period import held
from projections.rows import Rows
from projections.table import Table
from projections.view import View


class ActorRow(NamedTuple):
    """An actor. `survivor` is the one it stands for: itself, unless it was merged into another.

    `sort_name` is its name in lower case."""

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
    retracted: bool = False


TABLE = Table(
    "actor",
    ActorRow,
    indexes=("(ref)", "(survivor)"),
)


def _evolve(rows: Rows[ActorRow], recorded: Recorded) -> None:
    entry, position = recorded.entry, recorded.position
    if isinstance(entry, ActorRegistered):
        old = rows.one(recorded.stream)
        rows.put_one(position, _completed(old, entry) if old else _first(entry))
    elif isinstance(entry, RegistrationCorrected) and isinstance(entry.replacement, ActorRegistered):
        old = rows.one(recorded.stream)
        new = _row(entry.replacement)
        rows.put_one(position, new._replace(merged_into=old.merged_into, survivor=old.survivor) if old else new)
    elif isinstance(entry, RegistrationRetracted) and entry.version == 1:
        if (row := rows.one(recorded.stream)) is not None:
            rows.put_one(position, row._replace(retracted=True))
    elif isinstance(entry, ActorsRevision):
        for row in merged(rows, "ref", entry.actor, entry.duplicates, undo=not isinstance(entry, ActorsMerged)):
            rows.put_one(position, row)


def _first(said: ActorRegistered) -> ActorRow:
    """What registers an actor for the first time; where an import did, with the mark that imports did not always leave."""
    row = _row(said)
    return row._replace(codes={IMPORTED: [said.name]} | row.codes) if said.can_be_completed else row


def _completed(provisional: ActorRow, said: ActorRegistered) -> ActorRow:
    """A person's registration in place of an import's, whose codes in other lists still hold unless it was retracted."""
    new = _row(said)
    codes = {} if provisional.retracted else {scheme: c for scheme, c in provisional.codes.items() if scheme != IMPORTED}
    return new._replace(codes=codes | new.codes, merged_into=provisional.merged_into, survivor=provisional.survivor)


def _row(said: ActorRegistered) -> ActorRow:
    codes: dict[str, list[str]] = {}
    for c in said.codes:
        codes.setdefault(c.scheme, []).append(c.code)
    name = said.name
    return ActorRow(actor_id(said.id), 1, said.id, said.actor_kind.value, name, name.lower(), said.of, codes, None, said.id)


VIEW = View(
    table=TABLE,
    kinds=(ActorRegistered, RegistrationCorrected, RegistrationRetracted, ActorsRevision),
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
