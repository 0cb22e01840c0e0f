"""The words that tests are written in: given what the log holds, when something is appended, then the views say so."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.entries import Entry
from domain.identity import event_id, read_uuid
from domain.intake import read_entries
from domain.kinds import BY_NAME
from domain.log import Log, Outcome
from domain.postgres.connection import set_schema
from domain.values.refs import Resolver
from projections.directory import Directory
from projections.live import LiveViews
from projections.schemas import LIVE, connect
from projections.views import VIEWS

Raw = dict[str, Any]
"""An entry as it stands in a file."""

Row = Mapping[str, Any]

TESTER = "tester"


class Ids:
    """A resolver for logs in memory: takes actors, places and sources for ids, and any event for one that is there."""

    def __init__(self, raws: Sequence[Raw] = ()) -> None:
        self._keys: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.learn(raws)

    def learn(self, raws: Sequence[Raw]) -> None:
        """Notes of what kind the events are that these entries found."""
        known = ((raw["key"], BY_NAME.get(raw["kind"])) for raw in raws if "key" in raw and "event" not in raw)
        self.kinds |= {str(event_id(key)): kind.TOPIC for key, kind in known if kind}

    def kind(self, id: str) -> str:
        return self.kinds.get(id, "")

    def actor(self, name: str) -> str:
        return name

    member = place = area = source = actor

    def event(self, name: str) -> str:
        id = str(read_uuid(name, "Event") or event_id(name))
        self._keys.setdefault(id, name)
        return id

    survivor = event

    def key(self, id: str) -> str:
        return self._keys[id]


def read(*raws: Raw) -> list[Entry]:
    """Entries as a log in memory takes them."""
    return read_entries(raws, Ids(raws))


class Memory:
    """A log, in memory unless another is given, with nothing to resolve names."""

    def __init__(self, log: Log | None = None) -> None:
        self.log, self._ids = log or Log.in_memory(), Ids()

    def given(self, *raws: Raw) -> list[Outcome]:
        """Appends entries in one call."""
        self._ids.learn(raws)
        return self.log.append(read_entries(raws, self._ids), TESTER)

    when = given


class Annals:
    """A log and its views in one PostgreSQL database."""

    def __init__(self, url: str, page: int = 1000) -> None:
        self.url, self.log = url, Log.on_postgres(url)
        self.views = LiveViews(self.log, page)
        self.views.prepare()

    def given(self, *raws: Raw) -> list[Outcome]:
        """Appends entries in one call, as a script does, and folds them."""
        self.views.fold()
        with self.connect() as conn:
            resolver: Resolver = Directory(conn, raws)
            entries = read_entries(raws, resolver)
        outcomes = self.log.append(entries, TESTER)
        self.views.fold()
        return outcomes

    when = given

    def then(self, view: str, *expected: Row, at: int | None = None, **where: Any) -> None:
        """These rows and no others hold in a view (now, or at a position), as far as their columns are given."""
        found = self.rows(view, at, **where)
        assert len(found) == len(expected), f"{view}: {found}"
        for row, wanted in zip(found, expected, strict=True):
            assert {name: row[name] for name in wanted} == wanted

    def rows(self, view: str, at: int | None = None, **where: Any) -> list[Row]:
        """The rows of a view that hold now, or at a position, in order of their key."""
        key = next(r.key for v in VIEWS for r in (v.table, *v.table.derived) if r.name == view)
        conditions = "".join(f" AND {column} = %({column})s" for column in where)
        query = f"SELECT * FROM {view} WHERE known_from <= %(at)s AND known_until > %(at)s{conditions} ORDER BY {key}, line"
        with self.connect() as conn, conn.cursor(row_factory=dict_row) as cursor:
            position = self.log.head() if at is None else at
            return list(cursor.execute(query.encode(), where | {"at": position}).fetchall())

    def connect(self) -> psycopg.Connection[Any]:
        """A connection that sees the live views."""
        return connect(self.url)

    def close(self) -> None:
        self.views.close()
        self.log.close()


def clear(conn: psycopg.Connection[Any]) -> None:
    """Removes log and views from a database."""
    conn.execute("SET client_min_messages = warning")
    for (schema,) in conn.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^annals'").fetchall():
        conn.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())


def contents(url: str, schema: str = LIVE, up_to: int | None = None) -> dict[str, str]:
    """The MD5 of each view's rows in order of their primary key; with `up_to`, of the rows as they were known by then."""
    with psycopg.connect(url) as conn:
        conn.execute("SET TIME ZONE 'UTC'")
        set_schema(conn, schema)
        return {view.name: _digest(conn, view.name, view.table.key, up_to) for view in VIEWS}


def _digest(conn: psycopg.Connection[Any], table: str, key: str, up_to: int | None) -> str:
    shown = "to_jsonb(t) - 'known_until'" if up_to is not None else "to_jsonb(t)"
    known = f"WHERE known_from <= {up_to} AND known_until > {up_to}" if up_to is not None else ""
    query = f"SELECT coalesce(md5(string_agg(({shown})::text, E'\\n' ORDER BY {key}, line, known_from)), '') FROM {table} t {known}"
    (digest,) = conn.execute(query.encode()).fetchone() or ("",)
    return str(digest)


def an_actor(id: str, kind: str = "state", **fields: Any) -> Raw:
    return {"kind": "ActorRegistered", "id": id, "actor_kind": kind, "name": id.replace("-", " ").title()} | fields


def provisional(raw: Raw) -> Raw:
    """A registration as an import makes it on its own."""
    if raw["kind"] == "ActorRegistered":
        return raw | {"codes": [*raw.get("codes", ()), {"scheme": "imported", "code": raw["name"]}]}
    return raw | {"provisional": True}


def actors(*ids: str) -> list[Raw]:
    """States under these ids."""
    return [an_actor(id) for id in ids]


def some_codes(actor: str, scheme: str, *codes: str) -> Raw:
    return {"kind": "ActorCoded", "actor": actor, "codes": [{"scheme": scheme, "code": code} for code in codes]}


def a_place(id: str = "beijing", **fields: Any) -> Raw:
    return {"kind": "PlaceRegistered", "id": id, "name": id.title(), "place_kind": "city"} | fields


def a_source(id: str = "paper", **fields: Any) -> Raw:
    return {"kind": "SourceRegistered", "id": id} | fields


def an_import(source: str = "paper", recorded: int = 3, duplicates: int = 0, rejected: int = 0, **fields: Any) -> Raw:
    counts = {"rows": recorded + duplicates + rejected, "recorded": recorded, "duplicates": duplicates, "rejected": rejected}
    file = {"source": source, "format": "icews", "file": "events.tab", "sha256": "0" * 64}
    return {"kind": "ImportFinished"} | file | counts | fields


def an_alias(actor: str, alias: str, **fields: Any) -> Raw:
    return {"kind": "ActorAliased", "actor": actor, "alias": alias} | fields


CAST: Sequence[Raw] = (
    *actors("CHN", "PRK", "RUS"),
    an_actor("kim-jong-un", "person", name="Kim Jong Un", of="PRK"),
    an_actor("vladimir-putin", "person", name="Vladimir Putin", of="RUS"),
    a_place(),
    a_source("paper"),
    a_source("other-paper"),
)
"""Three states, two people, a place and two sources."""

PUTIN = {"actor": "vladimir-putin", "representing": "RUS"}
KIM = {"actor": "kim-jong-un", "representing": "PRK"}


def a_summit(key: str = "summit", **fields: Any) -> Raw:
    return {"kind": "SummitHeld", "key": key, "occurred": "2025-09-03", "participants": [PUTIN, KIM]} | fields


def troops(key: str = "troops", **fields: Any) -> Raw:
    sent = {"sender": "PRK", "recipient": "RUS", "troops": {"best": 15000, "approximate": True}}
    return {"kind": "TroopsDispatched", "key": key, "occurred": "2024/.."} | sent | fields


def a_statement(key: str = "statement", **fields: Any) -> Raw:
    said = {"speaker": PUTIN, "about": ["PRK"], "stance": "praise", "gist": "He praised the troops."}
    return {"kind": "StatementMade", "key": key, "occurred": "2025-09-03"} | said | fields


def a_report(source: str = "paper", **fields: Any) -> Raw:
    return {"source": source} | fields


def corroborate(event: str, source: str = "other-paper", **report: Any) -> Raw:
    return {"kind": "EventCorroborated", "event": event, "report": a_report(source, **report)}


def correct(event: str, replacement: Raw, reason: str = "a misprint", **fields: Any) -> Raw:
    stated = {name: value for name, value in replacement.items() if name != "key"}
    return {"kind": "EventCorrected", "event": event, "replacement": stated, "reason": reason} | fields


def change(event: str, reason: str = "a misprint", report: Raw | None = None, **changes: Any) -> Raw:
    return {"kind": "EventCorrected", "event": event, "changes": changes, "reason": reason} | ({"report": report} if report else {})


def correct_report(event: str, source: str, which: Raw | None = None, /, **changes: Any) -> Raw:
    return {"kind": "ReportCorrected", "event": event, "source": source, "changes": changes, "reason": "a misprint"} | (which or {})


def retract(event: str, reason: str = "it was another day", **fields: Any) -> Raw:
    return {"kind": "EventRetracted", "event": event, "reason": reason} | fields


def reinstate(event: str, **fields: Any) -> Raw:
    return {"kind": "EventReinstated", "event": event} | fields


def withdraw(event: str, source: str, **fields: Any) -> Raw:
    return {"kind": "ReportWithdrawn", "event": event, "source": source} | fields


def merge(event: str, *duplicates: str) -> Raw:
    return {"kind": "EventsMerged", "event": event, "duplicates": list(duplicates)}


def unmerge(event: str, *duplicates: str) -> Raw:
    return {"kind": "EventsUnmerged", "event": event, "duplicates": list(duplicates)}


def merge_actors(actor: str, *duplicates: str) -> Raw:
    return {"kind": "ActorsMerged", "actor": actor, "duplicates": list(duplicates)}


def unmerge_actors(actor: str, *duplicates: str) -> Raw:
    return {"kind": "ActorsUnmerged", "actor": actor, "duplicates": list(duplicates)}


def distinguish(event: str, *others: str) -> Raw:
    return {"kind": "EventsDistinguished", "event": event, "others": list(others)}


def distinguish_actors(actor: str, *others: str) -> Raw:
    return {"kind": "ActorsDistinguished", "actor": actor, "others": list(others)}


def correct_registration(registration: Raw, replacement: Raw, reason: str = "a misprint") -> Raw:
    return {
        "kind": "RegistrationCorrected",
        "registration": registration,
        "replacement": replacement,
        "reason": reason,
    }


def retract_registration(registration: Raw, reason: str = "never so called") -> Raw:
    return {"kind": "RegistrationRetracted", "registration": registration, "reason": reason}


def id_of(key: str) -> UUID:
    """The id of the event with this key."""
    return event_id(key)
