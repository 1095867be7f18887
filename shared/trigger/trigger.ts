import { z } from 'zod'
import { countryOf } from '../place/country.ts'
import { fail, ok, type Result } from '../result.ts'
import { CATEGORIES } from '../vocabulary.ts'
import { parseDuration } from './duration.ts'
import {
  givesTime,
  type Measure,
  measureSchema,
  objectsOf,
  type PlainMeasure,
  relationOf,
  simpleMeasures,
} from './measures/measures.ts'
import { durationSchema, type Each, eachSchema, type Scalar, scalarSchema } from './measures/parts.ts'
import { firstProblem } from './trigger-problem.ts'

/** The dimension of a cause that is the trigger itself; its value is the trigger's id. */
export const OWN_DIMENSION = 'trigger'

export const OPS = ['>=', '>', '<=', '<', '=', 'in'] as const

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
  if (Array.isArray(threshold)) return 'one value (a list needs "in")'
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
    .regex(/^[a-z][a-z0-9 -]{0,39}$/, 'expected lower-case letters, digits, spaces and hyphens')
    .refine(name => name !== OWN_DIMENSION, `"${OWN_DIMENSION}" is reserved for triggers without a cause`),
  /** Property of those events or objects; where none of them has it, the cause is the trigger itself. */
  field: z.string().min(1),
})
export type CauseRef = z.infer<typeof causeSchema>

const partsSchema = z.strictObject({
  /** Version of the language. A definition without one is of version 1, which this one contains. */
  version: z.literal(2).optional(),
  id: z.string().regex(/^[a-z0-9-]+$/, 'expected lower-case letters, digits and hyphens'),
  title: z.string().min(1),
  /** In plain language: what it looks for, and why that matters. */
  about: z.string().min(1).optional(),
  /** One plain sentence in the customer's terms; `{name}` stands for a measured figure of the evidence. */
  sentence: z.string().min(1),
  category: z.enum(CATEGORIES),
  /** The objects that it is about: it is asked of each of them, and fires for each of them on its own. */
  each: eachSchema.optional(),
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

/**
 * A named condition over an account's history, as data. It cannot be switched on without a playbook, a success metric
 * and a window, so none of them is optional.
 */
export const triggerSchema = partsSchema.superRefine((trigger, context) => {
  const stray = strayRelation(trigger)
  if (stray) context.addIssue({ code: 'custom', path: [stray.path], message: `expected ${stray.expected}` })
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
    'Correct this place in the JSON.',
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
  comparisonsOf(condition).flatMap(({ measure }) => simpleMeasures(measure))

/** Every condition of a trigger: when it fires, when it is over, and what must become true. */
export function conditionsOf(trigger: Trigger): Condition[] {
  const closing = closesWhen(trigger)
  return [firesWhen(trigger), ...(closing ? [closing] : []), trigger.success]
}

/** A place in a trigger that names its object although it has none, or one of another kind. */
function strayRelation({ each, ...trigger }: z.infer<typeof partsSchema>): { path: string; expected: string } | null {
  const { when, closeWhen, success } = trigger
  for (const [path, condition] of Object.entries({ when, closeWhen, success }))
    for (const measure of condition ? measuresOf(condition) : []) {
      const of = relationOf(measure)
      if (of === null) continue
      if (!each) return { path, expected: '"each" beside it, because a measure has "of"' }
      if (of === 'this' && objectsOf(measure)?.kind !== each.kind)
        return { path, expected: `"of": "this" at objects of kind ${each.kind} only` }
    }
  return null
}

/** The parts of a trigger that say when it holds. */
export type Firing = Pick<Trigger, 'when' | 'closeWhen' | 'each'>

/** That the object is open, and what the trigger asks of it. */
const isThere = (each: Each): Condition => ({
  measure: { type: 'objects', object: { ...each, of: 'this' } },
  op: '>=',
  threshold: 1,
})

/** When a trigger fires. One about objects also asks that its object is there, last, so that figures keep their names. */
export const firesWhen = ({ when, each }: Pick<Firing, 'when' | 'each'>): Condition =>
  each ? { all: [when, isThere(each)] } : when

/** When an open signal is over; null where that is when the trigger would not fire any more. */
export function closesWhen({ closeWhen, each }: Pick<Firing, 'closeWhen' | 'each'>): Condition | null {
  if (!closeWhen) return null
  return each ? { any: [closeWhen, { not: isThere(each) }] } : closeWhen
}

/**
 * A threshold as a number where it is one: durations in milliseconds; the value itself otherwise. A country is compared by its
 * code, as the cache has it, however the trigger names it.
 */
export function thresholdOf({ measure, threshold }: Comparison): Scalar | Scalar[] {
  if (measure.type === 'attribute' && measure.name === 'country')
    return Array.isArray(threshold) ? threshold.map(codeOf) : codeOf(threshold)
  if (typeof threshold !== 'string' || !givesTime(measure)) return threshold
  return parseDuration(threshold) ?? threshold
}

const codeOf = (country: Scalar): Scalar => (typeof country === 'string' ? countryOf(country) : country)
