/** What people said about items that were left alone and drawn by chance. */
export const sql = `
-- kind: dismissed, cleared or suppressed. chance: the one that the item had to be drawn, as it was when it was answered.
CREATE TABLE audit_answer (
  issue_id INTEGER NOT NULL REFERENCES issue,
  kind TEXT NOT NULL,
  chance REAL NOT NULL,
  answer TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at INTEGER NOT NULL,
  PRIMARY KEY (issue_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_answered ON audit_answer (answered_at);
-- What was closed without acting, by when.
CREATE INDEX issue_left_alone ON issue (closed_at, id)
  WHERE closed_because IN ('false_positive', 'known', 'not_worth_it', 'wrong_account', 'cleared');
`
