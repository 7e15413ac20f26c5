-- A run of which nobody has been told, because the mail server was down or the one who should have told died. Whoever gets
-- the row tells; after another :lease somebody else may.
UPDATE archive_runs
SET seen_at = clock_timestamp()
WHERE id = (
    SELECT id FROM archive_runs
    WHERE state IN ('done', 'failed') AND told_at IS NULL AND seen_at < clock_timestamp() - :lease::interval
    ORDER BY id
    LIMIT 1
    FOR UPDATE SKIP LOCKED)
RETURNING id, cutoff, state, moved, file, sha256, problem, started_at, md5(owner) AS attempt,
          date_trunc('second', coalesce(finished_at, seen_at) - started_at)::text AS duration
