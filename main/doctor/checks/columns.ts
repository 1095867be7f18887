import type { Finding } from '../../../shared/model/finding.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'

/** Fewer rows than this may well be equal by chance. */
const ENOUGH = 20

const COLUMNS = {
  name: 'a.name',
  plan: 'a.plan',
  country: 'a.country',
  'time zone': 'a.time_zone',
  owner: 'a.owner',
  'sign-up date': 'a.signed_up_at',
  'renewal date': 'a.renews_at',
  revenue: 'a.mrr_minor',
} as const
/** One value for all is usual here: a shop in one country, a team of one. */
const OFTEN_EQUAL: ReadonlySet<string> = new Set(['plan', 'country', 'time zone', 'owner'])

interface Column {
  sourceId: number
  source: string
  n: number
  lowest: string | number | null
  highest: string | number | null
}

const column = (sql: string) =>
  query<Column>(
    `SELECT s.id AS sourceId, s.name AS source, count(${sql}) AS n, min(${sql}) AS lowest, max(${sql}) AS highest
     FROM source s JOIN account_key k ON k.source_id = s.id JOIN account a ON a.id = k.account_id
     GROUP BY s.id ORDER BY s.id`,
  )

/** Columns in which every account of a source has the same value: usually a default, or the wrong column. */
export const equalColumns: Check = ({ db }) =>
  Object.entries(COLUMNS).flatMap(([label, sql]) =>
    db.all(column(sql)).flatMap(({ sourceId, source, n, lowest, highest }): Finding[] => {
      if (n < ENOUGH || lowest !== highest || OFTEN_EQUAL.has(label)) return []
      return [
        {
          check: 'equal_columns',
          what: `All ${several(n, 'account')} of ${source} have the same ${label}.`,
          why: 'A value that never differs says nothing about an account, and usually comes from a default or a wrong column.',
          todo: `Look at the mapping of ${source}: which column is the ${label}?`,
          count: n,
          examples: [`${label}: ${String(lowest)}`],
          sourceId,
        },
      ]
    }),
  )
