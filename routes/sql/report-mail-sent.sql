-- SMTP is no part of a transaction: a replica that dies after the mail server took the mail and before this commits leaves
-- the day due, and an hour later another one sends it again. So a report is never lost, and twice at worst after such a
-- death; the second one has the same Message-ID, by which most mailboxes drop it.
UPDATE report_mails
SET sent_at = now(), last_error = NULL
WHERE day = :day
