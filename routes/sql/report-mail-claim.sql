-- Takes a day whose mail has to go out, so that no other replica does: for ten minutes, in which three attempts of
-- direct:send-mail have long come to an end. A replica that dies meanwhile, or cannot tell us of its failure, is replaced
-- after that. A week later nobody needs the report by mail any more.
UPDATE report_mails
SET attempts = attempts + 1,
    next_attempt_at = now() + interval '10 minutes'
WHERE day = (
    SELECT day
    FROM report_mails
    WHERE sent_at IS NULL AND next_attempt_at <= now() AND due_at > now() - interval '7 days'
    ORDER BY day
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING day, attempts, extract(epoch FROM due_at)::bigint AS due
