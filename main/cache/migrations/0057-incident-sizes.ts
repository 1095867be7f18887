const PUT = (incident: string, issue: string) => `
  INSERT INTO incident_account SELECT ${incident}, account_id, 1 FROM issue WHERE id = ${issue}
    ON CONFLICT DO UPDATE SET issues = issues + 1;
  INSERT INTO incident_size SELECT ${incident}, 0, state = 'open' FROM issue WHERE id = ${issue}
    ON CONFLICT DO UPDATE SET waiting = waiting + excluded.waiting;`

const TAKE = (incident: string, issue: string) => `
  UPDATE incident_account SET issues = issues - 1
    WHERE incident_id = ${incident} AND account_id = (SELECT account_id FROM issue WHERE id = ${issue});
  DELETE FROM incident_account WHERE incident_id = ${incident} AND issues = 0
    AND account_id = (SELECT account_id FROM issue WHERE id = ${issue});
  UPDATE incident_size SET waiting = waiting - 1 WHERE incident_id = ${incident}
    AND EXISTS (SELECT 1 FROM issue WHERE id = ${issue} AND state = 'open');`

const OWN = 'SELECT incident_id FROM incident_issue WHERE issue_id = new.id AND taken_out = 0'

/**
 * How many accounts an incident has, and how many of its issues wait: each list of issues and of incidents says so, and
 * counting takes 50 ms and more where thousands belong to one. What a person took out of an incident does not count.
 */
export const sql = `
CREATE TABLE incident_account (
  incident_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  issues INTEGER NOT NULL,
  PRIMARY KEY (incident_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE incident_size (
  incident_id INTEGER PRIMARY KEY,
  accounts INTEGER NOT NULL,
  waiting INTEGER NOT NULL
) STRICT;
INSERT INTO incident_account SELECT m.incident_id, i.account_id, count(*) FROM incident_issue m
  JOIN issue i ON i.id = m.issue_id WHERE m.taken_out = 0 GROUP BY 1, 2;
INSERT INTO incident_size SELECT m.incident_id, count(DISTINCT i.account_id), sum(i.state = 'open') FROM incident_issue m
  JOIN issue i ON i.id = m.issue_id WHERE m.taken_out = 0 GROUP BY 1;

CREATE TRIGGER incident_account_insert AFTER INSERT ON incident_account BEGIN
  INSERT INTO incident_size VALUES (new.incident_id, 1, 0) ON CONFLICT DO UPDATE SET accounts = accounts + 1;
END;
CREATE TRIGGER incident_account_delete AFTER DELETE ON incident_account BEGIN
  UPDATE incident_size SET accounts = accounts - 1 WHERE incident_id = old.incident_id;
END;
CREATE TRIGGER incident_issue_insert AFTER INSERT ON incident_issue WHEN new.taken_out = 0 BEGIN
  ${PUT('new.incident_id', 'new.issue_id')}
END;
CREATE TRIGGER incident_issue_delete AFTER DELETE ON incident_issue WHEN old.taken_out = 0 BEGIN
  ${TAKE('old.incident_id', 'old.issue_id')}
END;
CREATE TRIGGER incident_issue_out AFTER UPDATE OF taken_out ON incident_issue WHEN new.taken_out > old.taken_out BEGIN
  ${TAKE('old.incident_id', 'old.issue_id')}
END;
CREATE TRIGGER incident_issue_back AFTER UPDATE OF taken_out ON incident_issue WHEN new.taken_out < old.taken_out BEGIN
  ${PUT('new.incident_id', 'new.issue_id')}
END;
CREATE TRIGGER issue_incident_state AFTER UPDATE OF state ON issue WHEN (old.state = 'open') <> (new.state = 'open') BEGIN
  UPDATE incident_size SET waiting = waiting + iif(new.state = 'open', 1, -1) WHERE incident_id IN (${OWN});
END;
CREATE TRIGGER issue_incident_account AFTER UPDATE OF account_id ON issue WHEN old.account_id <> new.account_id BEGIN
  UPDATE incident_account SET issues = issues - 1 WHERE account_id = old.account_id AND incident_id IN (${OWN});
  DELETE FROM incident_account WHERE account_id = old.account_id AND issues = 0 AND incident_id IN (${OWN});
  INSERT INTO incident_account SELECT incident_id, new.account_id, 1 FROM incident_issue
    WHERE issue_id = new.id AND taken_out = 0 ON CONFLICT DO UPDATE SET issues = issues + 1;
END;
`
