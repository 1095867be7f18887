import { z } from 'zod'
import { optionalText, share, text } from '../model/values.ts'
import { BETTER, METRIC_KINDS } from './ask.ts'

/** What can make an assignment unfit to be compared. */
const ASSIGNMENT_CHECKS = ['ratio', 'two_arms', 'repeated', 'spellings', 'before', 'missing'] as const

const assignmentProblemSchema = z.object({
  check: z.enum(ASSIGNMENT_CHECKS),
  /** One sentence: `12 units are in two arms.` */
  what: text,
  why: text,
  todo: text,
  /** Units that it is about; null where it is about all. */
  count: z.int().nullable(),
  /** Two rows of it, by where they are; never a person's address. */
  examples: z.array(text).max(2),
})
export type AssignmentProblem = z.infer<typeof assignmentProblemSchema>

/** Rows or cells that were left out because they were not understood. */
export const leftOutSchema = z.object({
  /** Null: the row as a whole. */
  column: optionalText,
  rows: z.int(),
  what: text,
  todo: text,
  examples: z.array(z.object({ line: z.int(), text })).max(2),
})
export type LeftOut = z.infer<typeof leftOutSchema>

/** An estimate with its 95 % interval, in units of the metric: shares 0–1, amounts in minor units. */
export const intervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type Interval = z.infer<typeof intervalSchema>

/**
 * What may be said of a difference, all comparisons of the answer together (Holm): `holds` however often it is looked
 * at; `holds_once` only if this is the one look that was planned; `cannot_tell`.
 */
const CONCLUSIONS = ['holds', 'holds_once', 'cannot_tell'] as const

const comparisonSchema = z.object({
  arm: text,
  method: z.enum(['newcombe', 'welch', 'cuped']),
  /** Arm − control; null where nothing varies or an arm has fewer than two units. */
  difference: intervalSchema.nullable(),
  /** The same as an always-valid confidence sequence; null where there are too few units for one. */
  sequence: intervalSchema.nullable(),
  /** As a share of the control arm's mean. */
  relative: intervalSchema.nullable(),
  /** The difference times the units of the arm: how many or how much in all. */
  total: intervalSchema.nullable(),
  /** Chance of such a difference where there is none: for one look, and for as many as one likes. */
  p: share.nullable(),
  sequenceP: share.nullable(),
  conclusion: z.enum(CONCLUSIONS),
  /** Minimum detectable effect: the difference that this many units show in 4 of 5 experiments. */
  smallest: z.number().nullable(),
  /** Units of both arms that are still needed if the difference is as large as it looks; null where none or too many. */
  moreUnits: z.int().nullable(),
  /** Share of the variance that the value before has explained; null without one. */
  explained: share.nullable(),
  sentence: text,
})
export type ArmComparison = z.infer<typeof comparisonSchema>

const metricResultSchema = z.object({
  column: text,
  kind: z.enum(METRIC_KINDS),
  currency: optionalText,
  pre: optionalText,
  better: z.enum(BETTER).nullable(),
  /** Units with a value, their mean or share; null without any. `hits`: of a share. */
  arms: z.array(z.object({ arm: text, n: z.int(), hits: z.int().nullable(), mean: intervalSchema.nullable() })),
  comparisons: z.array(comparisonSchema),
  /** Arms whose amount rests on one unit: that unit's `line` and its share of the arm's sum. */
  dominated: z.array(z.object({ arm: text, line: z.int(), share, what: text, todo: text })),
})
export type MetricResult = z.infer<typeof metricResultSchema>

export const experimentSchema = z.object({
  /** The answer in a sentence or two. */
  headline: text,
  /** Rows that were read, and units that are compared. */
  rows: z.int(),
  units: z.int(),
  /** What a row is called in examples. */
  rowName: z.enum(['line', 'account']),
  control: text,
  arms: z.array(z.object({ name: text, units: z.int(), planned: share })),
  /** Whether the units came in the planned shares: χ² for one look, and for as many as one likes (Lindon and Malek). */
  ratio: z.object({ p: share, sequentialP: share }),
  problems: z.array(assignmentProblemSchema),
  leftOut: z.array(leftOutSchema),
  /** Empty while there are problems that nobody has accepted. */
  metrics: z.array(metricResultSchema),
})
export type Experiment = z.infer<typeof experimentSchema>
