import { z } from 'zod'
import { id, ms, optionalMs, text } from '../model/values.ts'

/** The longest note, in characters. */
export const LONGEST_NOTE = 4_000
/** What a person writes as a note. */
export const noteTextSchema = z.string().trim().min(1).max(LONGEST_NOTE)

/** A note of a colleague, about an account or about one of its issues. */
export const noteSchema = z.object({
  id,
  accountId: id,
  /** Null where the note is about the account as a whole. */
  issueId: id.nullable(),
  issueTitle: z.string().nullable(),
  author: text,
  at: ms,
  editedAt: optionalMs,
  text,
  /** Colleagues whom it mentions. */
  mentions: z.array(text),
})
export type Note = z.infer<typeof noteSchema>

/** An issue, or an account as a whole. */
export const subjectSchema = z.union([z.strictObject({ issueId: id }), z.strictObject({ accountId: id })])
export type DeskSubject = z.infer<typeof subjectSchema>
