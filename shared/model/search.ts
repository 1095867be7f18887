import { z } from 'zod'

/** What can be found by its words. */
export const FOUND_KINDS = ['account', 'issue', 'contact', 'object', 'message', 'note'] as const

/** Something that was found: `accountId` is the account that it belongs to, in the form that is in use today. */
export const hitSchema = z.object({
  kind: z.enum(FOUND_KINDS),
  id: z.int(),
  accountId: z.int(),
  title: z.string(),
  detail: z.string(),
})
export type Hit = z.infer<typeof hitSchema>
