/**
 * Fixes that nobody has judged yet, found without all that were ever sent: the engine asks for them every other second.
 */
export const sql = `
CREATE INDEX resolution_unjudged ON resolution (outbox_id) WHERE verdict IS NULL;
`
