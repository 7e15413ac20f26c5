-- What the CRM is told of a customer that was written: which event it was, and which version is stored now.
INSERT INTO outbox (key, event_id, payload)
VALUES (
    :id::text,
    :event::text,
    jsonb_build_object(
        'eventId', :event::text,
        'customerId', :id::text::integer,
        'updatedAt', to_char(:updated_at::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    )
)
