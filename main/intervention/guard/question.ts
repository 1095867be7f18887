import type { HeldBy } from '../../../shared/intervention/arm.ts'
import { plainAddress } from '../../../shared/person/address.ts'
import type { Arm } from '../../../shared/vocabulary.ts'
import type { ContactRow } from './contact-rows.ts'
import type { IssueRow } from './issue-rows.ts'

/** What preflight is asked about. */
export interface Question {
  issue: IssueRow
  contact: ContactRow | null
  playbookId: string
  topic: string
  arm: Arm
  /** Whose control group the account is in; the holdout's unless said otherwise. */
  heldBy?: HeldBy | null
  /** The message that is looked at again after it waited: it does not count against itself. */
  self: { interventionId: string; outboxId: number } | null
  /** How it travels; by e-mail unless said otherwise. */
  channel?: string
  /** Where to, on a channel that is not e-mail. */
  address?: string | null
  /** For a message that is not queued yet: what decides whether it needs approval. */
  asks?: ApprovalAsk
}

/** The playbook's version, how many are started together, and the intervention where it runs already. */
export interface ApprovalAsk {
  playbookVersion: number
  together: number
  interventionId?: string
}

/** Where a message to a contact goes: its e-mail address, or what the channel uses instead. */
export const addressOf = ({ contact, address }: Question): string | null =>
  (address === undefined ? contact?.email : address)?.trim() || null

/** The lane of a question's address; empty where it has none. */
export const lanesOf = (question: Question): string[] => {
  const address = addressOf(question)
  return address === null ? [] : [plainAddress(address)]
}
