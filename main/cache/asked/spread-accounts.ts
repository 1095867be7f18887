import { query } from '../db.ts'

const SAMPLE = 300

/**
 * Ids of some accounts, evenly spread over all of them, as a JSON array; null where there are none. Enough to know a
 * share within a few points: a count over everybody would cost more than it tells.
 */
export const spreadAccounts = query<{ ids: string | null }>(
  `WITH bounds AS (SELECT (SELECT min(id) FROM account) AS low, (SELECT max(id) FROM account) AS high),
     steps AS (SELECT value AS i FROM json_each(@steps))
   SELECT json_group_array(DISTINCT (SELECT id FROM account WHERE id >= low + i * (high - low) / ${SAMPLE}
     ORDER BY id LIMIT 1)) AS ids FROM bounds, steps WHERE low IS NOT NULL`,
  { steps: JSON.stringify([...Array(SAMPLE).keys()]) },
)
