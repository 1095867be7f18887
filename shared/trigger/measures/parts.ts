import { z } from 'zod'
import { isCurrency } from '../../money.ts'
import { parseDuration } from '../duration.ts'

/** A written duration, `28d`; milliseconds through `parseDuration`. */
export const durationSchema = z
  .string()
  .refine(text => parseDuration(text) !== null, 'expected a duration such as 28d, 6h or 30m')

export const scalarSchema = z.union([z.string(), z.number(), z.boolean()], 'expected text, a number, true or false')
export type Scalar = z.infer<typeof scalarSchema>

const bounds = {
  gte: z.number().optional(),
  gt: z.number().optional(),
  lte: z.number().optional(),
  lt: z.number().optional(),
}
/** What bounds are called, in the order in which they are checked. */
export const BOUNDS = ['gte', 'gt', 'lte', 'lt'] as const
const NO_BOUND = 'expected at least one of gte, gt, lte, lt'
const boundsSchema = z.strictObject(bounds).refine(given => Object.keys(given).length > 0, NO_BOUND)

export const currencySchema = z.string().refine(isCurrency, 'expected a currency of ISO 4217, such as EUR')

/**
 * What the amount of an object must be, in whole units of a currency as a person writes them: `500` of `EUR` is €500, not 500
 * cents. An amount of another currency is converted at the rates in force; one without a rate is within no bounds.
 */
export const amountTestSchema = z
  .strictObject({ ...bounds, currency: currencySchema })
  .refine(given => BOUNDS.some(name => given[name] !== undefined), NO_BOUND)
export type AmountTest = z.infer<typeof amountTestSchema>

/** What a property must be: equal to a value, one of several, or a number within bounds. An absent one is none of these. */
export const propertyTestSchema = z.union(
  [scalarSchema, z.array(scalarSchema).min(1), boundsSchema],
  'expected a value, a list of values, or bounds such as {"gte": 5}',
)
export type PropertyTest = z.infer<typeof propertyTestSchema>

const whereSchema = z.record(z.string(), propertyTestSchema).optional()

/**
 * Which things belong to the object that a trigger is about: those whose property `their` says the same as its property
 * `this`. On either side `id` is an object's id at its source, and what `this` is where it is absent.
 */
export const relatedSchema = z.strictObject({ their: z.string().min(1), this: z.string().min(1).optional() })
export type Related = z.infer<typeof relatedSchema>

/** Which events a measure looks at: one kind, and what their properties must be; `of` keeps those of the trigger's object. */
export const eventFilterSchema = z.strictObject({
  kind: z.string().min(1, 'expected an event kind'),
  of: relatedSchema.optional(),
  where: whereSchema,
})
export type EventFilter = z.infer<typeof eventFilterSchema>

const someObjects = {
  kind: z.string().min(1, 'expected an object kind'),
  states: z.array(z.string()).min(1).optional(),
  amount: amountTestSchema.optional(),
  where: whereSchema,
}

/** The objects that a trigger is about, one by one: while they are open, in one of `states` where given. */
export const eachSchema = z.strictObject(someObjects)
export type Each = z.infer<typeof eachSchema>

/** The object that a trigger is about, or what is related to it. */
const ofSchema = z.union([z.literal('this'), relatedSchema], 'expected "this" or {"their": "order_id"}')
export type Of = z.infer<typeof ofSchema>

/**
 * Which objects a measure looks at: those of a kind that are open (begun and not closed), in one of `states` where given;
 * `of` keeps the trigger's own object, or those that are related to it.
 */
export const objectFilterSchema = z.strictObject({ ...someObjects, of: ofSchema.optional() })
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
export const attributeSchema = z
  .string()
  .refine(
    name => (ACCOUNT_ATTRIBUTES as readonly string[]).includes(name) || /^properties\..+/.test(name),
    `expected properties.NAME or one of ${ACCOUNT_ATTRIBUTES.join(', ')}`,
  )

export const attributeDateSchema = z.strictObject({ attribute: attributeSchema })
export const objectDateSchema = z.strictObject({
  object: objectFilterSchema,
  field: z.enum(['due_at', 'opened_at', 'closed_at']),
})
/** A date of the account (UTC ms; a property is one when it is a number), or dates of its objects, of which the nearest ahead counts. */
export type DateRef = z.infer<typeof attributeDateSchema> | z.infer<typeof objectDateSchema>

/** A property that is a number, or `value`. */
export const fieldSchema = z.string().min(1)
/** How many observations are needed before what is usual is known. */
export const minimumSchema = z.int().min(1)
