import { z } from 'zod'
import { text } from './values.ts'

/** What the doctor looks for. */
export const DOCTOR_CHECKS = [
  'implausible_dates',
  'equal_columns',
  'currencies_without_rate',
  'revenue_not_added_up',
  'contacts_without_address',
  'lagging_streams',
  'triggers_without_source',
  'duplicate_accounts',
  'several_spellings',
  'units_off',
  'assumed_values',
  'amounts_in_minor_units',
] as const
export type DoctorCheck = (typeof DOCTOR_CHECKS)[number]

/** Something about a workspace's data that is hardly true, with what to do. */
export const findingSchema = z.object({
  check: z.enum(DOCTOR_CHECKS),
  /** One sentence: `3 accounts renew after the year 2100.` */
  what: text,
  /** What it does to the product's answers. */
  why: text,
  todo: text,
  /** How many rows it is about. */
  count: z.int().min(1),
  /** Two of them, by ids and values at their source; never a person's address. */
  examples: z.array(text).max(2),
  /** The source that they come from, where it is one. */
  sourceId: z.int().nullable(),
})
export type Finding = z.infer<typeof findingSchema>

export const examinationSchema = z.object({
  /** Rows that were looked over, by table. */
  looked: z.object({ accounts: z.int(), contacts: z.int(), objects: z.int(), events: z.int() }),
  findings: z.array(findingSchema),
})
export type Examination = z.infer<typeof examinationSchema>
