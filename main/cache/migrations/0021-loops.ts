/** Contacts that our own message caused, late facts that reopen an outcome, and the rule that stops autopilot. */
export const sql = `
-- The first contact about our message rather than about the trouble, and how that is known: code, reply, subject.
ALTER TABLE outcome ADD COLUMN induced_at INTEGER;
ALTER TABLE outcome ADD COLUMN induced_by TEXT;
-- A fact came late and changed the proposal: when, and what was proposed or judged before.
ALTER TABLE outcome ADD COLUMN reopened_at INTEGER;
ALTER TABLE outcome ADD COLUMN reopened_from TEXT;
DROP INDEX outcome_to_confirm;
CREATE INDEX outcome_to_confirm ON outcome (intervention_id)
  WHERE (judged IS NULL OR reopened_at IS NOT NULL) AND proposal IS NOT NULL;
-- Late facts are looked for a while after a judgement.
CREATE INDEX outcome_judged ON outcome (judged_at) WHERE judged IS NOT NULL;

-- The rule that stops a trigger's autopilot, as it was fixed before the first message. A rule is replaced by a new row,
-- never edited. rule: JSON; hash: of the rule, as the journal has it.
CREATE TABLE stop_rule (
  trigger_id TEXT NOT NULL,
  id TEXT NOT NULL,
  rule TEXT NOT NULL,
  hash TEXT NOT NULL,
  fixed_by TEXT NOT NULL,
  fixed_at INTEGER NOT NULL,
  replaced_at INTEGER,
  PRIMARY KEY (trigger_id, id)
) STRICT, WITHOUT ROWID;
`
