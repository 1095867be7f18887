import { z } from 'zod'
import { parseDuration } from './duration.ts'
import { CATEGORIES } from './vocabulary.ts'

/** A written duration, `28d`; milliseconds through `parseDuration`. */
export const durationSchema = z
  .string()
  .refine(text => parseDuration(text) !== null, 'expected a duration such as 28d, 6h or 30m')

/** Which events a measure looks at: one kind, and properties that must equal the given values. */
export const eventFilterSchema = z.strictObject({
  kind: z.string().min(1),
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})
export type EventFilter = z.infer<typeof eventFilterSchema>

/**
 * What is measured for one account at a moment. `over` is the window that ends at that moment.
 * - `count`: how many events match. `sum`: the total of `field` (`value`, or a property) of those that match.
 * - `rate`: the daily sum of `field` (the daily number of events where it is absent) over the window divided by the
 *   account's own over `baseline`, the longer window that ends where `over` begins; 1 is normal. Undefined, hence never true, below `minimum` baseline events.
 */
export const measureSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('count'), events: eventFilterSchema, over: durationSchema }),
  z.strictObject({ type: z.literal('sum'), events: eventFilterSchema, field: z.string(), over: durationSchema }),
  z.strictObject({
    type: z.literal('rate'),
    events: eventFilterSchema,
    field: z.string().optional(),
    over: durationSchema,
    baseline: durationSchema,
    minimum: z.int().min(1),
  }),
])
export type Measure = z.infer<typeof measureSchema>

export const comparisonSchema = z.strictObject({
  measure: measureSchema,
  op: z.enum(['>=', '>', '<=', '<', '=']),
  threshold: z.number(),
})
export type Comparison = z.infer<typeof comparisonSchema>

export type Condition = Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition }

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    comparisonSchema,
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
  ]),
)

/**
 * A named condition over an account's history, as data. It cannot be switched on without a playbook, a success metric
 * and a window, so none of them is optional.
 */
export const triggerSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** One plain sentence in the customer's terms; `{name}` stands for a measured figure of the evidence. */
  sentence: z.string().min(1),
  category: z.enum(CATEGORIES),
  when: conditionSchema,
  cooldown: durationSchema,
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
