import { query, type ReadDb } from '../../cache/db.ts'
import { among } from './among.ts'
import type { Accounts } from './history.ts'
import { type Learning, type Learnt, STATED_LAG } from './learning.ts'

/** What a row said until it was replaced or taken away. */
export interface PastRow<Body> {
  id: number
  account: number
  kind: string
  replacedAt: number
  /** When this was learned; null: with the row itself. */
  since: number | null
  body: Body
}

const pastOf = (record: Learnt | 'account', turn: Pick<Accounts, 'first' | 'last' | 'listed'>) => {
  const { inTurn, these } = among(turn)
  return query<Omit<PastRow<unknown>, 'body'> & { body: string }>(
    `SELECT p.row_id AS id, p.account_id AS account, p.kind, p.replaced_at AS replacedAt, p.since, p.body
     FROM account a CROSS JOIN past p INDEXED BY past_account ON p.account_id = a.id AND p.record = ?
     WHERE ${inTurn} ORDER BY p.row_id, p.replaced_at`,
    [record, ...these],
  )
}

/** Rows of a turn as they were known at a moment: which present rows count, and the earlier versions that do in place of others. */
export interface KnownRows<Body> {
  /** Whether the present version was there at the moment. */
  counts(id: number, happened: number | null): boolean
  versions: PastRow<Body>[]
}

/** A moment, and what is known of when rows were learned: facts are then as they were known at it. */
export interface KnownThen {
  moment: number
  learning: Learning
}

interface WithLearning {
  learned?: number | null
  first?: number | null
}

/** How a turn's rows were known at `moment`. */
export function knownRows<Body extends WithLearning>(
  db: ReadDb,
  { moment, learning }: KnownThen,
  record: Learnt,
  turn: Pick<Accounts, 'first' | 'last' | 'listed'>,
  happened: (body: Body) => number | null,
): KnownRows<Body> {
  const past = db.all(pastOf(record, turn)).map(row => ({ ...row, body: JSON.parse(row.body) as Body }))
  const byRow = Map.groupBy(past, ({ id }) => id)
  const versions = [...byRow.values()].flatMap(rows => {
    const then = rows.find(({ replacedAt }) => replacedAt > moment)
    if (!then) return []
    const since = then.since ?? firstKnown(then.body, happened(then.body))
    return since <= moment ? [then] : []
  })
  return {
    counts: (id, at) => {
      const rows = byRow.get(id)
      const last = rows?.at(-1)
      // An id may have been given out again after its row was taken away.
      return Math.max(last?.replacedAt ?? 0, learning.learnedAt(record, id, at)) <= moment
    },
    versions,
  }
}

const firstKnown = ({ learned, first }: WithLearning, happened: number | null): number =>
  first === 1 || learned === null || learned === undefined
    ? Math.min((happened ?? 0) + STATED_LAG, learned && learned > 0 ? learned : Number.POSITIVE_INFINITY)
    : learned

/** The accounts of a turn whose attributes were others at a moment, each with what they were. */
export function knownAttributes(
  db: ReadDb,
  turn: Pick<Accounts, 'first' | 'last' | 'listed'>,
  moment: number,
): Map<number, Readonly<Record<string, unknown>>> {
  const found = new Map<number, Readonly<Record<string, unknown>>>()
  for (const { id, replacedAt, body } of db.all(pastOf('account', turn)))
    if (replacedAt > moment && !found.has(id)) found.set(id, JSON.parse(body) as Record<string, unknown>)
  return found
}
