-- One row: the day that was asked for, else yesterday in the report's time zone, beside the day before it and the same
-- weekday of the week before.
-- A day is a half-open range of instants, so that an index on created_at serves and 25-hour days count in full.
WITH asked AS (
    SELECT coalesce(:date::date, (now() AT TIME ZONE :zone)::date - 1) AS day
),
days AS (
    SELECT which,
           (day - ago)::timestamp AT TIME ZONE :zone AS day_start,
           (day - ago + 1)::timestamp AT TIME ZONE :zone AS day_end
    FROM asked, (VALUES ('day', 0), ('previous', 1), ('week', 7)) AS compared (which, ago)
),
sales AS (
    SELECT which, count(DISTINCT o.id) AS orders, sum(i.quantity * i.unit_price) AS revenue
    FROM days
    JOIN orders o ON o.created_at >= day_start AND o.created_at < day_end
    JOIN order_items i ON i.order_id = o.id
    WHERE o.status <> 'cancelled'
    GROUP BY which
),
total AS (
    SELECT day,
           coalesce(max(orders) FILTER (WHERE which = 'day'), 0) AS orders,
           coalesce(max(revenue) FILTER (WHERE which = 'day'), 0) AS revenue,
           coalesce(max(orders) FILTER (WHERE which = 'previous'), 0) AS previous_orders,
           coalesce(max(revenue) FILTER (WHERE which = 'previous'), 0) AS previous_revenue,
           coalesce(max(orders) FILTER (WHERE which = 'week'), 0) AS week_orders,
           coalesce(max(revenue) FILTER (WHERE which = 'week'), 0) AS week_revenue
    FROM asked
    LEFT JOIN sales ON true
    GROUP BY day
)
SELECT day,
       :zone::text AS zone,
       orders,
       revenue,
       previous_orders,
       previous_revenue,
       round(100 * (revenue - previous_revenue) / nullif(previous_revenue, 0), 1) AS change_percent,
       week_orders,
       week_revenue,
       round(100 * (revenue - week_revenue) / nullif(week_revenue, 0), 1) AS week_change_percent
FROM total
