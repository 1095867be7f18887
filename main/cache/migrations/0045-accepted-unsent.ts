/** Messages that did not leave, which somebody has accepted as gone: they stay in the ledger, and out of its list. */
export const sql = `
-- The decision that accepted it; NULL while nobody has.
ALTER TABLE unsent ADD COLUMN accepted_in TEXT;
`
