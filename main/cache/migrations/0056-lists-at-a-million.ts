/** What lists ask for is found, or was counted, instead of being looked for among a million rows. */
export const sql = `
CREATE INDEX resolution_issue ON resolution (issue_id, outbox_id);
-- A refusal of a provider is its message's last attempt; among all attempts it is rare.
CREATE INDEX attempt_refused ON attempt (outbox_id, n) WHERE ending = 'refused';
-- Approvals that nobody answered stay when their message is recalled; those of held messages are the ones that wait.
CREATE INDEX outbox_held ON outbox (id) WHERE state = 'held';

-- A category and a week are looked for in the index, instead of in each row that waits.
DROP INDEX issue_to_confirm;
CREATE INDEX issue_to_confirm ON issue (priority DESC, id, category, band, state, to_confirm)
  WHERE state = 'acting' AND to_confirm > 0;
DROP INDEX issue_undisturbed;
CREATE INDEX issue_undisturbed ON issue (priority DESC, id, category, band, state, treatability_high)
  WHERE state = 'open' AND treatability_high < 0;

-- How many rows of each stream are in quarantine: a source that never fits has as many as it has rows.
CREATE TABLE quarantine_count (
  source_id INTEGER NOT NULL,
  stream TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (source_id, stream)
) STRICT, WITHOUT ROWID;
INSERT INTO quarantine_count SELECT source_id, stream, count(*) FROM quarantine GROUP BY source_id, stream;
CREATE TRIGGER quarantine_count_insert AFTER INSERT ON quarantine BEGIN
  INSERT INTO quarantine_count VALUES (new.source_id, new.stream, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER quarantine_count_delete AFTER DELETE ON quarantine BEGIN
  UPDATE quarantine_count SET n = n - 1 WHERE source_id = old.source_id AND stream = old.stream;
END;
`
