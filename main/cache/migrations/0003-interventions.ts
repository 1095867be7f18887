/**
 * Playbooks of several steps that run on the version they started with, approvals, autopilot, resolutions, and the
 * ledger of what did not leave.
 */
export const sql = `
-- Every version that was ever saved: a running intervention keeps its own.
CREATE TABLE playbook_version (
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
INSERT INTO playbook_version (id, version, definition) SELECT id, version, definition FROM playbook;
-- The newest version whose first use needs no second person any more; what was there before was in use.
ALTER TABLE playbook ADD COLUMN approved_version INTEGER NOT NULL DEFAULT 0;
UPDATE playbook SET approved_version = version;

-- state: running, done, stopped. position: the next instruction of the compiled playbook.
-- wake_at: workspace time at which the runner looks again; null while it waits for something else.
ALTER TABLE intervention ADD COLUMN state TEXT NOT NULL DEFAULT 'done';
ALTER TABLE intervention ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE intervention ADD COLUMN wake_at INTEGER;
ALTER TABLE intervention ADD COLUMN ended_at INTEGER;
ALTER TABLE intervention ADD COLUMN ended_because TEXT;
-- origin: person, bulk, autopilot. batch_id: those that were started together.
ALTER TABLE intervention ADD COLUMN origin TEXT NOT NULL DEFAULT 'person';
ALTER TABLE intervention ADD COLUMN batch_id TEXT;
CREATE INDEX intervention_running ON intervention (wake_at) WHERE state = 'running';
CREATE INDEX intervention_batch ON intervention (batch_id) WHERE batch_id IS NOT NULL;

-- What a run has done so far; n counts from 0 and is part of the outbox key. state: open, done, refused, stopped.
CREATE TABLE step (
  intervention_id TEXT NOT NULL REFERENCES intervention,
  n INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  detail TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (intervention_id, n)
) STRICT, WITHOUT ROWID;
INSERT INTO step (intervention_id, n, position, kind, state, at)
  SELECT intervention_id, 0, 0, 'outreach',
    CASE state WHEN 'sent' THEN 'done' WHEN 'refused' THEN 'refused' WHEN 'cancelled' THEN 'stopped' ELSE 'open' END,
    (SELECT exposed_at FROM intervention i WHERE i.id = intervention_id)
  FROM outbox;
CREATE INDEX step_task ON step (at) WHERE kind = 'task' AND state = 'open';

-- kind: message or action. step: which of the run's steps it belongs to.
ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'message';
ALTER TABLE outbox ADD COLUMN step INTEGER NOT NULL DEFAULT 0;

-- What needs a second person; the outbox row is 'held' until it is answered. reasons: JSON list.
CREATE TABLE approval (
  outbox_id INTEGER PRIMARY KEY REFERENCES outbox,
  reasons TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  answer TEXT,
  answered_by TEXT,
  answered_at INTEGER,
  note TEXT
) STRICT;
CREATE INDEX approval_open ON approval (asked_at) WHERE answer IS NULL;

-- Why not sent: one row for each message that was planned and did not leave. because: JSON list of verdicts.
CREATE TABLE unsent (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  stage TEXT NOT NULL,
  ended TEXT NOT NULL,
  intervention_id TEXT,
  step INTEGER NOT NULL,
  issue_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  playbook_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT,
  actor TEXT NOT NULL,
  because TEXT NOT NULL
) STRICT;
CREATE INDEX unsent_at ON unsent (at);
CREATE INDEX unsent_account ON unsent (account_id, at);

-- What a contact has said about one topic; the contact's own consent counts where nothing is said here.
CREATE TABLE consent (
  contact_id INTEGER NOT NULL REFERENCES contact,
  topic TEXT NOT NULL,
  agreed INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (contact_id, topic)
) STRICT, WITHOUT ROWID;

-- A fix at another system: its evidence before and after. target: the id there, by which attempts are counted.
CREATE TABLE resolution (
  outbox_id INTEGER PRIMARY KEY REFERENCES outbox,
  intervention_id TEXT NOT NULL REFERENCES intervention,
  issue_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  object_id INTEGER,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  params TEXT NOT NULL,
  evidence_before TEXT NOT NULL,
  evidence_after TEXT,
  applied_at INTEGER,
  -- null until looked at: worked or failed
  verdict TEXT,
  judged_at INTEGER
) STRICT;
CREATE INDEX resolution_target ON resolution (action, target, applied_at);
CREATE INDEX resolution_intervention ON resolution (intervention_id);

-- Autopilot by trigger; absent is off.
CREATE TABLE autopilot (
  trigger_id TEXT PRIMARY KEY,
  enabled INTEGER NOT NULL,
  daily_cap INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  stopped_at INTEGER,
  stopped_because TEXT
) STRICT, WITHOUT ROWID;
`
