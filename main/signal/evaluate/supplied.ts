import { z } from 'zod'
import { murmur3 } from '../../../shared/hash.ts'
import { query, type ReadDb, type WriteDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { type StayQuantile, usualKey } from './usual.ts'

/** Which sources have said what is usual, and a mark that changes with what they said. */
const suppliersSchema = z.record(z.string(), z.object({ at: z.int(), mark: z.int() }))
const SUPPLIERS = 'signal.supplied'
const rowsKey = (sourceId: number | string) => `${SUPPLIERS}.${sourceId}`
const rowsSchema = z.array(
  z.object({
    kind: z.string(),
    state: z.string(),
    lane: z.string(),
    quantile: z.number(),
    stays: z.number(),
    ms: z.number(),
  }),
)

const suppliersOf = (read: ReadDb) => getSetting(read, SUPPLIERS, suppliersSchema) ?? {}

/**
 * Keeps what a warehouse says is usual of all its stays up to `at` (UTC ms), in the place of what it said before. For its
 * accounts only those at risk come into the cache, so what the cache could learn from them would be a biased sample.
 */
export function supplyUsual(tx: WriteDb, sourceId: number, at: number, quantiles: readonly StayQuantile[]): void {
  const mark = murmur3(JSON.stringify(quantiles))
  const suppliers = suppliersOf(tx)
  const known = suppliers[String(sourceId)]
  if (known?.at === at && known.mark === mark) return
  putSetting(tx, rowsKey(sourceId), quantiles)
  putSetting(tx, SUPPLIERS, { ...suppliers, [sourceId]: { at, mark } })
}

/** Changes whenever something else was supplied. */
export const suppliedMark = (read: ReadDb): string => JSON.stringify(suppliersOf(read))

const sources = query<{ id: number }>(`SELECT id FROM source WHERE kind = 'warehouse'`)

/** What warehouses have said by `until` (UTC ms); of two that know the same lane, the one that has seen more stays. */
export function suppliedUsual(read: ReadDb, until: number): StayQuantile[] {
  const there = new Set(read.all(sources).map(({ id }) => String(id)))
  const best = new Map<string, StayQuantile>()
  for (const [id, { at }] of Object.entries(suppliersOf(read))) {
    // A clock that was set back must not see what is usual in its future.
    if (!there.has(id) || at > until) continue
    for (const row of getSetting(read, rowsKey(id), rowsSchema) ?? []) {
      const known = best.get(usualKey(row))
      if (!known || known.stays < row.stays) best.set(usualKey(row), row)
    }
  }
  return [...best.values()]
}
