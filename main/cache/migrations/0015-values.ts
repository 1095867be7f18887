/** How the value at stake was found. */
export const sql = `
-- JSON: by (known, typical, nothing), the dated rates it was converted at, and the currencies without one. An empty one is
-- written at the next evaluation.
ALTER TABLE issue ADD COLUMN value_basis TEXT NOT NULL DEFAULT '';
`
