"""The view of actors, and which of them have been found to be one."""

from typing import Any, NamedTuple
from uuid import UUID

from domain.identity import actor_id
from domain.log.stored import Recorded
from domain.registrations.actors import IMPORTED, ActorRegistered
from domain.revisions import ActorsMerged, ActorsRevision, RegistrationCorrected, RegistrationRetracted
from projections.merging import merged
from projections.rows import Rows
from projections.table import Table, held
from projections.view import View


class ActorRow(NamedTuple):
    """An actor. `survivor` is whom it stands for: itself, unless it was merged into another."""

    id: UUID
    line: int
    ref: str
    kind: str
    name: str
    of: str | None
    codes: dict[str, Any]
    merged_into: str | None
    survivor: str
    retracted: bool = False


TABLE = Table(
    "actor",
    {
        "id": "uuid",
        "line": "bigint",
        "ref": "text NOT NULL",
        "kind": "text NOT NULL",
        "name": "text NOT NULL",
        "of": "text",
        "codes": "jsonb NOT NULL",
        "merged_into": "text",
        "survivor": "text NOT NULL",
        "retracted": "boolean NOT NULL",
    },
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
    return ActorRow(actor_id(said.id), 1, said.id, said.actor_kind.value, said.name, said.of, codes, None, said.id)


VIEW = View(
    table=TABLE,
    row=ActorRow,
    kinds=(ActorRegistered, RegistrationCorrected, RegistrationRetracted, ActorsRevision),
    evolve=_evolve,
    followers="survivor",
)


def same_as(refs: str, at: str) -> str:
    """SQL for the refs of all that stand for the same actors as `refs`, SQL for a set."""
    return (
        f"(SELECT f.ref FROM actor named JOIN actor f ON f.survivor = named.survivor AND {held('f', at)}"
        f" WHERE named.ref IN {refs} AND {held('named', at)})"
    )


def survivors(refs: str, at: str) -> str:
    """SQL for the actors that refs stand for."""
    return f"(SELECT s.survivor FROM actor s WHERE s.ref = {refs} AND {held('s', at)})"
