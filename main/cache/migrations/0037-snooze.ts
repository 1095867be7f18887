/**
 * What an issue was when it was snoozed, which tells by how much it got worse, and why it returned to the queue: both JSON,
 * null where there is nothing to say. Who snoozed it finds it again by the index.
 */
export const sql = `
ALTER TABLE issue ADD COLUMN snoozed_from TEXT;
ALTER TABLE issue ADD COLUMN returned TEXT;
CREATE INDEX issue_returned ON issue (returned ->> '$.by') WHERE returned IS NOT NULL;
`
