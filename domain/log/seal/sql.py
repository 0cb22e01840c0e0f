"""The tables of the seal in PostgreSQL: the leaves, the hashes of the tree above them, and the checkpoints that were signed.

Nothing in them is ever changed or removed. The tiles of level 0 are not stored: they are the hashes of the leaves."""

SCHEMA = "annals_seal"

LEAF, HASH, CHECKPOINT, COSIGNATURE, KEY = (f"{SCHEMA}.{name}" for name in ("leaf", "hash", "checkpoint", "cosignature", "key"))
TABLES = (LEAF, HASH, CHECKPOINT, COSIGNATURE, KEY)

REFUSE = f"{SCHEMA}.refuse"

CREATE = (
    f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
    f"""
CREATE TABLE IF NOT EXISTS {LEAF} (
    index bigint PRIMARY KEY,
    position bigint NOT NULL,
    data bytea NOT NULL,
    salt bytea NOT NULL
)""",
    f"""
CREATE TABLE IF NOT EXISTS {HASH} (
    level integer NOT NULL CHECK (level > 0),
    index bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (level, index)
)""",
    f"""
CREATE TABLE IF NOT EXISTS {CHECKPOINT} (
    size bigint PRIMARY KEY,
    position bigint NOT NULL,
    note text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
)""",
    f"CREATE INDEX IF NOT EXISTS checkpoint_position ON {CHECKPOINT} (position)",
    f"""
CREATE TABLE IF NOT EXISTS {COSIGNATURE} (
    size bigint NOT NULL REFERENCES {CHECKPOINT},
    name text NOT NULL,
    line text NOT NULL,
    PRIMARY KEY (size, name)
)""",
    f"""
CREATE TABLE IF NOT EXISTS {KEY} (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_key text NOT NULL UNIQUE,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
)""",
    f"""
CREATE OR REPLACE FUNCTION {REFUSE}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the seal of the log is append-only: % is refused', TG_OP;
END $$""",
    *(
        statement
        for table in TABLES
        for statement in (
            f"""
CREATE OR REPLACE TRIGGER guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {REFUSE}()""",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER guard",
        )
    ),
)
"""Makes what is missing. `hash` has the hashes of the tiles of level 1 and above, `checkpoint` the position of the last entry that
a checkpoint covers, and `key` the public keys that checkpoints were signed with, the last one being in use."""

LAST_LEAF = f"SELECT index + 1, position FROM {LEAF} ORDER BY index DESC LIMIT 1"

LEAF_AT = f"SELECT index, data, salt FROM {LEAF} WHERE index < %s AND position = %s ORDER BY index DESC LIMIT 1"
"""The leaf of the entry at a position, given twice. Without gaps in the positions it is the first one that is looked at, and every
gap before it adds one: so there need be no second index."""

LEAVES = f"SELECT index, position, data, salt FROM {LEAF} WHERE index >= %s ORDER BY index LIMIT %s"

ENTRIES = f"SELECT data FROM {LEAF} WHERE index >= %s AND index < %s ORDER BY index"

LEAF_HASHES = f"SELECT sha256('\\x00'::bytea || data) FROM {LEAF} WHERE index >= %s AND index < %s ORDER BY index"

HASHES = f"SELECT hash FROM {HASH} WHERE level = %s AND index >= %s AND index < %s ORDER BY index"

ALL_HASHES = f"SELECT level, index, hash FROM {HASH}"

COPY_LEAVES = f"COPY {LEAF} (index, position, data, salt) FROM STDIN (FORMAT BINARY)"

COPY_HASHES = f"COPY {HASH} (level, index, hash) FROM STDIN (FORMAT BINARY)"

SIGNED = f"SELECT size, position, note FROM {CHECKPOINT}"

COSIGNED = (
    f"WHERE position >= %s AND EXISTS (SELECT FROM {COSIGNATURE} c WHERE c.size = {CHECKPOINT}.size) ORDER BY size DESC LIMIT 1"
)

INSERT_CHECKPOINT = f"INSERT INTO {CHECKPOINT} (size, position, note) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"

COSIGNATURES = f"SELECT line FROM {COSIGNATURE} WHERE size = %s ORDER BY name"

INSERT_COSIGNATURE = f"""
INSERT INTO {COSIGNATURE} (size, name, line) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING RETURNING size
"""

PUBLIC_KEYS = f"SELECT public_key FROM {KEY} ORDER BY number"

INSERT_KEY = f"INSERT INTO {KEY} (public_key) VALUES (%s)"
