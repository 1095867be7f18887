import { spreadAccounts } from '../../cache/asked/spread-accounts.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { AccountProperty } from './feature-measures.ts'

/** A property that fewer of the accounts have is none to learn from. */
const LEAST_SHARE = 0.05
/** Values that may be something else before a property counts as a number. */
const NUMBERS = 0.95

const propertiesOf = (ids: string) =>
  query<{ name: string; n: number; numbers: number; accounts: number }>(
    `SELECT p.key AS name, count(*) AS n, sum(p.type IN ('integer', 'real')) AS numbers,
       json_array_length(@ids) AS accounts
     FROM json_each(@ids) j CROSS JOIN account a ON a.id = j.value CROSS JOIN json_each(a.properties) p
     WHERE p.type IN ('integer', 'real', 'text', 'true', 'false') AND a.merged_into IS NULL
     GROUP BY p.key ORDER BY n DESC, name`,
    { ids },
  )

/** The properties that accounts have, by a sample of them, the most frequent first. */
export function accountProperties(db: ReadDb): AccountProperty[] {
  return db
    .all(propertiesOf(db.get(spreadAccounts)?.ids ?? '[]'))
    .filter(({ n, accounts }) => n >= LEAST_SHARE * accounts)
    .map(({ name, n, numbers }) => ({ name, isNumber: numbers >= NUMBERS * n }))
}
