import { z } from 'zod'
import { accountFields, contactFields, objectFields } from './record-fields.ts'

/** How dates are written. `iso` with a time and an offset where given, else UTC. */
const format = z.enum(['iso', 'unix_s', 'unix_ms'])

/**
 * Where a value comes from: a JMESPath expression over the record, or a constant. `map` translates the raw text; its key
 * `*` stands for anything else.
 */
const valueObject = z
  .strictObject({
    path: z.string().min(1).max(2_000).optional(),
    const: z.union([z.string(), z.number(), z.boolean()]).optional(),
    type: z.enum(['text', 'integer', 'number', 'boolean', 'date', 'money']).optional(),
    /** Of a date. */
    format: format.optional(),
    map: z.record(z.string(), z.string()).optional(),
    /** Of money: an ISO 4217 code, or where it stands in the record. */
    currency: z.string().length(3).optional(),
    currencyPath: z.string().min(1).optional(),
    /** Of money: written in minor units (cents) or as a decimal number. */
    unit: z.enum(['minor', 'decimal']).optional(),
  })
  .refine(value => (value.path === undefined) !== (value.const === undefined), 'expected either path or const')

/** A bare expression is text, or what the field needs: a date in ISO, a number, yes or no. */
export const valueManifestSchema = z.union([z.string().min(1).max(2_000), valueObject])
export type ValueManifest = z.infer<typeof valueManifestSchema>

const optional = valueManifestSchema.optional()
const common = {
  /** Only records for which this holds become one of these. */
  when: z.string().min(1).optional(),
  id: valueManifestSchema,
  properties: z.record(z.string().min(1), valueManifestSchema).default({}),
  /** Holds for a record that the source deleted; it is then not written but taken away. */
  deleted: z.string().min(1).optional(),
  /** The id that this record was merged into, where it was. */
  mergedInto: z.string().min(1).optional(),
}
/** Whose it is: the account's id at the source, or an object or a contact of the same source that belongs to it. */
const account = z.union([
  valueManifestSchema,
  z.strictObject({ object: z.string().min(1), id: valueManifestSchema }),
  z.strictObject({ contact: valueManifestSchema }),
])

/** What a record of a stream becomes in the cache. A ticket is an object of kind `ticket`. */
export const recordManifestSchema = z.discriminatedUnion('record', [
  z.strictObject({
    record: z.literal('account'),
    ...common,
    ...accountFields(optional),
  }),
  z.strictObject({
    record: z.literal('contact'),
    ...common,
    account,
    ...contactFields(optional),
  }),
  z.strictObject({
    record: z.literal('event'),
    ...common,
    account,
    kind: valueManifestSchema,
    at: valueManifestSchema,
    value: optional,
  }),
  z.strictObject({
    record: z.literal('object'),
    ...common,
    account,
    kind: z.string().min(1),
    ...objectFields(optional),
    /**
     * The states it was in so far, where the source knows them: a list within the record, and of each item the state and
     * when it began. Where the last of them is not its state, that is taken to have begun at `stateSince`.
     */
    stays: z
      .strictObject({ each: z.string().min(1), state: valueManifestSchema, since: valueManifestSchema })
      .optional(),
  }),
])
export type RecordManifest = z.infer<typeof recordManifestSchema>
