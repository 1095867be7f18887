import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { EVERY_LANE, type Usual } from '../meter/rows.ts'

export interface StayQuantile {
  kind: string
  state: string
  lane: string
  quantile: number
  stays: number
  ms: number
}

const stored = query<StayQuantile>(
  'SELECT kind, state, lane, quantile, stays, ms FROM stay_quantile ORDER BY kind, state, lane, quantile',
)

/** What names one learned quantile. */
export const usualKey = ({ kind, state, lane, quantile }: Omit<StayQuantile, 'stays' | 'ms'>): string =>
  keyOf(kind, state, lane, quantile)

const keyOf = (kind: string, state: string, lane: string, quantile: number) =>
  `${kind}\u0000${state}\u0000${lane}\u0000${quantile}`

/** The learned quantiles, ready for many look-ups. */
export function usualOf(db: ReadDb): Usual {
  const learned = new Map(db.all(stored).map(row => [usualKey(row), row]))
  const enough = (kind: string, state: string, lane: string, quantile: number, minimum: number) => {
    const found = learned.get(keyOf(kind, state, lane, quantile))
    return found && found.stays >= minimum && found.ms > 0 ? found.ms : null
  }
  return ({ kind, state, lane, quantile, minimum }) =>
    (lane === null ? null : enough(kind, state, lane, quantile, minimum)) ??
    enough(kind, state, EVERY_LANE, quantile, minimum)
}

/**
 * Finished stays up to a moment, shortest first. Not those of a warehouse: of its objects only those of accounts at risk
 * are here, and what is usual of all of them it says itself.
 */
const finished = (kind: string, until: number) =>
  query<{ state: string; lane: string | null; ms: number }>(
    `SELECT s.state, o.lane, s.until - s.since AS ms FROM object o CROSS JOIN object_state s ON s.object_id = o.id
     WHERE o.kind = ? AND s.until <= ? AND o.source_id NOT IN (SELECT id FROM source WHERE kind = 'warehouse')
     ORDER BY ms`,
    [kind, until],
  )

/** Learns the quantiles of the stays of these kinds that were finished by `until`: the smallest stay that at least that share reaches. */
export function learnStays(
  db: ReadDb,
  wanted: readonly { kind: string; quantile: number }[],
  until: number,
): StayQuantile[] {
  const learned: StayQuantile[] = []
  for (const [kind, some] of Map.groupBy(wanted, want => want.kind)) {
    const groups = new Map<string, { state: string; lane: string; stays: number[] }>()
    for (const { state, lane, ms } of db.all(finished(kind, until)))
      for (const name of lane === null ? [EVERY_LANE] : [lane, EVERY_LANE]) {
        const key = keyOf(kind, state, name, 0)
        const group = groups.get(key) ?? { state, lane: name, stays: [] }
        groups.set(key, group)
        group.stays.push(ms)
      }
    for (const quantile of new Set(some.map(want => want.quantile)))
      for (const { state, lane, stays } of groups.values())
        learned.push({ kind, state, lane, quantile, stays: stays.length, ms: quantileOf(stays, quantile) })
  }
  return learned
}

const quantileOf = (sorted: readonly number[], quantile: number): number =>
  sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? 0

/**
 * Accounts with an object that was, is or will be in a state after a moment. Asked of stays rather than of the
 * object's present state: it may be closed, or leave that state, at a time that is known and still ahead.
 */
const markStaying = (kind: string, state: string, after: number) =>
  statement(
    `INSERT INTO dirty (account_id) SELECT DISTINCT o.account_id FROM object o
       LEFT JOIN object_state s ON s.object_id = o.id
     WHERE o.kind = ? AND coalesce(s.state, o.state) = ? AND (s.until IS NULL OR s.until > ?)
       AND (o.closed_at IS NULL OR o.closed_at > ?)
     ON CONFLICT DO NOTHING`,
    [kind, state, after, after],
  )

/**
 * Puts newly learned quantiles in place; accounts become dirty whose objects have been, since `from`, in a state that is
 * seen differently: moments between two evaluations are looked at, too.
 */
export function replaceStays(tx: WriteDb, learned: readonly StayQuantile[], from: number): void {
  const line = (row: StayQuantile) => JSON.stringify([row.kind, row.state, row.lane, row.quantile, row.stays, row.ms])
  const before = tx.all(stored)
  const [old, fresh] = [new Set(before.map(line)), new Set(learned.map(line))]
  const changed = [...before.filter(row => !fresh.has(line(row))), ...learned.filter(row => !old.has(line(row)))]
  if (changed.length === 0) return
  tx.run(statement('DELETE FROM stay_quantile'))
  for (const { kind, state, lane, quantile, stays, ms } of learned)
    tx.run(statement('INSERT INTO stay_quantile VALUES (?, ?, ?, ?, ?, ?)', [kind, state, lane, quantile, stays, ms]))
  const places = new Map(changed.map(({ kind, state }) => [JSON.stringify([kind, state]), { kind, state }]))
  for (const { kind, state } of places.values()) tx.run(markStaying(kind, state, from))
}
