-- The alert events that nobody has been told of yet, told now if the transaction commits.
WITH unpublished AS (
    UPDATE metrics_alerts
    SET published_at = now()
    WHERE published_at IS NULL
    RETURNING id, metric, state, requests, mean, p99, at
)
SELECT metric,
       jsonb_build_object('id', id, 'metric', metric, 'state', state, 'requests', requests, 'mean', mean, 'p99', p99,
                          'at', at)::text AS event
FROM unpublished
ORDER BY id
