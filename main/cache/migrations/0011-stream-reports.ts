/** What the last reading of a stream made of each column, as JSON. */
export const sql = `
ALTER TABLE stream ADD COLUMN report TEXT;
`
