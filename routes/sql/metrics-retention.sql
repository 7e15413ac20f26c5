-- At most 10000 rows of each at a time, so that no transaction gets long. metrics_summary and metrics_offsets stay.
WITH log AS (
    DELETE FROM metrics_log
    WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM metrics_log WHERE logged_at < now() - make_interval(days => :days::integer) LIMIT 10000))
    RETURNING 1
),
old AS (
    DELETE FROM metrics_window
    WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM metrics_window WHERE slot < now() - make_interval(days => :days::integer) LIMIT 10000))
    RETURNING 1
)
SELECT (SELECT count(*) FROM log) + (SELECT count(*) FROM old)
