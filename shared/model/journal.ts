import { z } from 'zod'
import { ms, optionalText, text } from './values.ts'

/** One decision. `hash` covers the row and the hash of the row of its device before it. */
export const journalRowSchema = z.object({
  seq: z.int(),
  id: text,
  actor: text,
  device: text,
  at: ms,
  command: text,
  /** Rows are named by ids that are the same on every computer; in version 1 by their numbers on this one. */
  args: z.json(),
  /** The command that would take it back, where there is one. */
  undo: z.object({ command: text, args: z.json() }).nullable(),
  /** The id of the decision that this one takes back. */
  undoes: optionalText,
  /** How the row is written. */
  version: z.int(),
  hash: text,
})
export type JournalRow = z.infer<typeof journalRowSchema>

/** A decision as a screen shows it, with the numbers that what it names has on this computer. */
export const journalEntrySchema = journalRowSchema.extend({
  issues: z.array(z.int()),
  /** Messages and fixes of the outbox. */
  messages: z.array(z.int()),
  /** What people call the accounts, contacts, incidents, outages and sources that it names. */
  named: z.array(text),
})
export type JournalEntry = z.infer<typeof journalEntrySchema>

/** The chain of one device: how many of its rows are as they were written, and the number of the first that is not. */
export const chainViewSchema = z.object({
  device: text,
  rows: z.int(),
  intact: z.boolean(),
  brokenAt: z.int().nullable(),
})
export type ChainView = z.infer<typeof chainViewSchema>

/**
 * Whether the journal still holds the rows that were its last ones when it was looked at before: `none`: nobody has kept
 * them; `cut`: the row `at` is gone or another one; `changed`: what was kept cannot be trusted.
 */
export const anchoredSchema = z.object({
  ends: z.enum(['none', 'kept', 'cut', 'changed']),
  /** By a key of this computer's keychain. */
  signed: z.boolean(),
  at: z.int().nullable(),
})
export type Anchored = z.infer<typeof anchoredSchema>

/** The same of the whole journal, and of each chain. */
export const chainsSchema = chainViewSchema.omit({ device: true }).extend({
  /** Rows from which a person was erased, and which say what the seal over them says. */
  erased: z.int(),
  chains: z.array(chainViewSchema),
})
export type ChainsState = z.infer<typeof chainsSchema>

/**
 * What the workspace has, held against what its decisions come to when they are carried out again. `refused`: decisions
 * that today's data no longer allow; `different`: the first of those that `differs` counts.
 */
export const effectsSchema = z.object({
  replayed: z.int(),
  refused: z.int(),
  differs: z.int(),
  different: z.array(text),
})
export type Effects = z.infer<typeof effectsSchema>
/** `effects`: null where nobody asked for a replay. */
export const journalStateSchema = chainsSchema.extend({ anchor: anchoredSchema, effects: effectsSchema.nullable() })
export type JournalState = z.infer<typeof journalStateSchema>
