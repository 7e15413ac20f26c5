-- What is old enough for the archive and still here.
SELECT count(*) AS orders FROM orders WHERE created_at < :cutoff
