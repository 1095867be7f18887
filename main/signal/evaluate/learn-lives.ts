import { z } from 'zod'
import { conditionsOf, measuresOf, type Trigger } from '../../../shared/trigger/trigger.ts'
import { query } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { learnLives, replaceCurves } from '../life/life-store.ts'
import { learnedUntil } from '../meter/rows.ts'
import type { Learning } from './learn.ts'

/** Kinds whose lateness triggers ask about. */
function lateKinds(triggers: readonly Trigger[]): string[] {
  const measures = triggers.flatMap(conditionsOf).flatMap(measuresOf)
  return [...new Set(measures.flatMap(measure => (measure.type === 'late' ? [measure.object.kind] : [])))].sort()
}

const learnedSchema = z.object({ at: z.int(), asked: z.string() })
const LEARNED = 'signal.lives'
/** Objects that are learned from on the engine's own thread, which is sooner done than a thread is started. */
const FEW_OBJECTS = 2_000
const objects = query<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM object LIMIT ${FEW_OBJECTS + 1})`)

/** Once a day (UTC), and whenever triggers ask about other kinds, it is learned how long objects live. */
export async function learnHowLong(of: Learning, triggers: readonly Trigger[]): Promise<void> {
  const { writer, read, judge, now, from } = of
  const asked = lateKinds(triggers)
  const until = learnedUntil(now)
  const state = { at: until, asked: JSON.stringify(asked) }
  const last = getSetting(read, LEARNED, learnedSchema)
  if (last?.at === state.at && last.asked === state.asked) return
  const n = read.get(objects)?.n ?? 0
  const learned = n <= FEW_OBJECTS ? learnLives(read, asked, until) : await judge.lives(asked, until)
  await writer.write('bulk', tx => {
    replaceCurves(tx, learned, asked, from)
    putSetting(tx, LEARNED, state)
  })
}
