import { z } from 'zod'
import { isTimeZone } from '../local-time.ts'
import { isCurrency } from '../money.ts'

/**
 * How a date is written. `iso` takes `2024-12-31`, with a time and an offset where given; without offset it is UTC.
 * `dmy`, `mdy` and `ymd` take any date that people and programs write, also with two-digit years, names of months and
 * AM or PM; they say which number comes first where the numbers alone do not tell. `ask` is none yet: both orders fit
 * the whole column, and nothing is read by it before a person has said which one is meant.
 */
export const DATE_FORMATS = [
  'iso',
  'dd/mm/yyyy',
  'mm/dd/yyyy',
  'dd.mm.yyyy',
  'dmy',
  'mdy',
  'ymd',
  'excel',
  'unix_s',
  'unix_ms',
  'unix_us',
  'ask',
] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

/** What a dot or a comma before exactly three digits means; any other number is clear. `ask`: see `DATE_FORMATS`. */
export const DECIMALS = ['point', 'comma', 'ask'] as const
export type Decimal = (typeof DECIMALS)[number]

/** Which number of a date comes first, where a person must say so. */
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const
export type DateOrder = (typeof DATE_ORDERS)[number]

/** How the cells of a column are written, beside the type that they are read as. */
export const cellFormat = {
  format: z.enum(DATE_FORMATS).optional(),
  decimal: z.enum(DECIMALS).optional(),
}

/** What a file's own bytes do not tell for certain. */
export const fileShape = {
  /** The only one that bytes do not tell. For a file that is not UTF-8; one that is, is read as UTF-8 nevertheless. */
  encoding: z.enum(['windows-1252']).optional(),
  /** How a quote stands in a cell that is in quotes. Absent: twice (RFC 4180), or as the whole file tells. */
  quotes: z.enum(['backslash']).optional(),
  /** Line of the column names. Absent: found. */
  header: z.int().positive().optional(),
}

export type FileShape = z.infer<z.ZodObject<typeof fileShape>>

/** What a person says where a file does not: for every column that asks. */
export const answersSchema = z.object({
  dateOrder: z.enum(DATE_ORDERS).optional(),
  decimal: z.enum(['point', 'comma']).optional(),
  /** For amounts that name none (ISO 4217). */
  currency: z.string().refine(isCurrency, 'expected a code of ISO 4217, such as EUR').optional(),
  /** For times without an offset (IANA). */
  zone: z.string().refine(isTimeZone, 'expected a time zone, such as Europe/Berlin').optional(),
  ...fileShape,
})
export type Answers = z.infer<typeof answersSchema>
/** Before and from here on, a moment in data about customers is hardly true: a counter that began, or a year mistyped. */
export const PLAUSIBLE = { from: Date.UTC(1990, 0, 1), until: Date.UTC(2100, 0, 1) }

/** Whether a moment (UTC ms) can be one of a customer's life. */
export const isPlausible = (at: number): boolean => at >= PLAUSIBLE.from && at < PLAUSIBLE.until
