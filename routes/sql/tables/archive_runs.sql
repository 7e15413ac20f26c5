-- A row for each run of archive-orders. A run that dies stays open, and whoever comes next goes on with it.
CREATE TABLE archive_runs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cutoff      timestamptz NOT NULL,
    state       text NOT NULL DEFAULT 'moving' CHECK (state IN ('moving', 'saving', 'failed', 'done')),
    owner       text NOT NULL,
    seen_at     timestamptz NOT NULL DEFAULT now(),
    moved       bigint NOT NULL DEFAULT 0,
    file        text,
    sha256      text,
    problem     text,
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    told_at     timestamptz
);

COMMENT ON TABLE archive_runs IS 'Runs of archive-orders; finished_at is set when the backup has been verified';
COMMENT ON COLUMN archive_runs.cutoff IS 'Orders created before it are moved; it stays the same when a run is resumed';
COMMENT ON COLUMN archive_runs.owner IS 'Who works on the run; each change of it is refused to anybody else';
COMMENT ON COLUMN archive_runs.seen_at IS 'When the owner last did something; one who is silent for long is taken for dead; ahead of time while the mail is sent';
COMMENT ON COLUMN archive_runs.told_at IS 'When the mail about its end was taken by the mail server';

-- one open run at a time
CREATE UNIQUE INDEX archive_runs_open ON archive_runs ((true)) WHERE finished_at IS NULL;
