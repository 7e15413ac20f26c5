-- The CRM's events that were carried out, so that one that is delivered again is recognized; old ones are removed daily.
CREATE TABLE crm_events (
    event_id    text PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX crm_events_received_at ON crm_events (received_at);
