import type { Category, Outcome } from '../../../shared/vocabulary.ts'

/** What starts share: many starts refer to one kind, so that a hundred thousand of them need no strings of their own. */
export interface StartKind {
  triggerId: string
  playbookId: string
  category: Category
  startedBy: string
  proposal: Outcome | null
  judged: Outcome | null
}

/** One start of a playbook that was not recalled, as it was assigned. UTC ms. */
export interface CohortRow {
  accountId: number
  kind: StartKind
  /** 1: treated, as assigned; 0: control. */
  treated: 0 | 1
  /** The start: as-assigned comparisons count from here. */
  assignedAt: number
  /** When the first message or fix left, or would have left; null: not yet, or never. */
  exposedAt: number | null
  /** 1: belongs to the comparison of those who were or would have been written to. */
  comparable: 0 | 1
  windowEndsAt: number
  contactedAt: number | null
  /** When the account wrote about our message rather than about the trouble. */
  inducedAt: number | null
  metricMetAt: number | null
  churnedAt: number | null
  /** Messages that left; 0 where only a fix did, null where nothing did. */
  messages: number | null
  issueId: number
  issueOpenedAt: number
  issueClosedAt: number | null
  minutes: number
}
