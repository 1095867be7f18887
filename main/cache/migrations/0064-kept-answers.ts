/**
 * Answers that took long, with when they were counted: who comes back sees them at once, beside their age, while they are
 * counted again. `asked`: a hash of what was asked. `now`: the workspace's time of the answer; `counted_at`: the machine's.
 */
export const sql = `
CREATE TABLE kept_answer (
  name TEXT NOT NULL,
  asked TEXT NOT NULL,
  program TEXT NOT NULL,
  now INTEGER NOT NULL,
  counted_at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (name, asked)
) STRICT, WITHOUT ROWID;
`
