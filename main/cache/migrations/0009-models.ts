/** What predicts: one row for each state of a model that scored something, and which of them scored an issue. */
export const sql = `
-- kind: the way of predicting, and version that of its arithmetic; trained_at: workspace's clock, UTC ms, NULL for what
-- was not kept yet. body: the numbers that it predicts from, JSON.
CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  trained_at INTEGER,
  body TEXT NOT NULL
) STRICT;

-- firings: how many past firings of its triggers an issue's risk rests on; 0 where it rests on stated priors alone.
ALTER TABLE issue ADD COLUMN model_id INTEGER REFERENCES model;
ALTER TABLE issue ADD COLUMN firings INTEGER NOT NULL DEFAULT 0;

-- Two names were ever written: 'prior-1', and 'base-rate-1 (20 past firings)'. Both are base rates of version 1.
INSERT INTO model (kind, version, body)
  SELECT 'base-rate', 1, '{}' WHERE EXISTS (SELECT 1 FROM issue WHERE model <> '');
UPDATE issue SET model_id = (SELECT id FROM model), firings = CAST(substr(model, instr(model, '(') + 1) AS INTEGER)
  WHERE model <> '';
ALTER TABLE issue DROP COLUMN model;
CREATE INDEX issue_model ON issue (model_id);
`
