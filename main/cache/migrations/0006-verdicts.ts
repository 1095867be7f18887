/**
 * A row for each preflight instead of one for each of its twelve answers: they are written and read together, and a row
 * of its own for each was most of what a workspace that writes a lot consists of. answers: JSON list.
 */
export const sql = `
ALTER TABLE verdict RENAME TO verdict_each;
CREATE TABLE verdict (
  intervention_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  stage TEXT NOT NULL,
  answers TEXT NOT NULL,
  PRIMARY KEY (intervention_id, at, stage)
) STRICT, WITHOUT ROWID;
INSERT INTO verdict (intervention_id, at, stage, answers)
  SELECT intervention_id, at, stage, json_group_array(json_object(
    'check', check_name, 'status', status, 'fact', fact, 'until', until, 'overridden', overridden))
  FROM verdict_each GROUP BY intervention_id, at, stage;
DROP TABLE verdict_each;
`
