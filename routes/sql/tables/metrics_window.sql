-- The same figures as in metrics_summary for each ten seconds: what the charts show and alerts are judged by.
CREATE TABLE metrics_window (
    metric text NOT NULL,
    slot timestamptz NOT NULL,             -- its begin, by the messages' own times
    total bigint NOT NULL,
    errors bigint NOT NULL,
    latency_sum numeric NOT NULL,
    histogram bigint[] NOT NULL,
    PRIMARY KEY (metric, slot)
) WITH (fillfactor = 50);

CREATE INDEX metrics_window_slot ON metrics_window (slot);
