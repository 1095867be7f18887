import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ReadDb, WriteDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Catalogue } from './catalogue.ts'
import type { PredictRisk } from './prediction.ts'

/** What every issue's score rests on, besides its own facts. */
const groundsSchema = z.object({
  /** When issues were last settled, UTC ms. */
  at: z.int(),
  /** Changes with the model, triggers, playbooks, and the rates in force. */
  mark: z.string(),
  /** What the account in the middle pays. */
  typical: z.number().nullable(),
})
export type Grounds = z.infer<typeof groundsSchema>

const SETTLED_BY = 'issue.settledBy'

/** What issues were last settled by; null before the first time. */
export const lastGrounds = (read: ReadDb): Grounds | null => getSetting(read, SETTLED_BY, groundsSchema)

export const rememberGrounds = (tx: WriteDb, grounds: Grounds): void => putSetting(tx, SETTLED_BY, grounds)

/** What scores rest on now. A model is known by its row and by what it makes of each trigger alone. */
export function groundsOf(
  { triggers, treatability, measured, reckoning }: Catalogue,
  predict: PredictRisk,
  at: number,
): Grounds {
  const { typicalMinor: typical, ...rates } = reckoning
  const said = [...triggers.keys()].map(triggerId => predict([{ triggerId, label: '' }]))
  const all = JSON.stringify([[...triggers.values()], [...treatability], [...measured], rates, said])
  return { at, mark: createHash('sha256').update(all).digest('base64url'), typical }
}

/** Whether every issue may look different: what all scores rest on has changed, or the clock was set back. */
export const mustSettleAll = (before: Grounds | null, now: Grounds): boolean =>
  before === null || before.mark !== now.mark || now.at < before.at
