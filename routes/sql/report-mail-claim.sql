-- Takes a day whose mail has to go out, so that no other replica does: for an hour, in which three attempts of
-- direct:send-mail have come to an end though the server takes its ten minutes for an answer. A replica that dies meanwhile,
-- or cannot tell us of its failure, is replaced after that. A week later nobody needs the report by mail any more.
UPDATE report_mails
SET attempts = attempts + 1,
    next_attempt_at = now() + interval '1 hour'
WHERE day = (
    SELECT day
    FROM report_mails
    WHERE sent_at IS NULL AND next_attempt_at <= now() AND due_at > now() - interval '7 days'
    ORDER BY day
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING day, attempts, extract(epoch FROM due_at)::bigint AS due
