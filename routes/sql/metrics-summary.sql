-- Each metric's figures since the beginning, and its last ten minutes in steps of ten seconds.
SELECT s.metric, s.total, s.errors, s.mean,
       round(s.p50::numeric, 3) AS p50, round(s.p95::numeric, 3) AS p95, round(s.p99::numeric, 3) AS p99,
       s.last_time, s.last_update, s.alerting, coalesce(w.recent, '[]') AS recent
FROM metrics_summary s
LEFT JOIN LATERAL (
    SELECT jsonb_agg(
               jsonb_build_object('slot', slot, 'total', total, 'errors', errors, 'mean', round(latency_sum / total, 3))
               ORDER BY slot) AS recent
    FROM metrics_window
    WHERE metric = s.metric AND slot >= now() - interval '10 minutes' AND slot <= now()
) w ON true
ORDER BY s.metric
