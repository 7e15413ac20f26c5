-- What is to be sent to the CRM, written in the transaction that it tells of. Sent rows are removed daily, dead ones stay.
CREATE TABLE outbox (
    -- rows of one key are sent in this order
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key             text NOT NULL,
    event_id        text NOT NULL,
    payload         jsonb NOT NULL,
    state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'dead')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    attempts        integer NOT NULL DEFAULT 0,
    last_failure    text,
    ended_at        timestamptz
);

CREATE INDEX outbox_pending ON outbox (key, id) WHERE state = 'pending';
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE state = 'pending';
CREATE INDEX outbox_done ON outbox (ended_at) WHERE state = 'done';
