-- Waits longer after each failure: one minute, two, four, an hour at most.
UPDATE report_mails
SET next_attempt_at = now() + least(interval '1 minute' * power(2, least(attempts, 7) - 1), interval '1 hour'),
    last_error = :error
WHERE day = :day
RETURNING attempts, to_char(next_attempt_at AT TIME ZONE :zone, 'HH24:MI:SS') AS next_attempt
