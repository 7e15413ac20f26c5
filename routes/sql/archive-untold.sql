-- A run of which nobody has been told, because the mail server was down or the one who should have told died. Whoever gets
-- the row tells, for which it has an hour; :lease after that, or after a failure that it could note, somebody else may.
UPDATE archive_runs
SET seen_at = clock_timestamp() + interval '1 hour'
WHERE id = (
    SELECT id FROM archive_runs
    WHERE state IN ('done', 'failed') AND told_at IS NULL AND seen_at < clock_timestamp() - :lease::interval
    ORDER BY id
    LIMIT 1
    FOR UPDATE SKIP LOCKED)
RETURNING id, cutoff, state, moved, file, sha256, problem, started_at, left(md5(owner), 8) AS attempt,
          date_trunc('second', coalesce(finished_at, clock_timestamp()) - started_at)::text AS duration
