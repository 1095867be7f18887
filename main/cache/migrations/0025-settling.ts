/**
 * When each issue and each outcome is looked at next, so that an evaluation reads those and no others. Whatever changes
 * what one of them rests on sets its time to 0. Triggers of the database do that: the stages that write signals, messages
 * and accounts know nothing of these tables.
 */
const issuesAre = (from: string, where: string) =>
  `INSERT INTO issue_due SELECT id, 0 FROM issue ${from} WHERE ${where} AND state <> 'closed'
     ON CONFLICT DO UPDATE SET at = 0;`
const outcomesAre = (from: string, where: string) =>
  `INSERT INTO outcome_due SELECT c.intervention_id, 0 FROM ${from} WHERE ${where}
     ON CONFLICT DO UPDATE SET at = 0;`
/** Every outcome of an account, because a message of one intervention may be the ticket that another one meets. */
const ofAccount = (account: string) =>
  outcomesAre(
    'intervention i CROSS JOIN outcome c ON c.intervention_id = i.id',
    `i.account_id = ${account} AND i.recalled_at IS NULL`,
  )
const ofIntervention = (id: string) => ofAccount(`(SELECT v.account_id FROM intervention v WHERE v.id = ${id})`)

export const sql = `
-- No row: only a change makes it due.
CREATE TABLE issue_due (
  issue_id INTEGER PRIMARY KEY REFERENCES issue ON DELETE CASCADE,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX issue_due_at ON issue_due (at);
CREATE TABLE outcome_due (
  intervention_id TEXT PRIMARY KEY REFERENCES outcome ON DELETE CASCADE,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_due_at ON outcome_due (at);
INSERT INTO issue_due SELECT id, 0 FROM issue WHERE state <> 'closed';
INSERT INTO outcome_due SELECT intervention_id, 0 FROM outcome;

-- What an account without a known value counts as moves with everybody's.
CREATE INDEX issue_typical ON issue (id) WHERE state <> 'closed' AND substr(value_basis, 1, 15) = '{"by":"typical"';
DROP INDEX issue_band_until;
DROP INDEX issue_snoozed;

CREATE TRIGGER issue_due_new AFTER INSERT ON issue WHEN new.state <> 'closed' BEGIN
  INSERT INTO issue_due VALUES (new.id, 0) ON CONFLICT DO UPDATE SET at = 0;
END;
CREATE TRIGGER issue_due_closed AFTER UPDATE OF state ON issue WHEN new.state = 'closed' AND old.state <> 'closed' BEGIN
  DELETE FROM issue_due WHERE issue_id = new.id;
END;
CREATE TRIGGER issue_due_changed AFTER UPDATE OF state, snoozed_until, account_id ON issue
WHEN new.state <> 'closed'
  AND (old.state, old.snoozed_until, old.account_id) IS NOT (new.state, new.snoozed_until, new.account_id) BEGIN
  INSERT INTO issue_due VALUES (new.id, 0) ON CONFLICT DO UPDATE SET at = 0;
END;
CREATE TRIGGER issue_due_signal AFTER UPDATE OF issue_id, fired_at, cleared_at, evidence ON signal BEGIN
  ${issuesAre('', 'id IN (old.issue_id, new.issue_id)')}
END;
CREATE TRIGGER issue_due_signal_gone AFTER DELETE ON signal WHEN old.issue_id IS NOT NULL BEGIN
  ${issuesAre('', 'id = old.issue_id')}
END;

-- An account stops being dirty when it is claimed for evaluation: what comes afterwards makes it dirty again.
CREATE TRIGGER due_claimed AFTER DELETE ON dirty BEGIN
  ${issuesAre('INDEXED BY issue_one_open', 'account_id = old.account_id')}
  ${ofAccount('old.account_id')}
END;

-- What a person has judged is looked at for a while longer: a fact that comes late may speak against it.
CREATE TRIGGER outcome_due_new AFTER INSERT ON outcome BEGIN
  INSERT INTO outcome_due VALUES (new.intervention_id, 0) ON CONFLICT DO UPDATE SET at = 0;
END;
CREATE TRIGGER outcome_due_judged AFTER UPDATE OF judged, judged_at, window_ends_at ON outcome
WHEN (old.judged, old.judged_at, old.window_ends_at) IS NOT (new.judged, new.judged_at, new.window_ends_at) BEGIN
  INSERT INTO outcome_due VALUES (new.intervention_id, 0) ON CONFLICT DO UPDATE SET at = 0;
END;
-- Whether the trouble was over before a message left.
CREATE TRIGGER outcome_due_signal AFTER UPDATE OF issue_id, fired_at, cleared_at ON signal BEGIN
  ${outcomesAre(
    'intervention i CROSS JOIN outcome c ON c.intervention_id = i.id',
    'i.issue_id IN (old.issue_id, new.issue_id) AND i.recalled_at IS NULL',
  )}
END;
CREATE TRIGGER outcome_due_intervention AFTER UPDATE OF recalled_at, account_id, arm ON intervention
WHEN (old.recalled_at, old.account_id, old.arm) IS NOT (new.recalled_at, new.account_id, new.arm) BEGIN
  DELETE FROM outcome_due WHERE intervention_id = new.id AND new.recalled_at IS NOT NULL;
  ${ofAccount('new.account_id')}
END;
CREATE TRIGGER outcome_due_left AFTER UPDATE OF state, sent_at, provider_id ON outbox
WHEN old.provider_id IS NOT new.provider_id OR ((old.state, old.sent_at) IS NOT (new.state, new.sent_at)
  AND (new.state IN ('sent', 'refused', 'cancelled') OR old.state IN ('sent', 'refused', 'cancelled'))) BEGIN
  ${ofIntervention('new.intervention_id')}
END;
CREATE TRIGGER outcome_due_message AFTER INSERT ON outbox BEGIN
  ${ofIntervention('new.intervention_id')}
END;
CREATE TRIGGER outcome_due_author AFTER UPDATE OF author_judged ON object
WHEN old.author_judged IS NOT new.author_judged BEGIN
  ${ofAccount('new.account_id')}
END;
`
