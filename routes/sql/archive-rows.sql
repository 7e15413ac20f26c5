-- What the backup of a run is made of: a line for each order.
SELECT row_to_json(a)::text AS line FROM orders_archive a WHERE run = :run ORDER BY id
