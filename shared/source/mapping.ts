import { z } from 'zod'
import { cellFormat, fileShape } from './cell-format.ts'
import { accountFields, contactFields, objectFields } from './record-fields.ts'

export const COLUMN_TYPES = ['text', 'integer', 'number', 'boolean', 'date', 'money'] as const
export type ColumnType = (typeof COLUMN_TYPES)[number]

/**
 * Where a value comes from: a column with the type to read it as, or a constant. `map` translates the raw text first;
 * its key `*` stands for anything else and `` (empty) for a blank cell.
 */
export const valueRefSchema = z.union([
  z.strictObject({ const: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({
    field: z.string().min(1),
    type: z.enum(COLUMN_TYPES),
    ...cellFormat,
    currency: z.string().length(3).optional(),
    /** Column that says the currency of each row's amount; where its cell is blank, `currency` counts. */
    currencyField: z.string().min(1).optional(),
    map: z.record(z.string(), z.string()).optional(),
  }),
])
export type ValueRef = z.infer<typeof valueRefSchema>

/**
 * What tells one row from another: a value, several columns together, or the row's content, where a file such as a log has
 * no id. By content, two rows that say the same are one.
 */
const idSchema = z.union([
  valueRefSchema,
  z.strictObject({ columns: z.array(z.string().min(1)).min(2) }),
  z.strictObject({ content: z.literal(true) }),
])
export type IdRef = z.infer<typeof idSchema>

/** How a row names its account: by the account's own id, or through an object of the same source that belongs to it. */
export const accountRefSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('id'), field: z.string().min(1) }),
  z.strictObject({ by: z.literal('object'), kind: z.string().min(1), field: z.string().min(1) }),
])
export type AccountRef = z.infer<typeof accountRefSchema>

const optional = valueRefSchema.optional()
/** Further columns to keep: name in the cache → where it comes from. */
const extra = z.record(z.string(), valueRefSchema).default({})

/** What one stream's rows become. `id` is the source's own id; it makes importing twice change nothing. */
export const mappingSchema = z.discriminatedUnion('record', [
  z.strictObject({
    record: z.literal('account'),
    id: idSchema,
    ...accountFields(optional),
    properties: extra,
  }),
  z.strictObject({
    record: z.literal('contact'),
    id: idSchema,
    account: accountRefSchema,
    ...contactFields(optional),
    properties: extra,
  }),
  z.strictObject({
    record: z.literal('event'),
    id: idSchema,
    account: accountRefSchema,
    kind: valueRefSchema,
    at: valueRefSchema,
    value: optional,
    properties: extra,
  }),
  z.strictObject({
    record: z.literal('object'),
    id: idSchema,
    account: accountRefSchema,
    kind: z.string().min(1),
    ...objectFields(optional),
    properties: extra,
  }),
])
export type Mapping = z.infer<typeof mappingSchema>

/**
 * One file, or all files of a pattern such as `orders-*.csv`, and what their rows become. `path` may be relative to the
 * workspace. Columns of NDJSON and JSON are dotted paths: `customer.email`, `lines.0.sku`.
 */
export const fileStreamSchema = z.strictObject({
  name: z.string().min(1),
  path: z.string().min(1),
  /** Dotted path of the list in a JSON document; absent: its first list of objects. */
  list: z.string().optional(),
  ...fileShape,
  mapping: mappingSchema,
})
export type FileStream = z.infer<typeof fileStreamSchema>

/** Configuration of a source of kind `files`. */
export const filesConfigSchema = z.strictObject({
  streams: z.array(fileStreamSchema).min(1),
  /** Read a file again when it has changed, as long as the console runs. */
  watch: z.boolean().optional(),
})
export type FilesConfig = z.infer<typeof filesConfigSchema>
