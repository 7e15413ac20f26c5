-- A batch of messages, in one statement and so in one transaction: positions, log, windows and summary.
--
-- position locks the offsets of the batch's partitions, in order, and says how far they had been counted until now. Whoever
-- comes with the same records, after a crash, a rebalance or a redelivery, waits here, and then finds them counted. Only
-- what lies beyond is a message of this statement; gaps between offsets do not matter.
WITH position AS (
    INSERT INTO metrics_offsets AS o (consumer_group, topic_id, partition, topic, next_offset)
    SELECT :group, topic_id, partition, :topic, next_offset
    FROM unnest(:topicIds::uuid[], :partitions::integer[], :nextOffsets::bigint[]) AS p(topic_id, partition, next_offset)
    ORDER BY topic_id, partition
    ON CONFLICT (consumer_group, topic_id, partition) DO UPDATE
    SET previous_offset = o.next_offset,
        next_offset = greatest(o.next_offset, excluded.next_offset),
        updated_at = now()
    RETURNING topic_id, partition, previous_offset
),
message AS (
    SELECT m.metric, m.latency, m.status, m.error, m.time, p.topic_id, p.partition, m."offset",
           to_timestamp(floor(date_part('epoch', m.time) / 10) * 10) AS slot
    FROM unnest(:places::integer[], :offsets::bigint[], :metrics::text[], :latencies::numeric[], :statuses::text[],
                :errors::boolean[], :times::timestamptz[])
         AS m(place, "offset", metric, latency, status, error, time)
    JOIN unnest(:topicIds::uuid[], :partitions::integer[]) WITH ORDINALITY AS p(topic_id, partition, place)
      ON p.place = m.place
    JOIN position ON position.topic_id = p.topic_id AND position.partition = p.partition
    WHERE m."offset" >= position.previous_offset
),
counted AS (
    SELECT metric, slot, metrics_bucket(latency) AS bucket,
           count(*) AS total, count(*) FILTER (WHERE error) AS errors, sum(latency) AS latency_sum, max(time) AS last_time
    FROM message
    GROUP BY metric, slot, bucket
),
in_window AS (
    INSERT INTO metrics_window AS w (metric, slot, total, errors, latency_sum, histogram)
    SELECT metric, slot, sum(total), sum(errors), sum(latency_sum), metrics_histogram(array_agg(bucket), array_agg(total))
    FROM counted
    GROUP BY metric, slot
    ORDER BY metric, slot
    ON CONFLICT (metric, slot) DO UPDATE
    SET total = w.total + excluded.total,
        errors = w.errors + excluded.errors,
        latency_sum = w.latency_sum + excluded.latency_sum,
        histogram = metrics_merge(w.histogram, excluded.histogram)
),
in_summary AS (
    INSERT INTO metrics_summary AS s (metric, total, errors, latency_sum, histogram, last_time)
    SELECT metric, sum(total), sum(errors), sum(latency_sum), metrics_histogram(array_agg(bucket), array_agg(total)),
           max(last_time)
    FROM counted
    GROUP BY metric
    ORDER BY metric
    ON CONFLICT (metric) DO UPDATE
    SET total = s.total + excluded.total,
        errors = s.errors + excluded.errors,
        latency_sum = s.latency_sum + excluded.latency_sum,
        histogram = metrics_merge(s.histogram, excluded.histogram),
        last_time = greatest(s.last_time, excluded.last_time),
        last_update = now()
)
INSERT INTO metrics_log (metric, latency, status, error, time, topic_id, partition, "offset")
SELECT metric, latency, status, error, time, topic_id, partition, "offset"
FROM message
