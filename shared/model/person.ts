import { z } from 'zod'
import { id, ms, optionalMs, text } from './values.ts'

/** Whose data: a whole account, or one contact of one. */
export const personSchema = z.object({ kind: z.enum(['account', 'contact']), id })
export type Person = z.infer<typeof personSchema>

const counted = z.object({ what: text, rows: z.int() })

/** A definition whose id is made of a person's name. */
export const namedIdSchema = z.object({ what: z.enum(['trigger', 'playbook']), id: text })
export type NamedId = z.infer<typeof namedIdSchema>

/** What an erasure would take away. */
export const erasurePlanSchema = z.object({
  /** An account that is one person goes with its contact. */
  kind: z.enum(['account', 'contact']),
  /** To be typed before anything goes. */
  name: text,
  rows: z.array(counted),
  /** Sources that have the person, by name. */
  sources: z.array(text),
  /** Ids that are made of the person's name. An erasure does not change them, so they must be replaced by hand. */
  namedIds: z.array(namedIdSchema),
  /** Whether one of their addresses is remembered as one that is never written to. */
  saidNo: z.boolean(),
  /** Backups that hold the person; new ones take their place at the end. */
  backups: z.array(z.object({ at: ms, bytes: z.int() })),
  /** Null where the person at this desk may erase; otherwise why not. */
  refused: text.nullable(),
})
export type ErasurePlan = z.infer<typeof erasurePlanSchema>

/** Where a person's data were written, and how many rows. */
export const exportedSchema = z.object({ dir: text, rows: z.int() })
export type Exported = z.infer<typeof exportedSchema>

export const erasureSchema = z.object({
  /** A hash; nothing says any more who it was. */
  id: text,
  kind: z.enum(['account', 'contact']),
  /** `again`: a restored backup may have the person; `rows`, `mentions`, `file`: under way; `done`. */
  state: z.enum(['again', 'rows', 'mentions', 'file', 'done']),
  askedBy: text,
  askedAt: ms,
  endedAt: optionalMs,
  /** Rows that went or were emptied, by table. */
  removed: z.record(text, z.int()),
  /** Sources that still had the person, and when they were last seen there. */
  sources: z.array(z.object({ name: text, at: ms })),
})
export type Erasure = z.infer<typeof erasureSchema>
