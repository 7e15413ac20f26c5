-- What happened: a row when an alert opens and one when it closes. Whether one is open is in metrics_summary.alerting.
CREATE TABLE metrics_alerts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metric text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'closed')),
    requests bigint NOT NULL,              -- in the window, as the next two
    mean numeric,
    p99 numeric,
    at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);

CREATE INDEX metrics_alerts_unpublished ON metrics_alerts (id) WHERE published_at IS NULL;
