/** What issues share as a cause, and the incidents that many of them make. */
export const sql = `
-- dimension and cause: 'carrier' and 'DHL', or 'trigger' and its id. began_at: when the trouble began by the data's own
-- dates, UTC ms; null where it was there before anybody watched, and so is no news.
ALTER TABLE signal ADD COLUMN dimension TEXT;
ALTER TABLE signal ADD COLUMN cause TEXT COLLATE NOCASE;
ALTER TABLE signal ADD COLUMN began_at INTEGER;
CREATE INDEX signal_cause ON signal (dimension, cause, began_at) WHERE began_at IS NOT NULL;

-- One cause behind many accounts' issues. state: open, closed. All times UTC ms: began_at when the first trouble began,
-- found_at when it became unusual, last_at when the newest began. closed_because: quiet, usual, solved, person.
CREATE TABLE incident (
  id INTEGER PRIMARY KEY,
  dimension TEXT NOT NULL,
  cause TEXT NOT NULL COLLATE NOCASE,
  state TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  found_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_because TEXT,
  -- Accounts a day that had this trouble before.
  usual REAL NOT NULL,
  previous_id INTEGER REFERENCES incident,
  version INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX incident_one_open ON incident (dimension, cause) WHERE state = 'open';
CREATE INDEX incident_cause ON incident (dimension, cause, began_at);
CREATE INDEX incident_newest ON incident (state, found_at);

-- began_at: when the issue's trouble of that cause began. taken_out: a person said that it does not belong there.
CREATE TABLE incident_issue (
  incident_id INTEGER NOT NULL REFERENCES incident,
  issue_id INTEGER NOT NULL REFERENCES issue,
  began_at INTEGER NOT NULL,
  taken_out INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (incident_id, issue_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_issue_issue ON incident_issue (issue_id);

-- Starter triggers that a workspace already has learn what their issues share.
WITH cause (id, dimension, field) AS (VALUES
  ('change-ahead', 'change', 'title'), ('errors-burst', 'release', 'release'), ('errors-spike', 'release', 'release'),
  ('feature-errors', 'feature', 'feature_name'), ('health-outage', 'component', 'check'),
  ('known-bug', 'known bug', 'title'), ('logins-failing', 'sign-in failure', 'reason'),
  ('processor-declines', 'processor', 'processor'), ('shipment-exception', 'carrier', 'carrier'),
  ('shipment-stationary', 'carrier', 'carrier'), ('stuck-on-page', 'page', 'page'))
UPDATE trigger SET definition = json_set(definition, '$.cause',
    json((SELECT json_object('dimension', dimension, 'field', field) FROM cause WHERE cause.id = trigger.id)))
  WHERE id IN (SELECT id FROM cause) AND json_extract(definition, '$.cause') IS NULL;
`
