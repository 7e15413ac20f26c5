-- One row: the day that was asked for, else yesterday in the report's time zone, beside the day before it.
-- A day is a half-open range of instants, so that an index on created_at serves and 25-hour days count in full.
WITH asked AS (
    SELECT coalesce(:date::date, (now() AT TIME ZONE :zone)::date - 1) AS day
),
ranges AS (
    SELECT day,
           (day - 1)::timestamp AT TIME ZONE :zone AS previous_start,
           day::timestamp AT TIME ZONE :zone AS day_start,
           (day + 1)::timestamp AT TIME ZONE :zone AS day_end
    FROM asked
),
sales AS (
    SELECT o.created_at, sum(i.quantity * i.unit_price) AS amount
    FROM ranges
    JOIN orders o ON o.created_at >= previous_start AND o.created_at < day_end
    JOIN order_items i ON i.order_id = o.id
    WHERE o.status <> 'cancelled'
    GROUP BY o.id, o.created_at
),
total AS (
    SELECT day,
           count(amount) FILTER (WHERE created_at >= day_start) AS orders,
           coalesce(sum(amount) FILTER (WHERE created_at >= day_start), 0) AS revenue,
           count(amount) FILTER (WHERE created_at < day_start) AS previous_orders,
           coalesce(sum(amount) FILTER (WHERE created_at < day_start), 0) AS previous_revenue
    FROM ranges
    LEFT JOIN sales ON true
    GROUP BY day
)
SELECT day,
       :zone::text AS zone,
       orders,
       revenue,
       previous_orders,
       previous_revenue,
       round(100 * (revenue - previous_revenue) / nullif(previous_revenue, 0), 1) AS change_percent
FROM total
