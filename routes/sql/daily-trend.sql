-- The revenue of :day in :zone and of the seven days before it, oldest first; share is the percentage of the best one's.
WITH days AS (
    SELECT :day::date - ago AS day,
           (:day::date - ago)::timestamp AT TIME ZONE :zone AS day_start,
           (:day::date - ago + 1)::timestamp AT TIME ZONE :zone AS day_end
    FROM generate_series(0, 7) AS ago
),
sales AS (
    SELECT day, sum(i.quantity * i.unit_price) AS revenue
    FROM days
    JOIN orders o ON o.created_at >= day_start AND o.created_at < day_end
    JOIN order_items i ON i.order_id = o.id
    WHERE o.status <> 'cancelled'
    GROUP BY day
)
SELECT day,
       coalesce(revenue, 0) AS revenue,
       coalesce(round(100 * revenue / nullif(max(revenue) OVER (), 0), 1), 0) AS share
FROM days
LEFT JOIN sales USING (day)
ORDER BY day
