-- Percentiles are estimated from a histogram whose buckets grow by a tenth each: bucket 1 is 0 to 0.1 ms, bucket i ends at
-- 0.1 * 1.1 ^ (i - 1) ms. What lies in a bucket is at most 4.8 % away from the value that is told for it (and 0.1 ms in the
-- first). Histograms are added up element by element, so any number of them makes one.

-- What is called for each message is plain enough to become a part of the statement that calls it (so it is not STRICT).
-- What is called for each metric is PL/pgSQL: a query of its own for each call took longer than all the rest of a batch.

CREATE OR REPLACE FUNCTION metrics_bucket(latency numeric) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN latency <= 0.1 THEN 1
                ELSE 1 + ceil(ln(latency::double precision * 10) / ln(1.1::double precision))::integer END
$$;

-- Of pairs of a bucket and how many are in it, in any order, the same bucket as often as you like.
CREATE OR REPLACE FUNCTION metrics_histogram(buckets integer[], counts bigint[]) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    highest integer := 0;
    histogram bigint[];
BEGIN
    FOR pair IN 1 .. cardinality(buckets) LOOP
        highest := greatest(highest, buckets[pair]);
    END LOOP;
    histogram := array_fill(0::bigint, ARRAY[highest]);
    FOR pair IN 1 .. cardinality(buckets) LOOP
        histogram[buckets[pair]] := histogram[buckets[pair]] + counts[pair];
    END LOOP;
    RETURN histogram;
END
$$;

CREATE OR REPLACE FUNCTION metrics_merge(one bigint[], other bigint[]) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    merged bigint[] := one;
BEGIN
    IF cardinality(other) > cardinality(one) THEN
        RETURN metrics_merge(other, one);
    END IF;
    FOR bucket IN 1 .. cardinality(other) LOOP
        IF other[bucket] <> 0 THEN
            merged[bucket] := merged[bucket] + other[bucket];
        END IF;
    END LOOP;
    RETURN merged;
END
$$;

-- Of a histogram and the sum of its counts.
CREATE OR REPLACE FUNCTION metrics_percentile(histogram bigint[], total bigint, quantile double precision)
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    wanted CONSTANT double precision := quantile * total;
    below bigint := total;
BEGIN
    IF total = 0 THEN
        RETURN NULL;
    END IF;
    -- from the slowest on: the high percentiles are near
    FOR bucket IN REVERSE cardinality(histogram) .. 2 LOOP
        below := below - histogram[bucket];
        IF below < wanted THEN
            RETURN 0.1 * 1.1::double precision ^ (bucket - 1) * 2 / 2.1;
        END IF;
    END LOOP;
    RETURN 0.1;
END
$$;

CREATE OR REPLACE FUNCTION metrics_percentile(histogram bigint[], quantile double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT metrics_percentile(histogram, (SELECT coalesce(sum(count), 0)::bigint FROM unnest(histogram) AS count), quantile)
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
    p50 double precision GENERATED ALWAYS AS (metrics_percentile(histogram, total, 0.50)) STORED,
    p95 double precision GENERATED ALWAYS AS (metrics_percentile(histogram, total, 0.95)) STORED,
    p99 double precision GENERATED ALWAYS AS (metrics_percentile(histogram, total, 0.99)) STORED
) WITH (fillfactor = 50);
