import { z } from 'zod'

export const exampleSchema = z.object({ line: z.int(), text: z.string() })

/** What there is to say of a column before anything of it is kept. */
export const columnFindingSchema = z.object({
  column: z.string(),
  /** Cells that do not fit the type, and the first of them. */
  odd: z.int(),
  examples: z.array(exampleSchema),
  /** Cells with a word for none, such as `n/a`. */
  blankWords: z.int(),
  /** What speaks for the way it is read, or against reading it as more than text. */
  note: z.string().nullable(),
})
export type ColumnFinding = z.infer<typeof columnFindingSchema>
