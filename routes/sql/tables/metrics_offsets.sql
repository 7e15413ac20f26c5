-- How far each partition has been counted; written in the same transaction as what was counted. A topic that is deleted and
-- created again has another id, so that its offsets are other ones.
CREATE TABLE metrics_offsets (
    consumer_group text NOT NULL,
    topic_id uuid NOT NULL,
    partition integer NOT NULL,
    topic text NOT NULL,
    next_offset bigint NOT NULL,           -- every record before this one has been counted
    previous_offset bigint NOT NULL DEFAULT 0, -- next_offset before the last batch
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer_group, topic_id, partition)
) WITH (fillfactor = 50);
