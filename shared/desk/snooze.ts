import { z } from 'zod'
import { ms, share } from '../model/values.ts'

/** An issue as it was when a person snoozed it. Money in minor units. */
export const snoozedFromSchema = z.object({
  by: z.string(),
  at: ms,
  risk: share,
  band: z.int(),
  valueMinor: z.int(),
  currency: z.string(),
})
export type SnoozedFrom = z.infer<typeof snoozedFromSchema>

const RETURN_REASONS = ['date', 'signal', 'risk', 'band', 'value'] as const

/** Why a snoozed issue returned to the queue; `from` and `to` are what changed, null where nothing has a number. */
export const returnSchema = z.object({
  by: z.string().nullable(),
  at: ms,
  why: z.enum(RETURN_REASONS),
  from: z.number().nullable(),
  to: z.number().nullable(),
})
export type Return = z.infer<typeof returnSchema>

/** Points of risk (0–1) that count as worse, whatever the risk was. */
const WORSE_POINTS = 0.05
/** How many times the risk counts as worse, from one point more. */
const WORSE_TIMES = 1.5
const LEAST_POINTS = 0.01
/** How many times the value at stake counts as worse. */
const WORSE_VALUE = 1.25

/** The risk from which an issue is worse than it was. */
export const worseRisk = (risk: number): number =>
  Math.min(risk + WORSE_POINTS, Math.max(risk * WORSE_TIMES, risk + LEAST_POINTS))

type Now = Pick<SnoozedFrom, 'risk' | 'band' | 'valueMinor' | 'currency'>
export type Worse = Pick<Return, 'why' | 'from' | 'to'>

/**
 * In what an issue is worse than when it was snoozed: it is due sooner, its risk is five points or half as much again
 * higher, or a quarter more is at stake. Null where it is not; the most pressing reason where it is in several.
 */
export function worseThan(from: SnoozedFrom, now: Now): Worse | null {
  // A smaller number is a nearer band.
  if (now.band < from.band) return { why: 'band', from: from.band, to: now.band }
  // Sums of shares are not exact.
  if (now.risk >= worseRisk(from.risk) - 1e-9) return { why: 'risk', from: from.risk, to: now.risk }
  const isSame = now.currency === from.currency
  if (isSame && now.valueMinor > from.valueMinor && now.valueMinor >= from.valueMinor * WORSE_VALUE)
    return { why: 'value', from: from.valueMinor, to: now.valueMinor }
  return null
}
