-- What the backup of a run has to hold: how many lines, and the sum of the first four bytes of each line's MD5.
SELECT count(*) AS rows, coalesce(sum(('x' || left(md5(row_to_json(a)::text), 8))::bit(32)::bigint), 0)::bigint AS checksum
FROM orders_archive a
WHERE run = :run
