-- Percentiles are estimated from a histogram whose buckets grow by a tenth each: bucket 1 is 0 to 0.1 ms, bucket i ends at
-- 0.1 * 1.1 ^ (i - 1) ms. What lies in a bucket is at most 4.8 % away from the value that is told for it (and 0.1 ms in the
-- first). Histograms are added up element by element, so any number of them makes one.

CREATE OR REPLACE FUNCTION metrics_bucket(latency numeric) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN latency <= 0.1 THEN 1
                ELSE 1 + ceil(ln(latency::double precision * 10) / ln(1.1::double precision))::integer END
$$;

-- Of pairs of a bucket and how many are in it, in any order, the same bucket as often as you like.
CREATE OR REPLACE FUNCTION metrics_histogram(buckets integer[], counts bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(coalesce(counted.count, 0) ORDER BY bucket)
    FROM generate_series(1, (SELECT max(b) FROM unnest(buckets) AS b)) AS bucket
    LEFT JOIN (
        SELECT b, sum(c)::bigint AS count FROM unnest(buckets, counts) AS pair(b, c) GROUP BY b
    ) AS counted ON b = bucket
$$;

CREATE OR REPLACE FUNCTION metrics_merge(one bigint[], other bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(coalesce(a, 0) + coalesce(b, 0) ORDER BY bucket)
    FROM unnest(one, other) WITH ORDINALITY AS pair(a, b, bucket)
$$;

CREATE OR REPLACE FUNCTION metrics_percentile(histogram bigint[], quantile double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN bucket = 1 THEN 0.1 ELSE 0.1 * 1.1::double precision ^ (bucket - 1) * 2 / 2.1 END
    FROM (
        SELECT bucket, sum(count) OVER (ORDER BY bucket) AS up_to, sum(count) OVER () AS total
        FROM unnest(histogram) WITH ORDINALITY AS h(count, bucket)
    ) AS ranks
    WHERE total > 0 AND up_to >= quantile * total
    ORDER BY bucket
    LIMIT 1
$$;

CREATE TABLE metrics_summary (
    metric text PRIMARY KEY,
    total bigint NOT NULL,
    errors bigint NOT NULL,
    latency_sum numeric NOT NULL,          -- milliseconds, exact
    histogram bigint[] NOT NULL,
    last_time timestamptz NOT NULL,        -- the newest message's own
    last_update timestamptz NOT NULL DEFAULT now(),
    alerting boolean NOT NULL DEFAULT false,
    mean numeric GENERATED ALWAYS AS (round(latency_sum / total, 6)) STORED,
    p50 double precision GENERATED ALWAYS AS (metrics_percentile(histogram, 0.50)) STORED,
    p95 double precision GENERATED ALWAYS AS (metrics_percentile(histogram, 0.95)) STORED,
    p99 double precision GENERATED ALWAYS AS (metrics_percentile(histogram, 0.99)) STORED
) WITH (fillfactor = 50);
