-- Later again, after 1, 2, 4, 8 ... seconds, an hour at most, and up to a fifth more, so that not all come at once; after
-- the last attempt it is set aside, and the rows behind it go on. Not where the lease was over and somebody else has it now.
UPDATE outbox
SET state = CASE WHEN attempts >= :max::integer THEN 'dead' ELSE 'pending' END,
    ended_at = CASE WHEN attempts >= :max::integer THEN now() END,
    next_attempt_at = now() + least(2 ^ (attempts - 1), 3600) * (1 + random() / 5) * interval '1 second',
    last_failure = :failure
WHERE id = :id AND attempts = :attempts AND state = 'pending'
RETURNING state
