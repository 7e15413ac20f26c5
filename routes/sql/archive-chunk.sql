-- Moves the oldest orders with their items, and counts them for the run: one statement, so all of it or nothing. Orders that
-- somebody holds are left for the next chunk. It runs under REPEATABLE READ: an item added meanwhile then makes it start
-- over, where under READ COMMITTED the deletion of the order would take the item with it, unseen.
-- Where the run has another owner by now, nothing is moved and no row comes back.
WITH chunk AS (
    SELECT o.id
    FROM archive_runs r
    JOIN orders o ON o.created_at < r.cutoff
    WHERE r.id = :run AND r.owner = :owner
    ORDER BY o.created_at, o.id
    LIMIT :chunk
    FOR UPDATE OF o SKIP LOCKED
),
items AS (
    DELETE FROM order_items i USING chunk c WHERE i.order_id = c.id
    RETURNING i.*
),
moved AS (
    DELETE FROM orders o USING chunk c WHERE o.id = c.id
    RETURNING o.*
),
archived AS (
    INSERT INTO orders_archive (id, customer_id, status, created_at, updated_at, items, run)
    SELECT m.id, m.customer_id, m.status, m.created_at, m.updated_at, coalesce(i.items, '[]'), :run
    FROM moved m
    LEFT JOIN (
        SELECT order_id, jsonb_agg(to_jsonb(items) - 'order_id' ORDER BY position) AS items
        FROM items
        GROUP BY order_id
    ) i ON i.order_id = m.id
    RETURNING id
)
UPDATE archive_runs
SET moved = moved + (SELECT count(*) FROM archived), seen_at = clock_timestamp()
WHERE id = :run AND owner = :owner
RETURNING moved, (SELECT count(*) FROM archived) AS chunk
