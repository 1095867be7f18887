import { z } from 'zod'
import { text } from '../model/values.ts'

/** What a filter can be about, in the order of the menu. */
export const FACETS = [
  'reach',
  'category',
  'trigger',
  'deadline',
  'band',
  'risk',
  'value',
  'minutes',
  'claimed',
  'state',
  'plan',
  'country',
  'account',
  'opened',
] as const
export type Facet = (typeof FACETS)[number]

/** One value of a facet with how many issues of the list have it. `label`: a name that data gave it. */
export const facetOptionSchema = z.object({ value: text, label: text.nullable(), n: z.int() })
export type FacetOption = z.infer<typeof facetOptionSchema>

export const facetAnswerSchema = z.object({
  options: z.array(facetOptionSchema),
  /** What amounts are in; null where there are none. */
  currency: text.nullable(),
  /** So many issues were looked at, where not all of them were. */
  lookedAt: z.int().nullable(),
})
export type FacetAnswer = z.infer<typeof facetAnswerSchema>

/** Thresholds that are offered: a share, minutes, ms, and an amount in whole units. */
export const RISK_STEPS = [0.7, 0.5, 0.3, 0.2, 0.1] as const
export const MINUTE_STEPS = [5, 10, 15, 30, 60] as const
export const OPENED_STEPS = [3_600_000, 86_400_000, 259_200_000, 604_800_000] as const
export const VALUE_STEPS = [50, 100, 250, 500, 1_000, 2_500, 10_000] as const
