-- The days whose report goes out by mail. A day is there when its report is due; a replica that sends it takes it before
-- (report-mail-claim.sql) and marks it afterwards (report-mail-sent.sql).
CREATE TABLE report_mails (
    day             date PRIMARY KEY,
    due_at          timestamptz NOT NULL DEFAULT now(),
    attempts        integer NOT NULL DEFAULT 0,
    -- until then the day is somebody's, or waits after a failure
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    sent_at         timestamptz,
    last_error      text
);

COMMENT ON TABLE report_mails IS 'Daily reports by mail; a row without sent_at is due, or being sent until next_attempt_at';
