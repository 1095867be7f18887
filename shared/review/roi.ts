import { z } from 'zod'
import { share, text } from '../model/values.ts'
import { type Bounded, boundedSchema } from './effect.ts'

/** What the return is made of, measured. */
export const roiFactsSchema = z.object({
  currency: text,
  /** Contacts avoided, always valid; null while one cannot tell. */
  avoided: boundedSchema.nullable(),
  /** Accounts kept, treated − control after 90 days (else the longest that was watched) times treated accounts. */
  kept: boundedSchema.nullable(),
  /** What an account of the cohort pays in a month, in the mean. */
  monthlyMinor: z.int(),
  /** The largest account’s share of what those accounts pay, where it is more than all others together. */
  dominantShare: share.nullable().default(null),
  /** Minutes that treated starts took. */
  minutes: z.number(),
})
export type RoiFacts = z.infer<typeof roiFactsSchema>

/** What a team assumes. Amounts in minor units of the facts' currency. */
export const roiAssumptionsSchema = z.strictObject({
  contactMinor: z.int().min(0).max(1_000_000_000),
  minuteMinor: z.int().min(0).max(1_000_000_000),
  /** Share of a subscription that is earned. */
  margin: z.number().min(0).max(1),
  /** Months that a kept account stays. */
  months: z.number().min(0).max(120),
})
export type RoiAssumptions = z.infer<typeof roiAssumptionsSchema>

/** Assumptions that nobody has changed: 8 for a contact, 0.75 for a minute, 70 % margin, 6 months. */
export const FIRST_ASSUMPTIONS: RoiAssumptions = { contactMinor: 800, minuteMinor: 75, margin: 0.7, months: 6 }

/** Saved, spent and earned, in minor units; `ratio`: saved ÷ spent, null where nothing was spent or nothing can be told. */
export interface Roi {
  contacts: Bounded | null
  kept: Bounded | null
  spentMinor: number
  saved: Bounded | null
  ratio: Bounded | null
}

const times = ({ value, low, high }: Bounded, by: number): Bounded => ({
  value: value * by,
  low: low * by,
  high: high * by,
})

/** A sum with the interval that its parts give it: distances to their bounds are squared and added (G. Y. Zou and A. Donner 2008). */
function sumOfBounded(parts: readonly Bounded[]): Bounded | null {
  if (parts.length === 0) return null
  const value = parts.reduce((sum, part) => sum + part.value, 0)
  return {
    value,
    low: value - Math.hypot(...parts.map(part => part.value - part.low)),
    high: value + Math.hypot(...parts.map(part => part.high - part.value)),
  }
}

/** The return against control. Uncertainty of what was avoided and kept is carried through; assumptions are taken as given. */
export function roiOf(facts: RoiFacts, assumed: RoiAssumptions): Roi {
  const contacts = facts.avoided && times(facts.avoided, assumed.contactMinor)
  const kept = facts.kept && times(facts.kept, facts.monthlyMinor * assumed.months * assumed.margin)
  const saved = contacts === null ? null : sumOfBounded([contacts, ...(kept ? [kept] : [])])
  const spentMinor = Math.round(facts.minutes * assumed.minuteMinor)
  return { contacts, kept, spentMinor, saved, ratio: saved && spentMinor > 0 ? times(saved, 1 / spentMinor) : null }
}
