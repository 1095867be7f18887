/** What lists and counts are read from, so that they take as long with a million rows as with ten thousand. */
export const sql = `
-- Lists in the order in which a screen shows them.
CREATE INDEX approval_answered ON approval (asked_at DESC, outbox_id) WHERE answer IS NOT NULL;
CREATE INDEX suppression_newest ON suppression (at DESC, address);
CREATE INDEX merge_newest ON merge (at DESC, id) WHERE undone_at IS NULL;
CREATE INDEX merge_into ON merge (into_id);
CREATE INDEX incident_latest ON incident (state = 'closed', last_at DESC, id);
CREATE INDEX outcome_next ON outcome (proposal IS NULL, window_ends_at, intervention_id) WHERE judged IS NULL;
DROP INDEX step_task;
CREATE INDEX step_task ON step (ifnull(json_extract(detail, '$.dueAt'), 9e15), at, intervention_id, n)
  WHERE kind = 'task' AND state = 'open';
CREATE INDEX intervention_running_version ON intervention (playbook_id, playbook_version) WHERE state = 'running';
CREATE INDEX issue_without_rate ON issue (id) WHERE state <> 'closed' AND instr(value_basis, '"missing":["') > 0;

-- How many proposed outcomes of an issue wait for a person's judgement. The view of them is an index of its own.
ALTER TABLE issue ADD COLUMN to_confirm INTEGER NOT NULL DEFAULT 0;
UPDATE issue SET to_confirm = waiting.n FROM (
    SELECT v.issue_id, count(*) AS n FROM outcome o JOIN intervention v ON v.id = o.intervention_id
    WHERE o.judged IS NULL AND o.proposal IS NOT NULL AND v.recalled_at IS NULL GROUP BY 1) AS waiting
  WHERE waiting.issue_id = issue.id;
DROP INDEX outcome_to_confirm;
CREATE INDEX issue_to_confirm ON issue (priority DESC, id) WHERE state = 'acting' AND to_confirm > 0;
CREATE INDEX issue_to_confirm_count ON issue (category, band, state, to_confirm) WHERE state = 'acting' AND to_confirm > 0;
${['outcome_confirm_insert AFTER INSERT', 'outcome_confirm_update AFTER UPDATE OF proposal, judged']
  .map(
    name => `CREATE TRIGGER ${name} ON outcome BEGIN
  ${counted('SELECT issue_id FROM intervention WHERE id = new.intervention_id')}
END;`,
  )
  .join('\n')}
CREATE TRIGGER outcome_confirm_delete AFTER DELETE ON outcome BEGIN
  ${counted('SELECT issue_id FROM intervention WHERE id = old.intervention_id')}
END;
CREATE TRIGGER intervention_confirm_update AFTER UPDATE OF recalled_at, issue_id ON intervention BEGIN
  ${counted('SELECT old.issue_id UNION SELECT new.issue_id')}
END;

-- How many messages are in each state, and how often each trigger has fired: counting them takes 40 ms and more at a million.
CREATE TABLE outbox_count (state TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO outbox_count SELECT state, count(*) FROM outbox GROUP BY state;
CREATE TRIGGER outbox_count_insert AFTER INSERT ON outbox BEGIN
  INSERT INTO outbox_count VALUES (new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER outbox_count_update AFTER UPDATE OF state ON outbox WHEN old.state <> new.state BEGIN
  UPDATE outbox_count SET n = n - 1 WHERE state = old.state;
  INSERT INTO outbox_count VALUES (new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER outbox_count_delete AFTER DELETE ON outbox BEGIN
  UPDATE outbox_count SET n = n - 1 WHERE state = old.state;
END;

-- Firings that a clock set back has undone (cleared before they fired) do not count.
CREATE TABLE signal_count (trigger_id TEXT PRIMARY KEY, firings INTEGER NOT NULL, open INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO signal_count SELECT trigger_id, sum(${standing('signal')}), sum(cleared_at IS NULL) FROM signal GROUP BY 1;
CREATE TRIGGER signal_count_insert AFTER INSERT ON signal BEGIN
  ${added('new')}
END;
CREATE TRIGGER signal_count_update AFTER UPDATE OF trigger_id, fired_at, cleared_at ON signal BEGIN
  ${removed('old')}
  ${added('new')}
END;
CREATE TRIGGER signal_count_delete AFTER DELETE ON signal BEGIN
  ${removed('old')}
END;
`

/** Counts again what waits for a judgement at the issues that `which` selects. */
function counted(which: string): string {
  const waiting = `(SELECT count(*) FROM intervention v JOIN outcome o ON o.intervention_id = v.id
      WHERE v.issue_id = issue.id AND v.recalled_at IS NULL AND o.judged IS NULL AND o.proposal IS NOT NULL)`
  return `UPDATE issue SET to_confirm = ${waiting} WHERE id IN (${which}) AND to_confirm <> ${waiting};`
}

function standing(row: string): string {
  return `(${row}.cleared_at IS NULL OR ${row}.cleared_at >= ${row}.fired_at)`
}

function added(row: string): string {
  return `INSERT INTO signal_count VALUES (${row}.trigger_id, ${standing(row)}, ${row}.cleared_at IS NULL)
    ON CONFLICT DO UPDATE SET firings = firings + excluded.firings, open = open + excluded.open;`
}

function removed(row: string): string {
  return `UPDATE signal_count SET firings = firings - ${standing(row)}, open = open - (${row}.cleared_at IS NULL)
    WHERE trigger_id = ${row}.trigger_id;`
}
