import { z } from 'zod'
import { proportionSchema, reviewSchema } from '../model/review.ts'
import { ms, optionalMs, share, text } from '../model/values.ts'
import { DISMISSALS } from '../vocabulary.ts'
import { boundedSchema, effectSchema, leagueSchema, recommendationSchema, segmentGapSchema } from './effect.ts'
import { roiFactsSchema } from './roi.ts'

const curveSchema = z.object({
  accounts: z.int(),
  left: z.int(),
  steps: z.array(z.object({ day: z.number(), share, low: share, high: share, atRisk: z.int() })),
})

export const retentionCurvesSchema = z.object({
  treated: curveSchema,
  control: curveSchema,
  /** Treated − control after as many days; null while an arm was not watched that long. */
  after: z.array(z.object({ days: z.int(), treated: share, control: share, difference: boundedSchema })),
  logRankP: share.nullable(),
})
export type RetentionCurves = z.infer<typeof retentionCurvesSchema>

/** Median hours to resolution, with its bootstrap interval. */
const hoursSchema = z.object({ n: z.int(), median: boundedSchema.nullable() })
const resolutionTimesSchema = z.object({ ours: hoursSchema, theirs: hoursSchema })

/** `value`: tickets for each active account of the group in that week; null without accounts. */
const weekSchema = z.object({ accounts: z.int(), tickets: z.int() })
export const ticketWeekSchema = z.object({ at: ms, treated: weekSchema, control: weekSchema, all: weekSchema })
export type TicketWeek = z.infer<typeof ticketWeekSchema>

/** Treated starts from which something left, and those whose account wrote about our message itself. */
const inducedSchema = z.object({ playbookId: text, label: text, induced: proportionSchema })

const dismissedSchema = z.object({
  triggerId: text,
  label: text,
  closed: z.int(),
  reasons: z.record(z.enum(DISMISSALS), z.int()),
  falsePositives: proportionSchema,
})

const ageRowSchema = z.object({ state: text, buckets: z.array(z.int()), oldestAt: optionalMs })

const workloadRowSchema = z.object({
  actor: text,
  /** Open issues that the person has claimed, and the minutes that they will take. */
  claimed: z.int(),
  claimedMinutes: z.number(),
  /** Starts in the period, and the minutes that they took by the estimate of their issue. */
  started: z.int(),
  startedMinutes: z.number(),
  judged: z.int(),
})

const reachSchema = z.object({
  currency: text,
  /** Minutes of all open issues, in the order of the queue, and what acting on them is expected to save. */
  minutes: z.number(),
  valueMinor: z.int(),
  /** Saved by the first so many hours of work, hour by hour. */
  hours: z.array(z.int()),
  /** Open issues whose amount cannot be compared, for want of a rate. */
  unpriced: z.int(),
})

export const reviewFiguresSchema = z.object({
  from: optionalMs,
  to: optionalMs,
  now: ms,
  headline: text,
  /** What happened, before anything is compared. */
  summary: reviewSchema,
  effects: z.array(effectSchema),
  /** Segments whose effect differs after Holm's correction over all segments that were looked at. */
  gaps: z.array(segmentGapSchema),
  segmentsTested: z.int(),
  league: leagueSchema,
  retention: retentionCurvesSchema,
  resolution: resolutionTimesSchema,
  ticketWeeks: z.array(ticketWeekSchema),
  roi: roiFactsSchema,
  induced: z.array(inducedSchema),
  dismissed: z.array(dismissedSchema),
  ageing: z.object({ bounds: z.array(z.number()), queue: z.array(ageRowSchema), outbox: z.array(ageRowSchema) }),
  workload: z.array(workloadRowSchema),
  reach: reachSchema,
  recommendations: z.array(recommendationSchema),
})
export type ReviewFigures = z.infer<typeof reviewFiguresSchema>
