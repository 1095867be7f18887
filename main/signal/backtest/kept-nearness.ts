import type { ReadDb } from '../../cache/db.ts'
import { lackingTo } from '../evaluate/supply.ts'
import type { StoredTrigger } from '../store.ts'
import { type AskedSpan, type Nearness, nearnessOf } from './before.ts'

/** How near a trigger was to firing in some spans of accounts. */
export type ReadNearness = (trigger: StoredTrigger, spans: readonly AskedSpan[]) => Nearness[]

/** By a replay each time. */
export const replayedNearness =
  (db: ReadDb): ReadNearness =>
  ({ definition }, spans) =>
    nearnessOf(db, definition, spans, lackingTo(db, definition))

/**
 * By what was replayed before, as long as neither the data nor the trigger are others: another period, or a decision in
 * between, then replays nothing. `data` counts the changes of what replays read.
 */
export function keptNearness(replayed: ReadNearness): (data: number) => ReadNearness {
  let keptAt = Number.NaN
  const kept = new Map<string, Map<string, Nearness>>()
  return data => {
    if (data !== keptAt) kept.clear()
    keptAt = data
    return (trigger, spans) => {
      const name = `${trigger.definition.id} ${trigger.version}`
      const known = kept.get(name) ?? new Map<string, Nearness>()
      kept.set(name, known)
      const keyOf = ({ account, from, to }: AskedSpan) => `${account} ${from} ${to}`
      const unknown = spans.filter(span => !known.has(keyOf(span)))
      if (unknown.length > 0)
        for (const [at, found] of replayed(trigger, unknown).entries())
          known.set(keyOf(unknown[at] as AskedSpan), found)
      return spans.map(span => known.get(keyOf(span)) ?? null)
    }
  }
}
