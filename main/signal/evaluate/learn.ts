import { z } from 'zod'
import { conditionsOf, measuresOf, type Trigger } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { learnedUntil } from '../meter/rows.ts'
import type { Judge } from './judge.ts'
import { suppliedMark, suppliedUsual } from './supplied.ts'
import { learnStays, replaceStays, usualKey } from './usual.ts'

/** A quantile of a kind's stays that triggers ask for, and the fewest stays that any of them goes by. */
export interface UsualWanted {
  kind: string
  quantile: number
  minimum: number
}

/** What triggers want to know of usual stays, each kind and quantile once. */
export function usualWanted(triggers: readonly Trigger[]): UsualWanted[] {
  const wanted = new Map<string, UsualWanted>()
  for (const measure of triggers.flatMap(conditionsOf).flatMap(measuresOf)) {
    if (measure.type !== 'stored' || !measure.relative) continue
    const { quantile, minimum } = measure.relative
    const { kind } = measure.object
    const key = JSON.stringify([kind, quantile])
    wanted.set(key, { kind, quantile, minimum: Math.min(minimum, wanted.get(key)?.minimum ?? minimum) })
  }
  return [...wanted.values()]
}

/** What learning needs of an evaluation. */
export interface Learning {
  writer: Writer
  read: ReadDb
  /** Reads what is too much for the engine's own thread. */
  judge: Pick<Judge, 'learn' | 'lives'>
  /** UTC ms. */
  now: number
  /** Moments from here on have not been looked at, UTC ms. */
  from: number
}

const learnedSchema = z.object({ at: z.int(), wanted: z.string() })
const LEARNED = 'signal.learned'
/** Stays that are learned on the engine's own thread, which is sooner done than a thread is started. */
const FEW_STAYS = 2_000

/**
 * Once a day (UTC), and whenever triggers ask for something else or a warehouse said something else, what is usual is
 * learned from the stays that were finished by then. Not more often: an answer that depends on it would change with every
 * parcel that arrives anywhere. What a warehouse said of a lane counts more than what the cache has seen of it.
 */
export async function learn({ writer, read, judge, now, from }: Learning, triggers: readonly Trigger[]): Promise<void> {
  const wanted = usualWanted(triggers)
  const until = learnedUntil(now)
  const state = { at: until, wanted: JSON.stringify([wanted, suppliedMark(read)]) }
  const last = getSetting(read, LEARNED, learnedSchema)
  if (wanted.length === 0 || (last?.at === state.at && last.wanted === state.wanted)) return
  const few = (read.get(manyStays)?.n ?? 0) <= FEW_STAYS
  const seen = few ? learnStays(read, wanted, until) : await judge.learn(wanted, until)
  const asked = new Set(wanted.map(({ kind, quantile }) => JSON.stringify([kind, quantile])))
  const supplied = suppliedUsual(read, until).filter(row => asked.has(JSON.stringify([row.kind, row.quantile])))
  const known = new Set(supplied.map(usualKey))
  await writer.write('bulk', tx => {
    replaceStays(tx, [...supplied, ...seen.filter(row => !known.has(usualKey(row)))], from)
    putSetting(tx, LEARNED, state)
  })
}

const manyStays = query<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM object_state LIMIT ${FEW_STAYS + 1})`)
