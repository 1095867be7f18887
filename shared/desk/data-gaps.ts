import { z } from 'zod'
import { optionalMs, text } from '../model/values.ts'

/** What a workspace's data lack, so that nobody takes silence for good news. */
export const dataGapsSchema = z.object({
  /** Anything was synced at all. */
  synced: z.boolean(),
  /** Some contact has an e-mail address. */
  contacts: z.boolean(),
  /** Some source brings tickets. */
  tickets: z.boolean(),
  /** Open issues whose account has nobody with an address; at most `MOST_COUNTED`. */
  unreachable: z.int(),
  /** The newest data of any source, UTC ms. */
  newestAt: optionalMs,
  /** Triggers that stay silent, each with what no source supplies. */
  silent: z.array(z.object({ triggerId: text, title: text, lacks: z.array(text) })),
})
export type DataGaps = z.infer<typeof dataGapsSchema>

/** Rows that are worth counting: more says nothing more. */
export const MOST_COUNTED = 1_000
