-- Makes :owner the owner of the open run, if its owner has been silent for longer than :lease; with :start, begins a run
-- where none is open, and takes up one that failed. No row: somebody is at work, or there is nothing to do.
WITH resumed AS (
    UPDATE archive_runs
    SET owner = :owner, seen_at = clock_timestamp(), problem = NULL,
        state = CASE state WHEN 'saving' THEN 'saving' ELSE 'moving' END
    WHERE finished_at IS NULL
      AND CASE state WHEN 'failed' THEN :start ELSE seen_at < clock_timestamp() - :lease::interval END
    RETURNING id, cutoff, moved, started_at
),
started AS (
    INSERT INTO archive_runs (cutoff, owner)
    SELECT (date_trunc('day', now() AT TIME ZONE :zone) - :age::interval) AT TIME ZONE :zone, :owner
    WHERE :start AND NOT EXISTS (SELECT FROM archive_runs WHERE finished_at IS NULL)
    ON CONFLICT DO NOTHING
    RETURNING id, cutoff, moved, started_at
)
SELECT *, true AS resumed FROM resumed
UNION ALL
SELECT *, false FROM started
