import { z } from 'zod'
import { id, optionalMs, text } from '../model/values.ts'
import { REACHES } from './pick.ts'

/** What starting the playbook of an issue would come to now, as preflight says. */
export const issueReachSchema = z.object({
  issueId: id,
  reach: z.enum(REACHES),
  /** Workspace time from which it may leave; null where nothing is waited for, or only a person. */
  at: optionalMs,
  /** What stands in the way, in words; empty where nothing does. */
  why: text,
  playbookId: text,
})
export type IssueReach = z.infer<typeof issueReachSchema>
