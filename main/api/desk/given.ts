import type { DeskSubject } from '../../../shared/desk/note.ts'

/** An issue or an account as commands are given it. */
export const given = (of: DeskSubject): { issue: number } | { account: number } =>
  'issueId' in of ? { issue: of.issueId } : { account: of.accountId }
