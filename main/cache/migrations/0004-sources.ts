/** Sources that are read on a schedule, back-fills beside fresh data, and accounts known to several sources. */
export const sql = `
-- Machine time, UTC ms. schedule_ms null: only by hand. retry_at: not before, after failures.
ALTER TABLE source ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN schedule_ms INTEGER;
ALTER TABLE source ADD COLUMN next_at INTEGER;
ALTER TABLE source ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN retry_at INTEGER;
ALTER TABLE source ADD COLUMN error TEXT;

-- backfill: cursor of the history behind the fresh data, JSON; null when there is none left.
ALTER TABLE stream ADD COLUMN backfill TEXT;
ALTER TABLE stream ADD COLUMN rows_per_second REAL;
ALTER TABLE stream ADD COLUMN error_at INTEGER;

-- Where a key, and what came by it, belongs when the merges that moved it are taken back; null: where it stands.
ALTER TABLE account_key ADD COLUMN home_id INTEGER;
ALTER TABLE contact ADD COLUMN home_id INTEGER;
ALTER TABLE event ADD COLUMN home_id INTEGER;
ALTER TABLE object ADD COLUMN home_id INTEGER;
CREATE INDEX account_key_account ON account_key (account_id);
-- What an account may be recognised by: its own domain and address, and the id that another source knows it by.
ALTER TABLE account ADD COLUMN domain TEXT;
ALTER TABLE account ADD COLUMN email TEXT;
ALTER TABLE account ADD COLUMN external_ref TEXT;
-- An account that was merged into another keeps its row, as its source has it. The one that stands for all of them shows
-- what they know together; own is its row without the others, JSON.
ALTER TABLE account ADD COLUMN merged_into INTEGER REFERENCES account;
ALTER TABLE account ADD COLUMN own TEXT;
-- Names are looked up among the accounts that stand.
DROP INDEX account_name;
CREATE INDEX account_name ON account (name COLLATE NOCASE, merged_into) WHERE merged_into IS NULL;
CREATE INDEX account_merged ON account (merged_into) WHERE merged_into IS NOT NULL;

-- What an account is known by, for matching. kind: external, domain, email. value: normalised.
CREATE TABLE identity (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account,
  source_id INTEGER NOT NULL,
  verified INTEGER NOT NULL,
  PRIMARY KEY (kind, value, account_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_account ON identity (account_id);

-- Two accounts that may be one (a < b), why, and what became of it. state: open, merged, rejected.
CREATE TABLE merge_proposal (
  a INTEGER NOT NULL REFERENCES account,
  b INTEGER NOT NULL REFERENCES account,
  rule TEXT NOT NULL,
  value TEXT NOT NULL,
  confidence REAL NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  answered_by TEXT,
  answered_at INTEGER,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX merge_proposal_other ON merge_proposal (b);
CREATE INDEX merge_proposal_open ON merge_proposal (confidence DESC) WHERE state = 'open';

-- moved: JSON, what besides keys, contacts, events and objects was moved, so that it can be moved back exactly.
CREATE TABLE merge (
  id TEXT PRIMARY KEY,
  into_id INTEGER NOT NULL REFERENCES account,
  from_id INTEGER NOT NULL REFERENCES account,
  rule TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  undone_at INTEGER,
  moved TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merge_from ON merge (from_id);
`
