-- Yesterday's report is due, in :zone as of the time that the clock was to strike. A second fire for the same day, of another
-- replica or after a restart, finds the row there and asks for nothing.
INSERT INTO report_mails (day)
VALUES ((coalesce(:fired_at::timestamptz, now()) AT TIME ZONE :zone)::date - 1)
ON CONFLICT (day) DO NOTHING
RETURNING day
