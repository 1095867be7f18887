import { z } from 'zod'
import { fail, ok, type Result } from '../../../shared/result.ts'

/** A column or table name as the warehouse writes it. It is always quoted, so upper case and spaces are kept. */
const name = z
  .string()
  .min(1)
  .refine(text => !text.includes('\0') && Buffer.byteLength(text) <= 127, 'expected a name of at most 127 bytes')

const query = z
  .string()
  .regex(/^\s*(select|with)\b/i, 'expected a query that begins with SELECT or WITH')
  // One statement, and no parameters: those belong to the trigger.
  .refine(text => !text.includes(';'), 'expected one statement without a semicolon')
  .refine(text => !/\$\d/.test(text), 'parameters such as $1 are not allowed; the trigger sets them')

/** `schema.table`, the parts of a name that itself has dots, or a query. */
const fromSchema = z.union([
  z
    .string()
    .min(1)
    .transform(text => ({ table: text.split('.') }))
    .pipe(z.object({ table: z.array(name).max(3) })),
  z.strictObject({ table: z.array(name).min(1).max(3) }),
  z.strictObject({ query }),
])

/** Forms of a moment. `timestamp` and `date` are taken as UTC; `unix_s` and `unix_ms` are whole numbers. */
const FORMS = ['timestamptz', 'timestamp', 'date', 'unix_s', 'unix_ms'] as const
const momentSchema = z.strictObject({ column: name, form: z.enum(FORMS).default('timestamptz') })
const valueSchema = z.strictObject({ column: name, type: z.enum(['text', 'number', 'boolean']).default('text') })
const propertiesSchema = z.record(z.string(), valueSchema).default({})
const textSchema = z.strictObject({ column: name })
const constantOrColumn = z.union([z.strictObject({ const: z.string().min(1) }), z.strictObject({ column: name })])
/** Money: `column` × `factor` are minor units, so 100 for a column in euros. */
const moneySchema = z.strictObject({
  column: name,
  factor: z.number().positive().default(1),
  currency: constantOrColumn,
})

const accountsSchema = z.strictObject({
  from: fromSchema,
  id: name,
  name: textSchema.optional(),
  plan: textSchema.optional(),
  country: textSchema.optional(),
  timeZone: textSchema.optional(),
  owner: textSchema.optional(),
  signedUpAt: momentSchema.optional(),
  renewsAt: momentSchema.optional(),
  churnedAt: momentSchema.optional(),
  mrr: moneySchema.optional(),
  properties: propertiesSchema,
})

const eventsSchema = z.strictObject({
  from: fromSchema,
  /** The event's own id: unique among the rows of this entry. */
  id: name,
  account: name,
  kind: constantOrColumn,
  at: momentSchema,
  value: textSchema.optional(),
  properties: propertiesSchema,
})

/** Earlier and present states of objects: one row a stay, `until` NULL while it lasts. */
const staysSchema = z.strictObject({
  from: fromSchema,
  object: name,
  state: name,
  since: momentSchema,
  until: momentSchema,
})

const objectsSchema = z.strictObject({
  from: fromSchema,
  id: name,
  account: name,
  kind: constantOrColumn,
  state: textSchema.optional(),
  /** When the present state began; not needed where there are `stays`. */
  since: momentSchema.optional(),
  openedAt: momentSchema.optional(),
  closedAt: momentSchema.optional(),
  dueAt: momentSchema.optional(),
  lane: textSchema.optional(),
  amount: moneySchema.optional(),
  properties: propertiesSchema,
  stays: staysSchema.optional(),
})

const contactsSchema = z.strictObject({
  from: fromSchema,
  id: name,
  account: name,
  name: textSchema.optional(),
  email: textSchema.optional(),
  timeZone: textSchema.optional(),
  locale: textSchema.optional(),
  consent: textSchema.optional(),
})

/** Where accounts and what happened to them lie in the customer's own tables. Written by an administrator. */
export const warehouseMappingSchema = z.strictObject({
  accounts: accountsSchema,
  events: z.array(eventsSchema).default([]),
  objects: z.array(objectsSchema).default([]),
  contacts: z.array(contactsSchema).default([]),
})
export type WarehouseMapping = z.infer<typeof warehouseMappingSchema>
export type MappedFrom = z.infer<typeof fromSchema>
export type MappedMoment = z.infer<typeof momentSchema>
export type MappedMoney = z.infer<typeof moneySchema>
export type MappedEvents = z.infer<typeof eventsSchema>
export type MappedObjects = z.infer<typeof objectsSchema>
export type ConstantOrColumn = z.infer<typeof constantOrColumn>

/** A mapping out of JSON; a failure names the place that does not fit and what was expected there. */
export function parseMapping(json: unknown): Result<WarehouseMapping> {
  const parsed = warehouseMappingSchema.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const issue = parsed.error.issues[0]
  return fail(
    'invalid',
    'The mapping of the warehouse cannot be used.',
    `At ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'invalid'}.`,
    'Correct the file and try again.',
  )
}
