/** How long after they happened the records of a stream can be read, as its manifest states it, in ms. Null: not stated. */
export const sql = `
ALTER TABLE stream ADD COLUMN lag INTEGER;
`
