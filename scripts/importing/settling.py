"""From drafts to entries as a log has them: each actor and place by its id, and what must be registered before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from psycopg import Connection

from domain.identity import event_id
from projections import known
from scripts.importing.cast import Cast
from scripts.importing.countries import is_country
from scripts.importing.draft import Draft, Mention, Reject, Spot
from scripts.importing.gazetteer import Gazetteer
from scripts.importing.numbered_states import is_numbered
from scripts.importing.reading import BadRow

Raw = dict[str, Any]


class Settler:
    """Settles draft after draft; `conn` sees the live views, which must be up to date when it is made."""

    def __init__(self, conn: Connection[Any]) -> None:
        self._conn = conn
        self._cast, self._places = Cast(conn), Gazetteer(conn)
        self._sources: set[str] = set()
        self._new: list[Raw] = []

    def __len__(self) -> int:
        """How many names it remembers."""
        return len(self._cast) + len(self._places) + len(self._sources)

    def settle(self, drafts: Sequence[Draft]) -> tuple[list[Raw], list[Raw | Reject]]:
        """What must be registered, each thing only once ever, and then the entry of each draft, or why it has none."""
        values = [value for draft in drafts for value in _values(draft.entry)]
        self._cast.prepare(value for value in values if isinstance(value, Mention))
        self._places.prepare(value for value in values if isinstance(value, Spot))
        self._new = self._unregistered([need for draft in drafts for need in draft.needs])
        entries = [self._settled(draft) for draft in drafts]
        return self._new, entries

    def _unregistered(self, needs: Sequence[Mapping[str, Any]]) -> list[Raw]:
        by_id = {str(need["id"]): dict(need) for need in reversed(needs)}
        missing = by_id.keys() - self._sources
        missing -= known.sources_known(self._conn, missing) if missing else set()
        self._sources |= by_id.keys()
        return [need for ref, need in reversed(by_id.items()) if ref in missing]

    def _settled(self, draft: Draft) -> Raw | Reject:
        day = draft.entry.get("occurred")
        try:
            settled = {field: self._value(value, day) for field, value in draft.entry.items()}
        except BadRow as error:
            return Reject(draft.line, str(error), draft.raw)
        if "event" in settled:
            settled["event"] = str(event_id(settled["event"]))
        return settled

    def _value(self, value: Any, day: str | None) -> Any:
        match value:
            case str():
                return value
            case Mention():
                return self._party(value, day)
            case Spot():
                return self._place(value)
            case list() | tuple():
                return [self._value(item, day) for item in value]
            case {"actor": Mention() as mention}:
                return {**value, **self._acting(mention, day)}
            case _:
                return value

    def _place(self, spot: Spot) -> str:
        _check(spot.country)
        ref, new = self._places.find(spot)
        self._new += new
        return ref

    def _party(self, mention: Mention, day: str | None) -> str | Raw:
        acting = self._acting(mention, day)
        return acting if "representing" in acting else acting["actor"]

    def _acting(self, mention: Mention, day: str | None) -> dict[str, str]:
        _check(mention.country)
        ref, registration = self._cast.find(mention, day)
        if registration is not None:
            self._new.append(registration)
        if mention.of and mention.country and mention.country != ref:
            return {"actor": ref, "representing": mention.country}
        return {"actor": ref}


def _check(country: str | None) -> None:
    if country is not None and not is_country(country) and not is_numbered(country):
        raise BadRow(f"{country!r} is the code of no state that annals knows")


def _values(entry: Mapping[str, Any]) -> Iterator[Any]:
    """The mentions and places of an entry, wherever they may stand, among other values."""
    for value in entry.values():
        if type(value) is str:
            continue
        for item in value if isinstance(value, list | tuple) else (value,):
            yield item["actor"] if isinstance(item, dict) and "actor" in item else item
