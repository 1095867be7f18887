/** Everything that the first complete path needs, stage by stage in the order in which data flows. */
export const sql = `
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  actor TEXT NOT NULL,
  device TEXT NOT NULL,
  at INTEGER NOT NULL,
  command TEXT NOT NULL,
  args TEXT NOT NULL,
  undo TEXT,
  undoes TEXT,
  hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_undoes ON journal (undoes) WHERE undoes IS NOT NULL;

-- source, sync ---------------------------------------------------------------
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  config TEXT NOT NULL
) STRICT;

CREATE TABLE stream (
  source_id INTEGER NOT NULL REFERENCES source,
  name TEXT NOT NULL,
  cursor TEXT,
  rows INTEGER NOT NULL DEFAULT 0,
  newest_at INTEGER,
  synced_at INTEGER,
  error TEXT,
  PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source,
  stream TEXT NOT NULL,
  line INTEGER NOT NULL,
  column_name TEXT,
  raw TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (source_id, stream, fingerprint)
) STRICT;

-- cache: what is observed ----------------------------------------------------
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  -- 'slug:external id' of the first source that knew it: what arms are hashed from.
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  plan TEXT,
  country TEXT,
  time_zone TEXT,
  owner TEXT,
  signed_up_at INTEGER,
  renews_at INTEGER,
  churned_at INTEGER,
  mrr_minor INTEGER,
  currency TEXT,
  properties TEXT NOT NULL DEFAULT '{}',
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_name ON account (name COLLATE NOCASE);

CREATE TABLE account_key (
  source_id INTEGER NOT NULL,
  external_id TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account,
  PRIMARY KEY (source_id, external_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account,
  source_id INTEGER NOT NULL,
  external_id TEXT NOT NULL,
  name TEXT,
  email TEXT,
  time_zone TEXT,
  locale TEXT,
  consent INTEGER,
  properties TEXT NOT NULL DEFAULT '{}',
  UNIQUE (source_id, external_id)
) STRICT;
CREATE INDEX contact_account ON contact (account_id);

CREATE TABLE suppression (address TEXT PRIMARY KEY COLLATE NOCASE, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account,
  source_id INTEGER NOT NULL,
  stream TEXT NOT NULL,
  external_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  value REAL,
  properties TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE UNIQUE INDEX event_key ON event (source_id, external_id, stream);
CREATE INDEX event_account ON event (account_id, kind, at);

CREATE TABLE object (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account,
  source_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  external_id TEXT NOT NULL,
  state TEXT,
  opened_at INTEGER,
  closed_at INTEGER,
  due_at INTEGER,
  amount_minor INTEGER,
  currency TEXT,
  lane TEXT,
  properties TEXT NOT NULL DEFAULT '{}',
  UNIQUE (source_id, kind, external_id)
) STRICT;
CREATE INDEX object_account ON object (account_id, kind, opened_at);

-- Accounts whose answer may have changed: since the last evaluation, and by mere passing of time.
CREATE TABLE dirty (account_id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE due (account_id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE INDEX due_at ON due (at);

-- signal, issue --------------------------------------------------------------
CREATE TABLE trigger (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE signal (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account,
  trigger_id TEXT NOT NULL,
  trigger_version INTEGER NOT NULL,
  fired_at INTEGER NOT NULL,
  cleared_at INTEGER,
  evidence TEXT NOT NULL,
  issue_id INTEGER REFERENCES issue
) STRICT;
CREATE INDEX signal_account ON signal (account_id, trigger_id, fired_at);
CREATE INDEX signal_issue ON signal (issue_id);
CREATE INDEX signal_trigger ON signal (trigger_id, fired_at);
CREATE INDEX signal_unfolded ON signal (id) WHERE issue_id IS NULL;

CREATE TABLE issue (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account,
  category TEXT NOT NULL,
  state TEXT NOT NULL,
  -- 0 today, 1 this week, 2 later; band_until is when the next one is reached.
  band INTEGER NOT NULL,
  band_until INTEGER,
  title TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER,
  closed_at INTEGER,
  closed_because TEXT,
  previous_id INTEGER REFERENCES issue,
  signal_count INTEGER NOT NULL,
  playbook_id TEXT NOT NULL,
  priority REAL NOT NULL,
  risk REAL NOT NULL,
  treatability REAL NOT NULL,
  value_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  urgency REAL NOT NULL,
  minutes REAL NOT NULL,
  model TEXT NOT NULL,
  base REAL NOT NULL,
  factors TEXT NOT NULL,
  claimed_by TEXT,
  snoozed_until INTEGER,
  version INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX issue_one_open ON issue (account_id, category) WHERE state <> 'closed';
CREATE INDEX issue_queue ON issue (state, priority DESC, id);
CREATE INDEX issue_queue_category ON issue (state, category, priority DESC, id);
CREATE INDEX issue_queue_band ON issue (state, band, priority DESC, id);
CREATE INDEX issue_queue_claim ON issue (state, claimed_by, priority DESC, id);
CREATE INDEX issue_account ON issue (account_id, category, opened_at);
CREATE INDEX issue_band_until ON issue (band_until) WHERE state <> 'closed' AND band_until IS NOT NULL;
CREATE INDEX issue_snoozed ON issue (snoozed_until) WHERE state = 'snoozed';

-- count(*) costs 71 ms at a million issues, so the queue's counters are kept by the database itself.
CREATE TABLE issue_count (
  state TEXT NOT NULL,
  category TEXT NOT NULL,
  band INTEGER NOT NULL,
  claimed_by TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (state, category, band, claimed_by)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER issue_count_insert AFTER INSERT ON issue BEGIN
  INSERT INTO issue_count VALUES (new.state, new.category, new.band, ifnull(new.claimed_by, ''), 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER issue_count_update AFTER UPDATE OF state, category, band, claimed_by ON issue
WHEN (old.state, old.category, old.band, ifnull(old.claimed_by, ''))
  IS NOT (new.state, new.category, new.band, ifnull(new.claimed_by, '')) BEGIN
  UPDATE issue_count SET n = n - 1
    WHERE (state, category, band, claimed_by) = (old.state, old.category, old.band, ifnull(old.claimed_by, ''));
  INSERT INTO issue_count VALUES (new.state, new.category, new.band, ifnull(new.claimed_by, ''), 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER issue_count_delete AFTER DELETE ON issue BEGIN
  UPDATE issue_count SET n = n - 1
    WHERE (state, category, band, claimed_by) = (old.state, old.category, old.band, ifnull(old.claimed_by, ''));
END;

-- intervention, outbox, outcome ----------------------------------------------
CREATE TABLE playbook (id TEXT PRIMARY KEY, version INTEGER NOT NULL, definition TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE intervention (
  id TEXT PRIMARY KEY,
  issue_id INTEGER NOT NULL REFERENCES issue,
  account_id INTEGER NOT NULL REFERENCES account,
  contact_id INTEGER,
  trigger_id TEXT NOT NULL,
  playbook_id TEXT NOT NULL,
  playbook_version INTEGER NOT NULL,
  arm TEXT NOT NULL,
  -- The moment from which the arms could differ: the decision, for both.
  exposed_at INTEGER NOT NULL,
  window_ends_at INTEGER NOT NULL,
  started_by TEXT NOT NULL,
  recalled_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX intervention_issue ON intervention (issue_id);
CREATE INDEX intervention_account ON intervention (account_id, exposed_at);
CREATE INDEX intervention_exposed ON intervention (exposed_at);

-- Why a message may or may not leave: every verdict of every preflight.
CREATE TABLE verdict (
  intervention_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  stage TEXT NOT NULL,
  check_name TEXT NOT NULL,
  status TEXT NOT NULL,
  fact TEXT NOT NULL,
  until INTEGER,
  overridden TEXT,
  PRIMARY KEY (intervention_id, at, stage, check_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  -- Deterministic, so queueing twice is queueing once; also the provider's idempotency key.
  key TEXT NOT NULL UNIQUE,
  intervention_id TEXT NOT NULL REFERENCES intervention,
  issue_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  lane TEXT NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,
  payload TEXT NOT NULL,
  overrides TEXT NOT NULL,
  state TEXT NOT NULL,
  -- Wall-clock time, not the workspace's: the world's servers do not run on a replay clock.
  queued_at INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  why TEXT,
  -- Workspace time of leaving, for caps and outcomes.
  sent_at INTEGER,
  provider_id TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (lane, id) WHERE state IN ('waiting', 'sending', 'unsure');
CREATE INDEX outbox_state ON outbox (state, id);
CREATE INDEX outbox_recipient ON outbox (recipient, sent_at);
CREATE INDEX outbox_intervention ON outbox (intervention_id);

CREATE TABLE attempt (
  outbox_id INTEGER NOT NULL REFERENCES outbox,
  n INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  ending TEXT,
  detail TEXT,
  PRIMARY KEY (outbox_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome (
  intervention_id TEXT PRIMARY KEY REFERENCES intervention,
  window_ends_at INTEGER NOT NULL,
  contacted_at INTEGER,
  metric_met_at INTEGER,
  churned_at INTEGER,
  proposal TEXT,
  judged TEXT,
  judged_by TEXT,
  judged_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_pending ON outcome (window_ends_at) WHERE judged IS NULL;
-- What waits for a person's judgement, however many interventions are under way.
CREATE INDEX outcome_to_confirm ON outcome (intervention_id) WHERE judged IS NULL AND proposal IS NOT NULL;
`
