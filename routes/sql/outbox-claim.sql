-- Takes rows that are due, for as long as the lease: no lock and no connection is held while they are sent, and what a
-- crashed replica had taken is due again when its lease is over. Other replicas skip what is being taken at this moment.
-- Of each key only the oldest one that waits, so that the CRM hears of a customer's changes in their order.
UPDATE outbox
SET attempts = attempts + 1,
    next_attempt_at = now() + :lease::integer * interval '1 second'
WHERE id IN (
    SELECT id
    FROM outbox AS due
    WHERE state = 'pending'
      AND next_attempt_at <= now()
      AND NOT EXISTS (
          SELECT FROM outbox AS earlier
          WHERE earlier.key = due.key AND earlier.id < due.id AND earlier.state = 'pending'
      )
    ORDER BY next_attempt_at
    LIMIT :rows::integer
    FOR UPDATE SKIP LOCKED
)
RETURNING id, event_id, payload, attempts
