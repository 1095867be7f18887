/**
 * How long objects have been in their states, what is usual for such a stay, and what a daily cap holds back.
 * Of objects that were there before, only the present state is known, and that it is not older than the object.
 */
export const sql = `
ALTER TABLE object ADD COLUMN state_since INTEGER;

-- One row for each stay in a state; until is null while it lasts.
CREATE TABLE object_state (
  object_id INTEGER NOT NULL REFERENCES object,
  since INTEGER NOT NULL,
  state TEXT NOT NULL,
  until INTEGER,
  PRIMARY KEY (object_id, since)
) STRICT, WITHOUT ROWID;
UPDATE object SET state_since = coalesce(closed_at, opened_at, 0) WHERE state IS NOT NULL;
INSERT INTO object_state (object_id, since, state, until)
  SELECT id, state_since, state, NULL FROM object WHERE state IS NOT NULL;

-- With the value, so that counts and sums of values are read from the index alone.
DROP INDEX event_account;
CREATE INDEX event_account ON event (account_id, kind, at, value);

-- Quantiles of finished stays; lane '*' stands for all lanes.
CREATE TABLE stay_quantile (
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  lane TEXT NOT NULL,
  quantile REAL NOT NULL,
  stays INTEGER NOT NULL,
  ms REAL NOT NULL,
  PRIMARY KEY (kind, state, lane, quantile)
) STRICT, WITHOUT ROWID;
CREATE INDEX object_kind_open ON object (kind, state) WHERE closed_at IS NULL;

-- Which accounts a trigger's daily cap held back on which day (UTC, days since 1970).
CREATE TABLE held_back (
  trigger_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  PRIMARY KEY (trigger_id, day, account_id)
) STRICT, WITHOUT ROWID;
`
