import { z } from 'zod'
import { ms, optionalText, text } from './values.ts'

/** One decision. `hash` covers the row and the hash of the row before it. */
export const journalRowSchema = z.object({
  seq: z.int(),
  id: text,
  actor: text,
  device: text,
  at: ms,
  command: text,
  args: z.json(),
  /** The command that would take it back, where there is one. */
  undo: z.object({ command: text, args: z.json() }).nullable(),
  /** The id of the decision that this one takes back. */
  undoes: optionalText,
  hash: text,
})
export type JournalRow = z.infer<typeof journalRowSchema>
