import { z } from 'zod'
import type { Clock } from '../../shared/clock.ts'
import { own } from '../../shared/foreign/own.ts'
import { ms } from '../../shared/model/values.ts'
import type { ReadDb, WriteDb } from '../cache/db.ts'
import { getSetting, putSetting } from '../cache/settings.ts'
import type { Writer } from '../cache/writer.ts'
import { backoff, CHANNEL_PACE } from './backoff.ts'

const troubleSchema = z.object({
  since: ms,
  why: z.string(),
  failures: z.int(),
  until: ms,
  at: ms.default(0),
  asked: z.boolean().default(false),
  missing: z.boolean().default(false),
})
/**
 * A channel is away: since when, why in words, when it is tried again and when that was reckoned (`at`; machine time, UTC
 * ms). `asked`: its server named that moment, so not even a person's haste comes before it. `missing`: it is not set up, so a person has to act.
 */
export type Outage = z.infer<typeof troubleSchema>

export const TROUBLES = 'outbox.troubles'
const troublesSchema = z.record(z.string(), troubleSchema)

/** Which channels are away, by name. */
export const troublesOf = (db: ReadDb): Record<string, Outage> => getSetting(db, TROUBLES, troublesSchema) ?? {}

/** Remembers since when a channel is away, and when to try it again: not before its own `hint`, in ms. */
export async function noteTrouble(
  { writer, read, clock, random }: { writer: Writer; read: ReadDb; clock: Clock; random: () => number },
  channel: string,
  { why, hint, missing = false }: { why: string; hint: number | null; missing?: boolean },
  /** It has answered in between: this is a trouble of its own. */
  afresh = false,
): Promise<void> {
  const known = own(troublesOf(read), channel)
  // Another trouble than before began now.
  const before = afresh || known?.missing !== missing ? undefined : known
  const failures = (before?.failures ?? 0) + 1
  const wall = clock.wall()
  const until = wall + backoff(failures, CHANNEL_PACE, random(), hint)
  const trouble: Outage = {
    since: before?.since ?? wall,
    why,
    failures,
    until,
    at: wall,
    asked: hint !== null,
    missing,
  }
  await writer.write('steady', tx => putSetting(tx, TROUBLES, { ...troublesOf(tx), [channel]: trouble }))
}

/** The channel answers again, or is another one now: what waits for it may go at once. */
export function clearTrouble(tx: WriteDb, channel: string): void {
  const { [channel]: gone, ...others } = troublesOf(tx)
  if (gone) putSetting(tx, TROUBLES, others)
}
