import { z } from 'zod'
import { moment, text } from '../model/values.ts'
import { isCurrency } from '../money.ts'
import { answersSchema } from '../source/cell-format.ts'

/** What is measured of each unit: yes or no, any number, or an amount of money. */
export const METRIC_KINDS = ['share', 'number', 'money'] as const
export type MetricKind = (typeof METRIC_KINDS)[number]

/** Which way of a metric is good; it chooses the words and the colours, never the numbers. */
export const BETTER = ['lower', 'higher'] as const
export type Better = (typeof BETTER)[number]

const column = text.min(1)

export const metricAskSchema = z.strictObject({
  column,
  /** Absent: as the cells tell. */
  kind: z.enum(METRIC_KINDS).optional(),
  /** For money, where the cells do not name it. */
  currency: text.refine(isCurrency, 'no currency of ISO 4217').optional(),
  /** The same kind of value from before the assignment: takes out what was different already (CUPED). */
  pre: column.optional(),
  better: z.enum(BETTER).optional(),
})
export type MetricAsk = z.infer<typeof metricAskSchema>

/** Columns of accounts that count events: `events:login`. */
export const EVENTS_PREFIX = 'events:'

const fromSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1), answers: answersSchema.default({}) }),
  z.strictObject({
    kind: z.literal('accounts'),
    /** When the arms began to differ. Events count from then on; as `pre`, in the same length of time before. */
    since: moment,
    /** Absent: now. */
    until: moment.optional(),
  }),
])

/** An experiment that was run elsewhere: where its units are, and which columns say what. */
export const experimentAskSchema = z.strictObject({
  from: fromSchema,
  arm: column,
  /** Names the unit. Absent: each row is a unit of its own. */
  unit: column.optional(),
  /** Absent: the arm whose name says so, such as `control` or `holdout`. */
  control: text.optional(),
  metrics: z.array(metricAskSchema).min(1).max(12),
  /** Planned share of units of each arm, in any unit: 90 and 10. Absent: the same for all. */
  planned: z.record(text, z.number().positive()).optional(),
  /** Show effects although the assignment is not to be trusted. */
  despite: z.boolean().default(false),
})
export type ExperimentAsk = z.infer<typeof experimentAskSchema>
/** The same as it is asked: what has a default may be left out. */
export type ExperimentAskInput = z.input<typeof experimentAskSchema>
