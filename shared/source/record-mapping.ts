import { z } from 'zod'
import { accountFields, contactFields, objectFields } from './record-fields.ts'
import { expressionSchema, idRefSchema, rowTestSchema, valueRefSchema } from './value-ref.ts'

const word = z.string().min(1).max(100)
const optional = valueRefSchema.optional()

/**
 * Whose a record is: the account by its id, or an object or a contact of the same source that belongs to it. The forms
 * with `by` are what mappings of files were written in before all kinds of source had one language.
 */
const ownerSchema = z.union([
  idRefSchema,
  z.strictObject({ object: word, id: idRefSchema }),
  z.strictObject({ contact: idRefSchema }),
  z.strictObject({ by: z.literal('id'), field: z.string().min(1) }),
  z.strictObject({ by: z.literal('object'), kind: word, field: z.string().min(1) }),
])
export type AccountRef = z.infer<typeof ownerSchema>

/** The longest name that a property may have. */
export const LONGEST_PROPERTY = 200

const common = {
  /** Only rows for which this holds become one of these. */
  when: expressionSchema.optional(),
  id: idRefSchema,
  properties: z.record(z.string().min(1).max(LONGEST_PROPERTY), valueRefSchema).default({}),
  /** Holds for a row that the source deleted; the record is then not written but taken away. */
  deleted: rowTestSchema.optional(),
  /** The id that this record was merged into, where it was. */
  mergedInto: expressionSchema.optional(),
}

const stepSchema = z.strictObject({ state: valueRefSchema, since: valueRefSchema })
/**
 * The states that an object was in so far. Either a list within the row with the state and its beginning in each item, or
 * the steps themselves, each with the column that dates it: a step without a date has not come yet. Where the last of
 * them is not the state that the mapping reads, that one began at `stateSince`.
 */
const staysSchema = z.union([
  z.strictObject({ each: expressionSchema, state: valueRefSchema, since: valueRefSchema }),
  z.array(stepSchema).min(1, 'expected at least one').max(50),
])
export type StaysRef = z.infer<typeof staysSchema>

/** What a row becomes, in one language for every kind of source. A ticket is an object of kind `ticket`. */
export const mappingSchema = z.discriminatedUnion('record', [
  z.strictObject({ record: z.literal('account'), ...common, ...accountFields(optional) }),
  z.strictObject({ record: z.literal('contact'), ...common, account: ownerSchema, ...contactFields(optional) }),
  z.strictObject({
    record: z.literal('event'),
    ...common,
    account: ownerSchema,
    kind: valueRefSchema,
    at: valueRefSchema,
    value: optional,
  }),
  z.strictObject({
    record: z.literal('object'),
    ...common,
    account: ownerSchema,
    kind: word,
    ...objectFields(optional),
    stays: staysSchema.optional(),
  }),
])
export type Mapping = z.infer<typeof mappingSchema>

/** One row may become several records: an order's row tells of its customer and its shipment too. */
export const mappingsSchema = z.union([mappingSchema, z.array(mappingSchema).min(1, 'expected at least one').max(20)])
export type Mappings = z.infer<typeof mappingsSchema>

/** What a row becomes, as a list. */
export const mappingsOf = (mapping: Mappings): readonly Mapping[] => (Array.isArray(mapping) ? mapping : [mapping])

/** What a row is before all: its event or its object where it has one, because it only tells of their owners. */
export function ownMapping(mapping: Mappings): Mapping {
  if (!Array.isArray(mapping)) return mapping
  const own = mapping.find(({ record }) => record === 'event' || record === 'object') ?? mapping[0]
  if (!own) throw new Error('a mapping of no record')
  return own
}
