import { DISMISSALS, type Dismissal } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'

/** Moments of accounts in order: those of account k from `offsets[k]` to `offsets[k + 1]`. */
export interface DatedFacts {
  at: Float64Array
  offsets: Uint32Array
}

/** What the console itself knows and did of some accounts, beside what sources say. */
export interface OwnFacts {
  /** When signals fired, and when each of them was over; +∞ while it holds. */
  fired: DatedFacts
  cleared: Float64Array
  /** Since when signals are known at all, UTC ms; before it there are none to know of. */
  watchedFrom: number
  /** When messages left. */
  sent: DatedFacts
  /** When people dismissed issues, and why each time. */
  dismissed: DatedFacts
  dismissals: readonly Dismissal[]
}

const signalsOf = (accounts: string) =>
  query<{ account: number; at: number; cleared: number | null }>(
    `SELECT s.account_id AS account, s.fired_at AS at, s.cleared_at AS cleared
     FROM json_each(?) j CROSS JOIN signal s INDEXED BY signal_account ON s.account_id = j.value
     ORDER BY s.account_id, s.fired_at`,
    [accounts],
  )

const messagesTo = (accounts: string) =>
  query<{ account: number; at: number }>(
    `SELECT o.account_id AS account, o.sent_at AS at
     FROM json_each(?) j CROSS JOIN outbox o INDEXED BY outbox_account ON o.account_id = j.value
     WHERE o.sent_at IS NOT NULL AND o.kind <> 'action' ORDER BY o.account_id, o.sent_at`,
    [accounts],
  )

const DISMISSED = DISMISSALS.map(reason => `'${reason}'`).join(', ')

const dismissalsOf = (accounts: string) =>
  query<{ account: number; at: number; why: Dismissal }>(
    `SELECT i.account_id AS account, i.closed_at AS at, i.closed_because AS why
     FROM json_each(?) j CROSS JOIN issue i INDEXED BY issue_account ON i.account_id = j.value
     WHERE i.closed_at IS NOT NULL AND i.closed_because IN (${DISMISSED}) ORDER BY i.account_id, i.closed_at, i.id`,
    [accounts],
  )

/** One step in an index for each trigger. */
const firstSignal = query<{ at: number | null }>(
  'SELECT min((SELECT min(fired_at) FROM signal s WHERE s.trigger_id = t.id)) AS at FROM trigger t',
)

/** Reads them. `ids` ascend. */
export function readOwnFacts(db: ReadDb, ids: Float64Array): OwnFacts {
  const list = JSON.stringify([...ids])
  const signals = db.all(signalsOf(list))
  const sent = db.all(messagesTo(list))
  const dismissed = db.all(dismissalsOf(list))
  return {
    fired: datedFacts(ids, signals),
    cleared: Float64Array.from(signals, ({ cleared }) => cleared ?? Number.POSITIVE_INFINITY),
    watchedFrom: db.get(firstSignal)?.at ?? Number.POSITIVE_INFINITY,
    sent: datedFacts(ids, sent),
    dismissed: datedFacts(ids, dismissed),
    dismissals: dismissed.map(({ why }) => why),
  }
}

/** Sorts moments by account. `rows` are ordered by account, `ids` ascend. */
export function datedFacts(ids: Float64Array, rows: readonly { account: number; at: number }[]): DatedFacts {
  const offsets = new Uint32Array(ids.length + 1)
  let row = 0
  for (let k = 0; k < ids.length; k++) {
    while (row < rows.length && (rows[row]?.account ?? 0) <= (ids[k] as number)) row++
    offsets[k + 1] = row
  }
  return { at: Float64Array.from(rows, ({ at }) => at), offsets }
}
