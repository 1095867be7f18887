/**
 * When each message or fix left, in an index: the review and its accounts ask it of every start. And what a lead decided
 * about the review's advice, to be looked at again once its window is over.
 */
export const sql = `
CREATE INDEX outbox_left ON outbox (intervention_id, sent_at, kind) WHERE state = 'sent';

CREATE TABLE advice (
  id TEXT PRIMARY KEY,
  playbook_id TEXT NOT NULL,
  -- pause, scale or split; the segment to split by.
  advice TEXT NOT NULL,
  segment TEXT,
  -- follow or decline, with the lead's reason.
  answer TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- The comparison that the decision rests on, as JSON.
  figures TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  look_at INTEGER NOT NULL,
  looked_by TEXT,
  looked_at INTEGER,
  -- The comparison of what was started since, at the second look.
  found TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX advice_decided ON advice (decided_at DESC, id);
`
