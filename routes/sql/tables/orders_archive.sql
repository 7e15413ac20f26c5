-- Orders that archive-orders moved here, with their items. No foreign keys: customers and products may go before them.
CREATE TABLE orders_archive (
    id          bigint PRIMARY KEY,
    customer_id integer NOT NULL,
    status      text NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    items       jsonb NOT NULL,
    run         bigint NOT NULL,
    archived_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX orders_archive_run ON orders_archive (run);

COMMENT ON TABLE orders_archive IS 'Orders older than a year';
COMMENT ON COLUMN orders_archive.run IS 'The row of archive_runs that moved it';
