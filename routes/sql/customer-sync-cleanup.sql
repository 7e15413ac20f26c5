-- What nobody asks for any more, so many rows of each at a time that it stays a matter of seconds.
WITH events AS (
    DELETE FROM crm_events
    WHERE event_id IN (
        SELECT event_id
        FROM crm_events
        WHERE received_at < now() - :days::integer * interval '1 day'
        LIMIT 10000
        FOR UPDATE SKIP LOCKED
    )
    RETURNING 1
),
told AS (
    DELETE FROM outbox
    WHERE id IN (
        SELECT id
        FROM outbox
        WHERE state = 'done' AND ended_at < now() - :days::integer * interval '1 day'
        LIMIT 10000
        FOR UPDATE SKIP LOCKED
    )
    RETURNING 1
)
SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM told)
