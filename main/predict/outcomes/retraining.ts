import { z } from 'zod'
import { isReadable, type KeptCard } from '../../../shared/predict/report-card.ts'
import type { Retraining } from '../../../shared/predict/retraining.ts'
import { ok } from '../../../shared/result.ts'
import { LEADING } from '../../../shared/roles.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { listCards } from './trained-models.ts'

const KEY = 'predict.retraining'
const settingSchema = z.object({ isOn: z.boolean() })

/** A fifth more outcomes than the last training had are worth another one, but no fewer than this. */
const GROWN = 0.2
const LEAST_OUTCOMES = 50

const isOn = (db: ReadDb): boolean => getSetting(db, KEY, settingSchema)?.isOn ?? true

/** Turns automatic retraining on or off. */
export const setRetraining = defineCommand({
  name: 'model.setRetraining',
  args: z.strictObject({ isOn: z.boolean() }),
  reserved: { roles: LEADING, to: 'turn automatic retraining on or off' },
  sets: 'whole',
  apply: (tx, wanted) => {
    const before = isOn(tx)
    putSetting(tx, KEY, wanted)
    return ok({ value: null, undo: { command: 'model.setRetraining', args: { isOn: before } } })
  },
})

export const retrainingCommands = [setRetraining]

/** New outcomes that are worth a training after one with this card. */
const outcomesWanted = ({ learned, judged }: KeptCard['card']): number =>
  Math.max(LEAST_OUTCOMES, Math.ceil(GROWN * (learned.positives + judged.positives)))

/** The last training of which it is known what it had. */
const lastTraining = (db: ReadDb): KeptCard | undefined => listCards(db).find(isReadable)

/** What the next automatic training waits for. The first training is a person's. */
export function retrainingOf(db: ReadDb): Retraining {
  const last = lastTraining(db)
  if (!last) return { isOn: isOn(db), wanted: null, notBefore: null }
  const notBefore = last.trainedAt === null ? null : last.trainedAt + last.card.horizonDays * DAY
  return { isOn: isOn(db), wanted: outcomesWanted(last.card), notBefore }
}

/** A training that is due by time, if as many outcomes as it wants have come since `since`; null where none is. */
export function retrainingDue(db: ReadDb, now: number): { horizonDays: number; since: number; wanted: number } | null {
  const { isOn: wants, wanted, notBefore } = retrainingOf(db)
  const last = lastTraining(db)
  if (!wants || !last || wanted === null || last.trainedAt === null) return null
  if (notBefore === null || now < notBefore) return null
  return { horizonDays: last.card.horizonDays, since: last.trainedAt, wanted }
}

const troublesSince = (since: number, now: number) =>
  query<{ n: number }>(
    `SELECT (SELECT count(*) FROM account a CROSS JOIN object o INDEXED BY object_account
         ON o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at > @since AND o.opened_at <= @now
       WHERE a.merged_into IS NULL AND ${THEIRS})
     + (SELECT count(*) FROM account WHERE churned_at > @since AND churned_at <= @now AND merged_into IS NULL) AS n`,
    { since, now },
  )

/** Tickets and departures since a moment. It goes through all accounts, so it belongs into a thread. */
export const outcomesSince = (db: ReadDb, since: number, now: number): number =>
  db.get(troublesSince(since, now))?.n ?? 0
