-- Goes on to :state, as long as the run is ours. At its end the mail is ours as well, for an hour: so long may it take.
UPDATE archive_runs
SET state = :state,
    seen_at = clock_timestamp() + CASE WHEN :state IN ('done', 'failed') THEN interval '1 hour' ELSE interval '0' END,
    file = coalesce(:file, file),
    sha256 = coalesce(:sha256, sha256),
    problem = :problem,
    told_at = NULL,
    finished_at = CASE WHEN :state = 'done' THEN clock_timestamp() END
WHERE id = :run AND owner = :owner
RETURNING id, cutoff, state, moved, file, sha256, problem, started_at, left(md5(owner), 8) AS attempt,
          to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
          date_trunc('second', clock_timestamp() - started_at)::text AS duration
