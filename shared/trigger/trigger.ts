import { z } from 'zod'
import { fail, ok, type Result } from '../result.ts'
import { CATEGORIES } from '../vocabulary.ts'
import { parseDuration } from './duration.ts'
import { firstProblem } from './trigger-problem.ts'

/** A written duration, `28d`; milliseconds through `parseDuration`. */
export const durationSchema = z
  .string()
  .refine(text => parseDuration(text) !== null, 'expected a duration such as 28d, 6h or 30m')

const scalarSchema = z.union([z.string(), z.number(), z.boolean()], 'expected text, a number, true or false')
export type Scalar = z.infer<typeof scalarSchema>

const boundsSchema = z
  .strictObject({
    gte: z.number().optional(),
    gt: z.number().optional(),
    lte: z.number().optional(),
    lt: z.number().optional(),
  })
  .refine(bounds => Object.keys(bounds).length > 0, 'expected at least one of gte, gt, lte, lt')

/** What a property must be: equal to a value, one of several, or a number within bounds. An absent one is none of these. */
export const propertyTestSchema = z.union(
  [scalarSchema, z.array(scalarSchema).min(1), boundsSchema],
  'expected a value, a list of values, or bounds such as {"gte": 5}',
)
export type PropertyTest = z.infer<typeof propertyTestSchema>

const whereSchema = z.record(z.string(), propertyTestSchema).optional()

/** Which events a measure looks at: one kind, and what their properties must be. */
export const eventFilterSchema = z.strictObject({
  kind: z.string().min(1, 'expected an event kind'),
  where: whereSchema,
})
export type EventFilter = z.infer<typeof eventFilterSchema>

/** Which objects a measure looks at: those of a kind that are open (begun and not closed), in one of `states` where given. */
export const objectFilterSchema = z.strictObject({
  kind: z.string().min(1, 'expected an object kind'),
  states: z.array(z.string()).min(1).optional(),
  where: whereSchema,
})
export type ObjectFilter = z.infer<typeof objectFilterSchema>

/** Columns of an account that a trigger may read; everything else is `properties.NAME`. */
export const ACCOUNT_ATTRIBUTES = [
  'name',
  'plan',
  'country',
  'time_zone',
  'owner',
  'mrr_minor',
  'currency',
  'signed_up_at',
  'renews_at',
  'churned_at',
] as const
const attributeSchema = z
  .string()
  .refine(
    name => (ACCOUNT_ATTRIBUTES as readonly string[]).includes(name) || /^properties\..+/.test(name),
    `expected properties.NAME or one of ${ACCOUNT_ATTRIBUTES.join(', ')}`,
  )

const attributeDateSchema = z.strictObject({ attribute: attributeSchema })
const objectDateSchema = z.strictObject({
  object: objectFilterSchema,
  field: z.enum(['due_at', 'opened_at', 'closed_at']),
})
/** A date of the account (UTC ms; a property is one when it is a number), or dates of its objects, of which the nearest ahead counts. */
export type DateRef = z.infer<typeof attributeDateSchema> | z.infer<typeof objectDateSchema>

const events = eventFilterSchema
const over = durationSchema
const ago = durationSchema.optional()
const field = z.string().min(1)
const minimum = z.int().min(1)

/** The dimension of a cause that is the trigger itself; its value is the trigger's id. */
export const OWN_DIMENSION = 'trigger'

const plainMeasures = [
  z.strictObject({ type: z.literal('count'), events, over, ago }),
  z.strictObject({ type: z.literal('sum'), events, field, over, ago }),
  z.strictObject({ type: z.literal('max'), events, field, over, ago }),
  z.strictObject({ type: z.literal('last'), events, field, over: over.optional() }),
  z.strictObject({ type: z.literal('since'), events }),
  z.strictObject({ type: z.literal('rate'), events, field: field.optional(), over, baseline: over, minimum }),
  z.strictObject({ type: z.literal('novel'), events, field, over, baseline: over }),
  z.strictObject({
    type: z.literal('anomaly'),
    events,
    field: field.optional(),
    every: over,
    baseline: over,
    minimum,
  }),
  z.strictObject({ type: z.literal('attribute'), name: attributeSchema }),
  z.strictObject({
    type: z.literal('until'),
    date: z.union([attributeDateSchema, objectDateSchema], 'expected {"attribute": …} or {"object": …, "field": …}'),
  }),
  z.strictObject({ type: z.literal('age'), date: attributeDateSchema }),
  z.strictObject({ type: z.literal('objects'), object: objectFilterSchema }),
  z.strictObject({
    type: z.literal('stored'),
    object: objectFilterSchema,
    relative: z.strictObject({ quantile: z.number().gt(0).lt(1), minimum }).optional(),
  }),
] as const
const plainMeasureSchema = z.discriminatedUnion('type', plainMeasures)
/** A measure that is not made of others. */
export type PlainMeasure = z.infer<typeof plainMeasureSchema>

/**
 * What is measured for one account at a moment t; facts dated later do not exist. Windows are (t − ago − over, t − ago],
 * `ago` 0 where absent. `field` is `value` or a property that is a number; events without it do not count for `max`
 * and `last` and add nothing to sums.
 * - `count` / `sum` / `max` of the events in the window; `max` undefined without any. `last`: of the latest one (in the
 *   window, or ever), undefined without any; of two at the same moment the larger amount.
 * - `since`: ms since the latest match; undefined when there never was one.
 * - `rate`: the daily sum of `field` (the daily number of events where it is absent) over the window divided by the
 *   account's own over `baseline`, the longer window that ends where `over` begins; 1 is normal. Undefined below
 *   `minimum` baseline events or a baseline of 0.
 * - `novel`: how many values (text, number or truth) of a property the window has that `baseline` before it had not;
 *   undefined while the baseline has none.
 * - `anomaly`: robust score of the latest full bucket of `every` (buckets are counted from 1970, UTC) against season and
 *   trend of the `baseline` before it; undefined below `minimum` baseline events (amounts where `field` is given).
 * - `ratio`: one measure by another; undefined when either is, or the second is 0.
 * - `attribute`: a column of the account or `properties.NAME`; undefined when null. As it is now, its past is not kept.
 * - `until`: ms until a date; undefined when none lies ahead (a date of this very moment does not).
 * - `age`: ms since a date; undefined while it lies ahead.
 * - `objects`: how many objects are in those states at t.
 * - `stored`: the longest time, ms, that one of those objects has been in its present state; undefined without any. With
 *   `relative` each is divided by the `quantile` of finished stays of its kind + lane + state (kind + state where the
 *   lane has fewer than `minimum`; left out where that has fewer too).
 */
export const measureSchema = z.discriminatedUnion('type', [
  ...plainMeasures,
  z.strictObject({ type: z.literal('ratio'), of: plainMeasureSchema, to: plainMeasureSchema }),
])
export type Measure = z.infer<typeof measureSchema>

export const OPS = ['>=', '>', '<=', '<', '=', 'in'] as const

/** Whether a measure gives milliseconds, so that its threshold may be written as a duration. */
export const givesTime = (measure: Measure): boolean =>
  measure.type === 'since' ||
  measure.type === 'until' ||
  measure.type === 'age' ||
  (measure.type === 'stored' && measure.relative === undefined)

/** Threshold: a number; a duration where the measure gives time; text, truth or (with `in`) a list for an `attribute`. */
export const comparisonSchema = z
  .strictObject({
    measure: measureSchema,
    op: z.enum(OPS),
    threshold: z.union([scalarSchema, z.array(scalarSchema).min(1)], 'expected a value or a list of values'),
  })
  .superRefine(({ measure, op, threshold }, context) => {
    const expected = expectedThreshold(measure, op, threshold)
    if (expected) context.addIssue({ code: 'custom', path: ['threshold'], message: `expected ${expected}` })
    if (measure.type !== 'attribute' && op === 'in')
      context.addIssue({ code: 'custom', path: ['op'], message: 'expected one of >=, >, <=, <, =' })
  })
export type Comparison = z.infer<typeof comparisonSchema>

/** What the threshold should have been; null where it fits. */
function expectedThreshold(measure: Measure, op: string, threshold: Scalar | Scalar[]): string | null {
  if (op === 'in') return Array.isArray(threshold) ? null : 'a list of values'
  if (Array.isArray(threshold)) return 'one value (a list goes with "in")'
  if (typeof threshold === 'number') return null
  if (measure.type === 'attribute') return op === '=' ? null : 'a number'
  if (!givesTime(measure)) return 'a number'
  return typeof threshold === 'string' && parseDuration(threshold) !== null
    ? null
    : 'a number of milliseconds or a duration such as 10d'
}

export type Condition = Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition }

/** Three-valued as in SQL: an undefined measure makes a comparison neither true nor false; a condition holds when true. */
export const conditionSchema: z.ZodType<Condition, Condition> = z.lazy(() =>
  z.union([
    comparisonSchema,
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
  ]),
)

/**
 * What the accounts for which a trigger fires may have in common: a property of the very events or objects that made it
 * true. Triggers with the same `dimension` and the same value there share one cause.
 */
export const causeSchema = z.strictObject({
  /** In plain words, as people name it: `carrier`, `known bug`. */
  dimension: z
    .string()
    .regex(/^[a-z][a-z0-9 -]{0,39}$/, 'expected small letters, digits, spaces and hyphens')
    .refine(name => name !== OWN_DIMENSION, `"${OWN_DIMENSION}" stands for triggers without a cause of their own`),
  /** Property of those events or objects; where none of them has it, the cause is the trigger itself. */
  field: z.string().min(1),
})
export type CauseRef = z.infer<typeof causeSchema>

/**
 * A named condition over an account's history, as data. It cannot be switched on without a playbook, a success metric
 * and a window, so none of them is optional.
 */
export const triggerSchema = z.strictObject({
  /** Of the language. A definition without one is of version 1, which this one contains. */
  version: z.literal(2).optional(),
  id: z.string().regex(/^[a-z0-9-]+$/, 'expected small letters, digits and hyphens'),
  title: z.string().min(1),
  /** In plain language: what it looks for, and why that matters. */
  about: z.string().min(1).optional(),
  /** One plain sentence in the customer's terms; `{name}` stands for a measured figure of the evidence. */
  sentence: z.string().min(1),
  category: z.enum(CATEGORIES),
  when: conditionSchema,
  /** When an open signal is over; where absent, when `when` no longer holds. */
  closeWhen: conditionSchema.optional(),
  /** What many accounts' issues of this kind may share; where absent, nothing but the trigger itself. */
  cause: causeSchema.optional(),
  cooldown: durationSchema,
  /** Most firings on one day (UTC) over all accounts, in order of account id; what is held back is counted and waits. */
  dailyCap: z.int().min(1).optional(),
  playbook: z.string().min(1),
  /** What must become true of the account within the window for the intervention to have met its aim. */
  success: conditionSchema,
  window: durationSchema,
  /** Prior share of firings that end in a ticket or churn, and how many observations that belief is worth. */
  prior: z.strictObject({ risk: z.number().min(0).max(1), weight: z.number().positive() }),
  /** How long after a firing acting is still in time; absent where only a renewal sets a date. */
  actWithin: durationSchema.optional(),
  /** Specialist minutes that one such issue takes. */
  minutes: z.number().positive(),
})
export type Trigger = z.infer<typeof triggerSchema>

/** Reads a definition of version 1 or 2; what comes back is of version 2. Errors name the place in the JSON and what was expected. */
export function parseTrigger(json: unknown): Result<Trigger> {
  const lifted = typeof json === 'object' && json !== null && 'version' in json && json.version === 1
  const input: unknown = lifted ? { ...json, version: 2 } : json
  const parsed = triggerSchema.safeParse(input)
  if (parsed.success) return ok({ ...parsed.data, version: 2 })
  return fail(
    'invalid',
    'This is not a trigger.',
    firstProblem(parsed.error.issues, input),
    'Correct that place in the JSON.',
  )
}

/** The comparisons of a condition, in order of appearance. */
export function comparisonsOf(condition: Condition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsOf)
  if ('any' in condition) return condition.any.flatMap(comparisonsOf)
  if ('not' in condition) return comparisonsOf(condition.not)
  return [condition]
}

/** The measures that a condition reads, in order of appearance; a ratio is given as its two parts. */
export const measuresOf = (condition: Condition): PlainMeasure[] =>
  comparisonsOf(condition).flatMap(({ measure }) => (measure.type === 'ratio' ? [measure.of, measure.to] : [measure]))

/** Every condition of a trigger: when it fires, when it is over, and what must become true. */
export const conditionsOf = ({ when, closeWhen, success }: Trigger): Condition[] =>
  closeWhen ? [when, closeWhen, success] : [when, success]

/** A threshold as a number where it is one: durations in milliseconds; the value itself otherwise. */
export function thresholdOf({ measure, threshold }: Comparison): Scalar | Scalar[] {
  if (typeof threshold !== 'string' || !givesTime(measure)) return threshold
  return parseDuration(threshold) ?? threshold
}
