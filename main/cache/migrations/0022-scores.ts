/**
 * Risks by a trained model, and where issues stood because of them. Both are kept as they change, so that any past risk and
 * rank can be rebuilt without asking anybody.
 */
export const sql = `
-- What a model said of an account: one row for each change beyond rounding, never updated. at: workspace's clock, UTC ms.
-- features: the model's columns as compressed 32-bit numbers (main/predict/score/packed.ts). model_id is a row of model; it
-- is no foreign key, because every model that goes would have all scores searched.
CREATE TABLE score (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account,
  at INTEGER NOT NULL,
  model_id INTEGER NOT NULL,
  risk REAL NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  features BLOB NOT NULL
) STRICT;
CREATE INDEX score_account ON score (account_id, at);
CREATE INDEX score_at ON score (at);

-- Models of before were trained on other features and cannot score; their cards stay.
UPDATE model SET body = json_set(body, '$.model', NULL, '$.card.chosen', json('false'),
    '$.card.why', 'This model was trained by an earlier version, which did not score issues. Train again.')
  WHERE kind = 'learned';

-- The score in force of each account with an issue. at: when it was last looked at. base and factors (JSON) add up to the
-- risk, as those of an issue do.
CREATE TABLE account_risk (
  account_id INTEGER PRIMARY KEY REFERENCES account,
  score_id INTEGER NOT NULL REFERENCES score,
  model_id INTEGER NOT NULL REFERENCES model,
  at INTEGER NOT NULL,
  risk REAL NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  base REAL NOT NULL,
  factors TEXT NOT NULL
) STRICT;
CREATE INDEX account_risk_at ON account_risk (model_id, at);
CREATE INDEX account_risk_score ON account_risk (score_id);
CREATE INDEX model_champion ON model (id) WHERE kind = 'learned' AND json_extract(body, '$.card.chosen') = 1;

-- Where an issue stood: one row for each change beyond rounding, never updated. score_id: NULL where base rates made the
-- risk, and then base and factors say what of. triggers: versions of the triggers that held, JSON by id.
CREATE TABLE issue_score (
  issue_id INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  band INTEGER NOT NULL,
  priority REAL NOT NULL,
  risk REAL NOT NULL,
  treatability REAL NOT NULL,
  value_minor INTEGER NOT NULL,
  urgency REAL NOT NULL,
  minutes REAL NOT NULL,
  model_id INTEGER NOT NULL,
  score_id INTEGER,
  base REAL,
  factors TEXT,
  triggers TEXT NOT NULL,
  PRIMARY KEY (issue_id, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX issue_score_at ON issue_score (at);

-- The width of a risk; NULL where base rates made it, which have none. score_id: the row of score that it is from, which
-- may have become too old to be kept.
ALTER TABLE issue ADD COLUMN risk_low REAL;
ALTER TABLE issue ADD COLUMN risk_high REAL;
ALTER TABLE issue ADD COLUMN score_id INTEGER;
-- What weighs most of its signals, in words; empty for what was scored before.
ALTER TABLE issue ADD COLUMN figure TEXT NOT NULL DEFAULT '';

-- An issue is looked at again when the risk of its account is another. The stage that writes the risk knows nothing of it.
CREATE TRIGGER issue_due_risk AFTER UPDATE OF score_id ON account_risk WHEN old.score_id <> new.score_id BEGIN
  INSERT INTO issue_due SELECT id, 0 FROM issue INDEXED BY issue_one_open
    WHERE account_id = new.account_id AND state <> 'closed' ON CONFLICT DO UPDATE SET at = 0;
END;
CREATE TRIGGER issue_due_first_risk AFTER INSERT ON account_risk BEGIN
  INSERT INTO issue_due SELECT id, 0 FROM issue INDEXED BY issue_one_open
    WHERE account_id = new.account_id AND state <> 'closed' ON CONFLICT DO UPDATE SET at = 0;
END;
CREATE TRIGGER issue_due_no_risk AFTER DELETE ON account_risk BEGIN
  INSERT INTO issue_due SELECT id, 0 FROM issue INDEXED BY issue_one_open
    WHERE account_id = old.account_id AND state <> 'closed' ON CONFLICT DO UPDATE SET at = 0;
END;
`
