/** Past starts of a trigger are read beside each issue that it opens. */
export const sql = `
CREATE INDEX exposure_trigger ON exposure (trigger_id, assigned_at);
`
