"""The limit of every fold: SQL that fills the same view tables from the same log, as far as what the benchmarks append goes.

It knows first versions of ActorRegistered, SourceRegistered and InteractionCoded with plain days, two parties that represent
nobody, and one report without a quote; and actors' codes of schemes that do not name them, one of each. It reads each entry once,
then fills one table after the other.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import Connection

from domain.codes.two_sided import HOSTED, MUTUAL
from domain.events.coded import InteractionCoded, Scheme
from domain.values.party import Party
from projections.codes import FIELDS, QUADS, ROLES, SIDES
from projections.period import OPEN
from projections.view import View
from scripts.benchmarks.data import CODE_SHARES

CODES = """
CREATE TABLE bench_code (
    code text PRIMARY KEY, plover text, mode text, quad text, goldstein int, present boolean, act text, is_hosted boolean
)
"""

REGISTRATIONS = """
CREATE TEMP TABLE registered ON COMMIT DROP AS
SELECT notification_id AS position, originator_id AS id, topic, convert_from(state, 'UTF8')::jsonb->'content' AS c
FROM annals.annals_events WHERE topic IN ('actor_registered', 'source_registered') AND notification_id > {after}
"""

EVENTS = """
CREATE TEMP TABLE coded ON COMMIT DROP AS
SELECT notification_id AS position, recorded_at, originator_id AS id, c->>'key' AS key, c->>'occurred' AS occurred,
    (c->>'occurred')::date AS day, c->>'scheme' AS scheme, c->>'code' AS code, c->'source'->>'actor' AS source,
    c->'target'->>'actor' AS target, r->>'source' AS reporter, coalesce(r->>'hedge', 'asserted') AS hedge
FROM annals.annals_events,
    LATERAL (SELECT convert_from(state, 'UTF8')::jsonb AS s OFFSET 0) stored,
    LATERAL (SELECT s->'content' AS c, s->'content'->'report'->0 AS r OFFSET 0) said
WHERE topic = 'interaction_coded' AND notification_id > {after}
"""
"""With OFFSET 0, each state is parsed once, not once a column."""

UNSIGNED = r"regexp_replace(normalize(lower({0}), NFKD), U&'[\0300-\036F]', '', 'g')"
OTHER_THAN_LETTERS = r"U&'[^a-z0-9\00C0-\1FFF\2C00-\FFFF]+'"
MIRRORED = """CASE WHEN k.is_hosted THEN k.act <> code ELSE source || '/' COLLATE "C" > target || '/' COLLATE "C" END"""
MUTUAL_ACT = f"""concat_ws('|', reporter, scheme, k.act, occurred,
                CASE WHEN {MIRRORED} THEN target ELSE source END || '/', CASE WHEN {MIRRORED} THEN source ELSE target END || '/')"""
"""`InteractionCoded.mutual_act` of two parties that represent nobody."""

NAME_KEY = rf"btrim(regexp_replace(translate({UNSIGNED}, '.''`' || U&'\2019\02BC', ''), {OTHER_THAN_LETTERS}, ' ', 'g'))"
"""`domain.names.name_key` of what is Latin."""

CODES_OF = """coalesce((SELECT jsonb_object_agg(code->>'scheme', jsonb_build_array(code->>'code'))
            FROM jsonb_array_elements(c->'codes') code), '{}')"""

FILL = {
    "actor": f"""
        SELECT id, 1, c->>'id', c->>'actor_kind', c->>'name', lower(c->>'name'), c->>'of', {CODES_OF}, NULL, c->>'id',
            false, {CODES_OF}, '{{}}'::jsonb, position, {{open}}
        FROM registered WHERE topic = 'actor_registered'""",
    "source": """
        SELECT id, 1000, c->>'id', c->>'publisher', c->>'title', c->>'language', c->>'url', c->>'published', NULL, NULL, 'unknown',
            lower(concat_ws(E'\\n', c->>'id', c->>'title', c->>'publisher')), false, position, {open}
        FROM registered WHERE topic = 'source_registered'""",
    "name": """
        SELECT id, line, thing, c->>'id', sort, name, {name_key}, NULL, position, {open}
        FROM registered, LATERAL (VALUES
            ('actor_registered', 1000, 'actor', 'id', c->>'id'),
            ('actor_registered', 1001, 'actor', 'name', c->>'name'),
            ('source_registered', 1000, 'source', 'id', c->>'id')
        ) AS names (of_topic, line, thing, sort, name)
        WHERE topic = of_topic""",
    "event": f"""
        SELECT id, 1, day, day, day, position, recorded_at, id, k.goldstein, {QUADS.number_of("k.quad")}, true,
            k.act IS NOT NULL AND {MIRRORED}, false, false, true, CASE WHEN k.act IS NOT NULL THEN md5({MUTUAL_ACT})::uuid END,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, key, 'interaction_coded', NULL, occurred, 'day', NULL, 'done',
            k.plover, k.mode, code, jsonb_build_object('scheme', scheme, 'code', code), code, position, {{open}}
        FROM coded JOIN bench_code k USING (code)""",
    "standing": f"""
        SELECT position, line, day, field, role, side, k.goldstein, line = 2 OR source <> target, true, true, k.present,
            k.quad LIKE '%cooperation', true, false, NULL, actor, NULL, NULL, NULL, position, {{open}}
        FROM coded JOIN bench_code k USING (code), LATERAL (VALUES
            (2, {FIELDS.number("source")}, source, {ROLES.number("agent")}, {SIDES.number("initiator")}),
            (4, {FIELDS.number("target")}, target, {ROLES.number("target")}, {SIDES.number("target")})
        ) AS parties (line, field, actor, role, side)""",
    "report": """
        SELECT id, 1000, position, NULL, NULL, NULL, true, true, NULL, reporter, hedge,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', position, {open}
        FROM coded""",
}
"""What goes into each table."""


CHECKPOINT = """
UPDATE checkpoint SET (position, recorded_at) =
    (SELECT notification_id, recorded_at FROM annals.annals_events ORDER BY notification_id DESC LIMIT 1)
"""


def make_codes(conn: Connection[Any], codes: Iterable[str] = CODE_SHARES) -> None:
    """Makes the table of what each code stands for, in the schema that the connection sees."""
    conn.execute(CODES)
    with conn.cursor().copy("COPY bench_code FROM STDIN") as copy:
        for code in codes:
            coded = InteractionCoded(key=code, scheme=Scheme.ICEWS, code=code, source=Party(actor="x"))
            act = HOSTED.get(code, code)
            is_hosted = act in HOSTED.values()
            written = (code, coded.coding.plover, coded.coding.mode, coded.quad, coded.goldstein, bool(coded.present))
            copy.write_row((*written, act if is_hosted or act in MUTUAL else None, is_hosted))


def fill(conn: Connection[Any], views: Sequence[View[Any]], after: int = 0) -> None:
    """Fills the tables of these views, in the schema that the connection sees, with what comes after a position; all or none."""
    with conn.transaction():
        for statement in (REGISTRATIONS, EVENTS):
            conn.execute(statement.replace("{after}", str(after)).encode())
        for table, query in ((view.name, FILL[view.name]) for view in views if view.name in FILL):
            written = query.replace("{open}", str(OPEN)).replace("{name_key}", NAME_KEY.format("name"))
            conn.execute(f"INSERT INTO {table} {written}".encode())
        conn.execute(CHECKPOINT)
