import { z } from 'zod'
import { id, ms, optionalMs, text } from './values.ts'

/** The very rows that made a trigger true, and the account's own normal beside its present. */
export const evidenceSchema = z.object({
  /** Measured figures by name: value now, and the account's usual value where the measure has one. */
  figures: z.array(z.object({ name: text, label: text, value: z.number(), usual: z.number().nullable() })),
  eventIds: z.array(z.int()),
  /** The object that it fired for, where its trigger is about objects. */
  object: z.object({ id: z.int(), kind: text, externalId: text }).optional(),
})
export type Evidence = z.infer<typeof evidenceSchema>

export const signalViewSchema = z.object({
  id,
  triggerId: text,
  triggerTitle: text,
  sentence: text,
  firedAt: ms,
  clearedAt: optionalMs,
  evidence: evidenceSchema,
  /** Daily totals before and after the firing, for the chart; `usual` is the band of the account's own normal. */
  series: z.object({
    label: text,
    points: z.array(z.object({ at: ms, value: z.number() })),
    usualLow: z.number().nullable(),
    usualHigh: z.number().nullable(),
    marks: z.array(z.object({ at: ms, value: z.number(), text })),
  }),
})
export type SignalView = z.infer<typeof signalViewSchema>

export const evaluationReportSchema = z.object({
  accounts: z.int(),
  fired: z.int(),
  cleared: z.int(),
  /** Firings that a daily cap held back until the next day. */
  heldBack: z.int(),
  opened: z.int(),
  closed: z.int(),
  rescored: z.int(),
  /** Accounts that could not be evaluated, and why, 100 at most; the others were. */
  setAside: z.array(z.object({ accountId: id, why: text })),
})
export type EvaluationReport = z.infer<typeof evaluationReportSchema>
