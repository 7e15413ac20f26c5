-- Opens and closes alerts by the figures of the last :minutes. Above a threshold one opens, below :closing of both it
-- closes, in between it stays what it is. Several replicas at once: the row's lock and "IS DISTINCT FROM" let one of them
-- change it, the others find it changed.
WITH bucket AS (
    SELECT metric, bucket, sum(count)::bigint AS count
    FROM metrics_window, unnest(histogram) WITH ORDINALITY AS h(count, bucket)
    WHERE slot > now() - make_interval(secs => 60 * :minutes::double precision)
    GROUP BY metric, bucket
),
percentile AS (
    SELECT metric, metrics_percentile(array_agg(count ORDER BY bucket), 0.99) AS p99
    FROM bucket
    GROUP BY metric
),
recent AS (
    SELECT metric, sum(total) AS requests, sum(latency_sum) / sum(total) AS mean
    FROM metrics_window
    WHERE slot > now() - make_interval(secs => 60 * :minutes::double precision)
    GROUP BY metric
),
judged AS (
    SELECT s.metric, coalesce(r.requests, 0) AS requests, r.mean, p.p99::numeric AS p99,
           CASE WHEN coalesce(r.requests, 0) = 0 THEN false
                WHEN r.requests >= :requests::bigint AND (r.mean > :mean::numeric OR p.p99 > :p99::numeric) THEN true
                WHEN r.mean < :closing::numeric * :mean::numeric AND p.p99 < :closing::numeric * :p99::numeric THEN false
                ELSE s.alerting END AS alerting
    FROM metrics_summary s
    LEFT JOIN recent r ON r.metric = s.metric
    LEFT JOIN percentile p ON p.metric = s.metric
),
changed AS (
    UPDATE metrics_summary s
    SET alerting = judged.alerting
    FROM judged
    WHERE s.metric = judged.metric AND s.alerting IS DISTINCT FROM judged.alerting
    RETURNING s.metric, s.alerting, judged.requests, judged.mean, judged.p99
)
INSERT INTO metrics_alerts (metric, state, requests, mean, p99)
SELECT metric, CASE WHEN alerting THEN 'open' ELSE 'closed' END, requests, round(mean, 3), round(p99, 3)
FROM changed
ORDER BY metric
