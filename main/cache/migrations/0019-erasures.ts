/** People who were erased, and how they are kept from coming back. */
export const sql = `
-- id: keyed hash of what the person was named by. kind: account, contact. state: again, rows,
-- mentions, file, done.
CREATE TABLE erasure (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  ended_at INTEGER,
  -- JSON: what to look for. Null once nothing of it is left.
  known_by TEXT,
  -- JSON: rows that went or were emptied, by table.
  removed TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;

-- Keyed hashes of ids and addresses that no source may bring back.
CREATE TABLE tombstone (hash TEXT PRIMARY KEY, erasure_id TEXT NOT NULL REFERENCES erasure) STRICT, WITHOUT ROWID;

-- Sources that still had the person when they were last read.
CREATE TABLE tombstone_met (
  erasure_id TEXT NOT NULL REFERENCES erasure,
  source_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (erasure_id, source_id)
) STRICT, WITHOUT ROWID;
`
