-- Yesterday's report is due, in :zone as of the time that the clock was to strike, and with it the days since the last one that
-- was, a week at most: nobody was there when their time came. A second fire for the same day, of another replica or after a
-- restart, finds the rows there and asks for nothing.
WITH yesterday AS (
    SELECT (coalesce(:fired_at::timestamptz, now()) AT TIME ZONE :zone)::date - 1 AS day
),
first AS (
    SELECT greatest(least((SELECT max(day) FROM report_mails) + 1, day), day - 6) AS day FROM yesterday
),
due AS (
    INSERT INTO report_mails (day)
    SELECT first.day + n
    FROM yesterday, first, generate_series(0, yesterday.day - first.day) AS n
    ON CONFLICT (day) DO NOTHING
    RETURNING day
)
SELECT string_agg(day::text, ', ' ORDER BY day) FROM due
