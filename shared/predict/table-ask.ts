import { z } from 'zod'
import { text } from '../model/values.ts'
import { answersSchema } from '../source/cell-format.ts'

const column = text.min(1)

/** Which table is judged: a file with one row for each case, and which of its columns say what. */
export const tableAskSchema = z.strictObject({
  file: z.string().min(1),
  /** The column that is to be predicted. */
  label: column,
  /** Its value that counts as “it came true”, where the column is not yes or no. */
  positive: column.optional(),
  /** When a row was: models then learn from earlier rows only. Absent: rows have no order. */
  time: column.optional(),
  /** Names an account, for example: rows of one are never learned from and judged by at once. */
  group: column.optional(),
  /** Columns that are not to be used. */
  without: z.array(column).default([]),
  folds: z.int().min(2).max(20).default(5),
  /** Another seed parts the rows in another way. */
  seed: z.int().default(1),
  answers: answersSchema.default({}),
})
export type PredictTableAsk = z.infer<typeof tableAskSchema>
/** The same as it is asked: what has a default may be left out. */
export type PredictTableAskInput = z.input<typeof tableAskSchema>
