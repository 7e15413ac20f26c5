-- What was sold on :day in :zone, a row for each product, by revenue: the file that goes with the report's mail.
SELECT :day::date AS day,
       p.id AS product_id,
       p.name AS product,
       count(DISTINCT o.id) AS orders,
       sum(i.quantity) AS quantity,
       sum(i.quantity * i.unit_price) AS revenue
FROM orders o
JOIN order_items i ON i.order_id = o.id
JOIN products p ON p.id = i.product_id
WHERE o.created_at >= :day::date::timestamp AT TIME ZONE :zone
  AND o.created_at < (:day::date + 1)::timestamp AT TIME ZONE :zone
  AND o.status <> 'cancelled'
GROUP BY p.id, p.name
ORDER BY revenue DESC, p.name
