/** Contacts that our own message caused, late facts that reopen an outcome, and the rule that stops autopilot. */
export const sql = `
-- The first contact about our message rather than about the trouble, and how that is known: code, reply, subject.
ALTER TABLE outcome ADD COLUMN induced_at INTEGER;
ALTER TABLE outcome ADD COLUMN induced_by TEXT;
-- A fact came late and changed the proposal: when, and what was proposed or judged before.
ALTER TABLE outcome ADD COLUMN reopened_at INTEGER;
ALTER TABLE outcome ADD COLUMN reopened_from TEXT;
DROP INDEX outcome_next;
CREATE INDEX outcome_next ON outcome (proposal IS NULL, window_ends_at, intervention_id)
  WHERE judged IS NULL OR reopened_at IS NOT NULL;
-- A judgement that a late fact has reopened waits for a person, as a proposal does.
DROP TRIGGER outcome_confirm_insert;
DROP TRIGGER outcome_confirm_update;
DROP TRIGGER outcome_confirm_delete;
DROP TRIGGER intervention_confirm_update;
CREATE TRIGGER outcome_confirm_insert AFTER INSERT ON outcome BEGIN
  ${counted('SELECT issue_id FROM intervention WHERE id = new.intervention_id')}
END;
CREATE TRIGGER outcome_confirm_update AFTER UPDATE OF proposal, judged, reopened_at ON outcome BEGIN
  ${counted('SELECT issue_id FROM intervention WHERE id = new.intervention_id')}
END;
CREATE TRIGGER outcome_confirm_delete AFTER DELETE ON outcome BEGIN
  ${counted('SELECT issue_id FROM intervention WHERE id = old.intervention_id')}
END;
CREATE TRIGGER intervention_confirm_update AFTER UPDATE OF recalled_at, issue_id ON intervention BEGIN
  ${counted('SELECT old.issue_id UNION SELECT new.issue_id')}
END;
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

/** Counts again what waits for a judgement at the issues that `which` selects. */
function counted(which: string): string {
  const waiting = `(SELECT count(*) FROM intervention v JOIN outcome o ON o.intervention_id = v.id
      WHERE v.issue_id = issue.id AND v.recalled_at IS NULL AND (o.judged IS NULL OR o.reopened_at IS NOT NULL)
        AND o.proposal IS NOT NULL)`
  return `UPDATE issue SET to_confirm = ${waiting} WHERE id IN (${which}) AND to_confirm <> ${waiting};`
}
