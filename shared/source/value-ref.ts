import { z } from 'zod'
import { cellFormat } from './cell-format.ts'

export const COLUMN_TYPES = ['text', 'integer', 'number', 'boolean', 'date', 'money'] as const
export type ColumnType = (typeof COLUMN_TYPES)[number]

/** A JMESPath expression over the row. */
export const expressionSchema = z.string().min(1).max(2_000)
/** The longest name by which a mapping can name a column. */
export const LONGEST_COLUMN = 500
const column = z.string().min(1).max(LONGEST_COLUMN)

export const MONEY_UNITS = ['minor', 'decimal', 'thousands', 'millions'] as const
export type MoneyUnit = (typeof MONEY_UNITS)[number]

/** How a raw value is read, wherever it stands. `map` translates its text first: `*` is anything else, `` (empty) a blank. */
const reading = {
  /** Absent: what the field needs; text, or the number or truth value that JSON has, where nothing is needed. */
  type: z.enum(COLUMN_TYPES).optional(),
  ...cellFormat,
  /** For money: an ISO 4217 code; beside a column or an expression, the one for rows that name none. */
  currency: z.string().length(3).optional(),
  /** For money: the column, or the expression, that names each row's own currency. */
  currencyField: column.optional(),
  currencyPath: expressionSchema.optional(),
  /** For money: written in minor units (cents), as a decimal number, or in thousands or millions of it. */
  unit: z.enum(MONEY_UNITS).optional(),
  /** For money that is said for a year: the twelfth of it is kept. */
  per: z.enum(['month', 'year']).optional(),
  /** For times without an offset: the expression that names the zone or the country in which the clock hung. */
  zone: expressionSchema.optional(),
  map: z.record(z.string(), z.string()).optional(),
  /** What is taken for granted by reading the value so, in a sentence: the report says it beside its rows. */
  assumes: z.string().min(1).max(300).optional(),
}

const constantSchema = z.strictObject({ const: z.union([z.string(), z.number(), z.boolean()]) })
const columnSchema = z.strictObject({ field: column, ...reading })
const pathSchema = z.strictObject({ path: expressionSchema, ...reading })
const single = [expressionSchema, constantSchema, columnSchema, pathSchema] as const
const CHOICE = 'expected either a column (field), an expression (path) or a constant (const)'
const singleSchema = z.union(single, CHOICE)

/** Values of which the first that a row has counts. */
const most = 10

/**
 * Where a value comes from: a bare expression, a constant, a column by its very name, an expression with the way to read
 * it, or the first of several that is there.
 */
export const valueRefSchema = z.union(
  [...single, z.strictObject({ first: z.array(singleSchema).min(1, 'expected at least one').max(most) })],
  CHOICE,
)
export type ValueRef = z.infer<typeof valueRefSchema>

/** What holds for a row: an expression, or a column in which it says yes, or has a date. */
export const rowTestSchema = z.union([expressionSchema, columnSchema], 'expected an expression or a column (field)')
export type RowTest = z.infer<typeof rowTestSchema>
export type SingleRef = z.infer<typeof singleSchema>
/** A value that is read from a row, as opposed to a constant. */
export type ReadRef = Extract<SingleRef, { field: string } | { path: string }>

/** A column that a mapping reads, and as what. */
export type ColumnRef = Extract<ReadRef, { field: string }> & { type: ColumnType }

const space = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_-]*$/, 'expected lower-case letters, digits, - and _')
const parts = z.array(singleSchema).min(1, 'expected at least one').max(20)
const identity = [
  ...single,
  /** An id with a space of its own: `contact:17` is never the account 17. */
  z.strictObject({ id: singleSchema, space }),
  /** Several columns that name a row together. */
  z.strictObject({ join: parts, space: space.optional() }),
  /**
   * No column names the row, so its content does: rows with the same content are one record. Each line of a file, and
   * each row of a system's page, is an event of its own unless `repeats` says that lines which come again are copies.
   */
  z.strictObject({
    content: z.union([parts, z.literal(true)]),
    space: space.optional(),
    repeats: z.enum(['each', 'one']).optional(),
  }),
  /** The same as `join` of these columns, as files said it before there was one language. */
  z.strictObject({ columns: z.array(column).min(1, 'expected at least one').max(20) }),
] as const

/** What names a record: it makes reading twice change nothing. */
export const idRefSchema = z.union(
  [
    ...identity,
    z.strictObject({ first: z.array(z.union(identity, CHOICE)).min(1, 'expected at least one').max(most) }),
  ],
  CHOICE,
)
export type IdRef = z.infer<typeof idRefSchema>
