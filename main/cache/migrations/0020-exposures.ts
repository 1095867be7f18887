/**
 * Who was assigned to which arm, and when the arms began to differ: what every comparison of the two starts from. An
 * arm that was ever assigned is looked up here, so a share that changes later moves nobody.
 */
export const sql = `
CREATE TABLE exposure (
  intervention_id TEXT PRIMARY KEY REFERENCES intervention,
  account_id INTEGER NOT NULL REFERENCES account,
  issue_id INTEGER NOT NULL,
  trigger_id TEXT NOT NULL,
  playbook_id TEXT NOT NULL,
  playbook_version INTEGER NOT NULL,
  -- treatment or control, as assigned, whatever was done afterwards.
  arm TEXT NOT NULL,
  -- holdout or playbook: whose control group it is. Null: treatment.
  held_by TEXT,
  -- The probability of control that it was assigned with.
  share REAL NOT NULL,
  origin TEXT NOT NULL,
  actor TEXT NOT NULL,
  assigned_at INTEGER NOT NULL,
  -- message, fix or run: what the run begins with. position: of its first message in the playbook’s program.
  act TEXT NOT NULL,
  position INTEGER,
  -- treatment: the first message or fix passed the last preflight and left. control: it would have. Null: not (yet).
  exposed_at INTEGER,
  ghost INTEGER NOT NULL DEFAULT 0,
  -- A second person had to release it, or would have had to.
  approval INTEGER NOT NULL DEFAULT 0,
  -- Why a held-out account was written to although it was held out.
  override_reason TEXT,
  -- When a held-out account that has to wait is looked at next. Null: never.
  due_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX exposure_account ON exposure (account_id, assigned_at);
CREATE INDEX exposure_assigned ON exposure (assigned_at);
CREATE INDEX exposure_due ON exposure (due_at) WHERE due_at IS NOT NULL;

-- Nobody wrote down what a held-out account would have received: those of before are no ghosts.
INSERT INTO exposure (intervention_id, account_id, issue_id, trigger_id, playbook_id, playbook_version, arm, held_by,
    share, origin, actor, assigned_at, act, exposed_at, approval, override_reason)
  SELECT i.id, i.account_id, i.issue_id, i.trigger_id, i.playbook_id, i.playbook_version, i.arm,
    iif(i.arm = 'control', 'holdout', NULL),
    ifnull((SELECT json_extract(value, '$.holdout') FROM setting WHERE key = 'guardrails'), 0.05),
    i.origin, i.started_by, i.exposed_at, ifnull((SELECT iif(o.kind = 'action', 'fix', 'message') FROM outbox o
      WHERE o.intervention_id = i.id ORDER BY o.id LIMIT 1), iif(i.arm = 'control', 'message', 'run')),
    (SELECT min(l.sent_at) FROM outbox l WHERE l.intervention_id = i.id AND l.state = 'sent'),
    EXISTS (SELECT 1 FROM approval p JOIN outbox o ON o.id = p.outbox_id WHERE o.intervention_id = i.id),
    iif(i.arm = 'control', (SELECT json_extract(r.value, '$.reason') FROM outbox o, json_each(o.overrides) r
      WHERE o.intervention_id = i.id AND json_extract(r.value, '$.check') = 'arm' LIMIT 1), NULL)
  FROM intervention i;
`
