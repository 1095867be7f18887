import { z } from 'zod'
import { text } from './values.ts'

const exampleSchema = z.object({ line: z.int(), text })

/** What a reading made of one column of a stream: said after every import, kept for the source's card. */
export const columnReportSchema = z.object({
  /** Null: the row as a whole, such as one with too few cells. */
  column: text.nullable(),
  reads: z.enum(['read', 'partly', 'not']),
  /** What its cells are read as, in words. */
  as: text,
  /** The fields that it fills; empty where no field takes it. */
  fields: z.array(text),
  /** Rows whose cell could not be read. */
  rows: z.int(),
  /** Cells with a word for none, or with a date that no day had, which are read as blank. */
  blank: z.int(),
  /** Cells that could not be read, or failing those, cells that are read as blank. */
  examples: z.array(exampleSchema),
  /** What to do about it. */
  todo: text.nullable(),
})
export type ColumnReport = z.infer<typeof columnReportSchema>
