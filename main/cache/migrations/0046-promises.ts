/**
 * What colleagues promised by a date, in a note or in a message: found in the text, and a duty once a person confirms it.
 * `source` names the note (uid) or the message (key). Messages up to `promise_upto` have been looked at.
 */
export const sql = `
CREATE TABLE promise (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  issue_id INTEGER REFERENCES issue (id),
  owner TEXT NOT NULL,
  said TEXT NOT NULL CHECK (said IN ('note', 'message')),
  source TEXT NOT NULL,
  quote TEXT NOT NULL,
  said_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'kept', 'dropped'))
) STRICT;
CREATE INDEX promise_owner ON promise (owner, due_at) WHERE state IN ('proposed', 'open');
CREATE INDEX promise_account ON promise (account_id, due_at);
CREATE INDEX promise_source ON promise (source);
CREATE TABLE promise_upto (one INTEGER PRIMARY KEY CHECK (one = 1), outbox_id INTEGER NOT NULL) STRICT;
-- What left before anybody looked for promises is past.
INSERT INTO promise_upto SELECT 1, max(id) FROM outbox HAVING max(id) IS NOT NULL;
`
