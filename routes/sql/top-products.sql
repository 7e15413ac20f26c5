-- The ten products with the highest revenue of :day in :zone; share is the percentage of the best one's revenue.
SELECT p.name,
       sum(i.quantity) AS quantity,
       sum(i.quantity * i.unit_price) AS revenue,
       round(100 * sum(i.quantity * i.unit_price) / nullif(max(sum(i.quantity * i.unit_price)) OVER (), 0), 1) AS share
FROM orders o
JOIN order_items i ON i.order_id = o.id
JOIN products p ON p.id = i.product_id
WHERE o.created_at >= :day::date::timestamp AT TIME ZONE :zone
  AND o.created_at < (:day::date + 1)::timestamp AT TIME ZONE :zone
  AND o.status <> 'cancelled'
GROUP BY p.id, p.name
ORDER BY revenue DESC, p.name
LIMIT 10
