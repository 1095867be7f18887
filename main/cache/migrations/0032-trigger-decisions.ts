/** What a lead decided about a trigger that was proposed for pausing, with the numbers that it rests on. */
export const sql = `
CREATE TABLE trigger_decision (
  id TEXT PRIMARY KEY,
  trigger_id TEXT NOT NULL,
  -- harms, false_alarms or does_nothing.
  finding TEXT NOT NULL,
  -- pause or keep, with the lead's reason.
  answer TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- The numbers, as JSON.
  figures TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  -- Until then, the same is not proposed again.
  look_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
