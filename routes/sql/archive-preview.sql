-- What a run would move if it began now, and what the last ones did. Changes nothing.
WITH bounds AS (
    SELECT (date_trunc('day', now() AT TIME ZONE :zone) - :age::interval) AT TIME ZONE :zone AS cutoff
),
old AS (
    SELECT o.id, o.created_at FROM orders o, bounds WHERE o.created_at < cutoff
),
last AS (
    SELECT id, state, moved, file, sha256, started_at, finished_at
    FROM archive_runs
    ORDER BY id DESC
    LIMIT 12
)
SELECT cutoff,
       (SELECT count(*) FROM old) AS orders,
       (SELECT count(*) FROM old JOIN order_items i ON i.order_id = old.id) AS items,
       (SELECT min(created_at) FROM old) AS oldest,
       (SELECT ceil(count(*) / :chunk::numeric)::bigint FROM old) AS chunks,
       (SELECT coalesce(jsonb_agg(to_jsonb(last) ORDER BY id DESC), '[]') FROM last) AS runs
FROM bounds
