-- Every message of the topic that was counted, with where it came from. Kept for METRICS_RETENTION_DAYS.
CREATE TABLE metrics_log (
    metric text NOT NULL,
    latency numeric NOT NULL,              -- milliseconds
    status text NOT NULL,
    error boolean NOT NULL,
    time timestamptz NOT NULL,             -- the message's own
    topic_id uuid NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    logged_at timestamptz NOT NULL DEFAULT now()
);

-- rows arrive in the order of logged_at, so that a few pages tell where the old ones end
CREATE INDEX metrics_log_logged_at ON metrics_log USING brin (logged_at);
