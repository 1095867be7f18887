/**
 * What acting took away of a risk, by trigger and playbook, measured against control and drawn towards what the playbook
 * states; and the issues for which acting is known to make it worse.
 */
export const sql = `
-- prior: what the playbook states. value, low, high: share of the risk that acting takes away, below 0 where it adds to it.
-- treated, control: starts that it was measured on.
CREATE TABLE treatability (
  trigger_id TEXT NOT NULL,
  playbook_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  prior REAL NOT NULL,
  value REAL NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  treated INTEGER NOT NULL,
  control INTEGER NOT NULL,
  PRIMARY KEY (trigger_id, playbook_id)
) STRICT, WITHOUT ROWID;

-- NULL where the treatability is what the playbook states. starts: how many it was measured on, both arms together.
ALTER TABLE issue ADD COLUMN treatability_low REAL;
ALTER TABLE issue ADD COLUMN treatability_high REAL;
ALTER TABLE issue ADD COLUMN treatability_starts INTEGER NOT NULL DEFAULT 0;
CREATE INDEX issue_undisturbed ON issue (priority DESC, id) WHERE state = 'open' AND treatability_high < 0;
CREATE INDEX issue_undisturbed_count ON issue (category, band, state, treatability_high)
  WHERE state = 'open' AND treatability_high < 0;
`
