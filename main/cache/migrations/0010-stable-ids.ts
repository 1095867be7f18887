/**
 * Ids that are the same on every computer, for what decisions name: an issue's from the signal that opened it, an
 * incident's from its cause and when it began. Accounts (`uid`), sources (`slug`), contacts (source and external id) and
 * the outbox (`key`) have theirs. What the journal says so far stays as it was written, in its first version.
 */
export const sql = `
-- 1: arguments name rows by their numbers, one chain for all. 2: by uids, a chain for each device.
ALTER TABLE journal ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX journal_device ON journal (device);

-- 'account uid/trigger@when it fired', or '/category@opened at' where no signal is left. An issue that a merge moved is
-- named after the account that it was opened for. Of several made of the same the later ones have '~2', '~3' …
ALTER TABLE issue ADD COLUMN uid TEXT NOT NULL DEFAULT '';
WITH moved (issue, account) AS MATERIALIZED
    (SELECT j.value, max(m.from_id) FROM merge m, json_each(m.moved, '$.issues') j WHERE m.undone_at IS NULL GROUP BY 1),
  made_of (id, base) AS MATERIALIZED
    (SELECT i.id, a.uid || '/' || ifnull(
       (SELECT s.trigger_id || '@' || s.fired_at FROM signal s INDEXED BY signal_issue WHERE s.issue_id = i.id
        ORDER BY s.fired_at, s.trigger_id LIMIT 1), i.category || '@' || i.opened_at)
     FROM issue i LEFT JOIN moved m ON m.issue = i.id JOIN account a ON a.id = ifnull(m.account, i.account_id))
UPDATE issue SET uid = n.uid FROM
  (SELECT id, base || iif(row_number() OVER same > 1, '~' || row_number() OVER same, '') AS uid
   FROM made_of WINDOW same AS (PARTITION BY base ORDER BY id)) n
  WHERE n.id = issue.id;
CREATE UNIQUE INDEX issue_uid ON issue (uid);

-- 'dimension/cause@when it began', the cause in small letters as it is compared.
ALTER TABLE incident ADD COLUMN uid TEXT NOT NULL DEFAULT '';
UPDATE incident SET uid = n.uid FROM
  (SELECT id, base || iif(row_number() OVER same > 1, '~' || row_number() OVER same, '') AS uid
   FROM (SELECT id, dimension || '/' || lower(cause) || '@' || began_at AS base FROM incident)
   WINDOW same AS (PARTITION BY base ORDER BY id)) n
  WHERE n.id = incident.id;
CREATE UNIQUE INDEX incident_uid ON incident (uid);
`
