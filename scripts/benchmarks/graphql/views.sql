-- What PostGraphile is given: the rows that hold now, under names of their own, over the same tables and indexes, which are those of
-- the live views (the search path names their schema).
-- The comments are its own way of telling it of keys that views cannot have.

CREATE SCHEMA peer;

CREATE VIEW peer.actor AS
SELECT a.id, a.ref, a.kind, a.name FROM actor a
WHERE a.known_until = 9223372036854775807 AND NOT a.retracted AND a.merged_into IS NULL;
COMMENT ON VIEW peer.actor IS E'@primaryKey ref';

CREATE VIEW peer.source AS
SELECT s.ref, s.publisher, s.title FROM source s WHERE s.known_until = 9223372036854775807;
COMMENT ON VIEW peer.source IS E'@primaryKey ref';

CREATE VIEW peer.event AS
SELECT e.id, e.key, e.kind, e.status, e.occurred, e.position, e.plover, e.goldstein / 100::double precision AS goldstein, e.quad,
    coalesce(e.sort_date, '-infinity') AS sort_date
FROM event e
WHERE e.known_until = 9223372036854775807 AND NOT e.retracted AND e.merged_into IS NULL;
COMMENT ON VIEW peer.event IS E'@primaryKey id';

CREATE VIEW peer.party AS
SELECT p.event_id, p.line, p.actor, p.role, p.side FROM party p WHERE p.known_until = 9223372036854775807;
COMMENT ON VIEW peer.party IS
    E'@primaryKey event_id,line\n@foreignKey (event_id) references event (id)\n@foreignKey (actor) references actor (ref)|@fieldName who';

CREATE VIEW peer.report AS
SELECT r.event_id, r.line, r.hedge, r.source FROM report r WHERE r.known_until = 9223372036854775807 AND r.of_event;
COMMENT ON VIEW peer.report IS
    E'@primaryKey event_id,line\n@foreignKey (event_id) references event (id)\n@foreignKey (source) references source (ref)|@fieldName saidBy';

CREATE VIEW peer.standing AS
SELECT s.event_id, s.line, s.actor, coalesce(s.sort_date, '-infinity') AS sort_date, s.position FROM standing s
WHERE s.known_until = 9223372036854775807 AND NOT s.retracted AND s.merged_into IS NULL;
COMMENT ON VIEW peer.standing IS
    E'@primaryKey event_id,line\n@foreignKey (event_id) references event (id)\n@foreignKey (actor) references actor (ref)|@fieldName who';

CREATE VIEW peer.pair_event AS
SELECT a.actor AS one, b.actor AS other, a.event_id, a.sort_date, a.quad, a.goldstein, (a.side <> b.side OR a.side = 'mutual') AS across
FROM standing a JOIN standing b
    ON a.event_id = b.event_id AND a.camp <> b.camp AND a.actor <> b.camp AND b.actor <> a.camp
WHERE a.known_until = 9223372036854775807 AND NOT a.retracted AND a.merged_into IS NULL AND a.happened AND a.pairs
    AND b.known_until = 9223372036854775807 AND NOT b.retracted AND b.merged_into IS NULL AND b.happened AND b.pairs;
COMMENT ON VIEW peer.pair_event IS E'@behavior -*';

CREATE TYPE peer.relationship AS (
    one text, other text, event_count int, cooperation int, conflict int, goldstein_mean double precision
);
CREATE TYPE peer.bucket AS (start date, event_count int, cooperation int, conflict int, goldstein_mean double precision);

CREATE FUNCTION peer.relationship_between(one text, other text) RETURNS peer.relationship LANGUAGE sql STABLE AS $$
    SELECT $1, $2, count(*)::int, (count(*) FILTER (WHERE p.across AND p.quad LIKE '%cooperation'))::int,
        (count(*) FILTER (WHERE p.across AND p.quad LIKE '%conflict'))::int,
        (avg(p.goldstein) FILTER (WHERE p.across) / 100)::double precision
    FROM peer.pair_event p WHERE p.one = $1 AND p.other = $2
$$;

CREATE FUNCTION peer.relationship_timeline(r peer.relationship) RETURNS SETOF peer.bucket LANGUAGE sql STABLE AS $$
    SELECT date_trunc('year', p.sort_date)::date, count(*)::int, (count(*) FILTER (WHERE p.across AND p.quad LIKE '%cooperation'))::int,
        (count(*) FILTER (WHERE p.across AND p.quad LIKE '%conflict'))::int,
        (avg(p.goldstein) FILTER (WHERE p.across) / 100)::double precision
    FROM peer.pair_event p WHERE p.one = r.one AND p.other = r.other GROUP BY 1 ORDER BY 1 NULLS LAST
$$;
COMMENT ON FUNCTION peer.relationship_timeline(peer.relationship) IS E'@behavior -connection +list';

CREATE FUNCTION peer.events_of_kind(kind text, "from" date, "to" date) RETURNS SETOF peer.event LANGUAGE sql STABLE AS $$
    SELECT e.* FROM peer.event e WHERE e.kind = $1 AND e.sort_date BETWEEN $2 AND $3 ORDER BY e.sort_date DESC, e.position DESC
$$;
