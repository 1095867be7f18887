import { oc } from '@orpc/contract'
import { z } from 'zod'
import { failureSchema } from '../failure.ts'
import type { Read } from './whole/reads.ts'

/**
 * How a call is declared. Server and client types, validation, the command line's help and the page's invalidation are
 * derived from it: `reads` names everything whose change makes an answer stale. A test traces the statements behind each
 * call (test/unit/api/reads.test.ts) and fails where the two differ, so nobody needs to remember.
 */
export interface CallMeta {
  reads?: readonly Read[]
  /** One line for the command line's help. */
  about?: string
}

const base = oc
  .$meta<CallMeta>({})
  // One error for everything the world can do to us; bugs stay INTERNAL_SERVER_ERROR.
  .errors({ FAILED: { status: 422, message: 'failed', data: failureSchema } })

export const call = (about: string, ...reads: Read[]) => base.meta({ about, reads })
export const nothing = z.object({})
export const issueId = z.int().positive()
export const done = z.object({ journalId: z.string() })
export const page = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) }
