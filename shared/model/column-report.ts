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
  /** Rows whose cell could not be read. Of an incremental stream since it was last read from its beginning. */
  rows: z.int(),
  /** Cells with a word for none, or with a date that no day had, which are read as blank. */
  blank: z.int(),
  /** Cells that could not be read, or failing those, cells that are read as blank. */
  examples: z.array(exampleSchema),
  /** What to do about it. */
  todo: text.nullable(),
})
export type ColumnReport = z.infer<typeof columnReportSchema>

/** Reports of which each has something of its own to say, and names of columns of which the same is to be said. */
export function apartOf(columns: readonly ColumnReport[]): {
  told: ColumnReport[]
  alike: { names: string[]; todo: string }[]
} {
  const isAlike = ({ column, reads, examples }: ColumnReport) =>
    column !== null && reads === 'not' && examples.length === 0
  const alike = Map.groupBy(columns.filter(isAlike), ({ todo }) => todo ?? '')
  return {
    told: columns.filter(report => !isAlike(report)),
    alike: [...alike].map(([todo, all]) => ({ names: all.map(({ column }) => column ?? ''), todo })),
  }
}
