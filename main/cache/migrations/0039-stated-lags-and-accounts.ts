/**
 * How long after they happened the records of a stream can be read, as its manifest states it, in ms; null: not stated. And
 * accounts are noted by when they were learned, like events and objects: since then, what their attributes said before is
 * kept. Of accounts that were there before this, that is certain from the last reading on.
 */
export const sql = `
ALTER TABLE stream ADD COLUMN lag INTEGER;
INSERT INTO learned SELECT 'account', 0, (SELECT ifnull(max(at), 0) FROM learned), 1, 0, ''
  WHERE EXISTS (SELECT 1 FROM account) AND EXISTS (SELECT 1 FROM learned);
`
