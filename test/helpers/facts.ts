import type { Facts } from '../../main/intervention/guard/preflight.ts'

/** Somebody who can be written to, without a word said for or against it. */
export const aRecipient = (changes: Partial<NonNullable<Facts['recipient']>> = {}): Facts['recipient'] => ({
  address: 'ada@example.com',
  consent: null,
  topicConsent: null,
  refusedElsewhere: false,
  timeZone: null,
  ...changes,
})

/** Facts under which every check passes, at noon UTC. */
export const someFacts = (changes: Partial<Facts> = {}): Facts => ({
  liveSignals: 1,
  lastClearedAt: null,
  issue: { state: 'open', closedBecause: null },
  arm: 'treatment',
  heldBy: null,
  recipient: aRecipient(),
  topic: 'service',
  channel: 'email',
  accountTimeZone: null,
  suppression: null,
  otherSends: [],
  openTickets: 0,
  openTicketSince: null,
  recentContact: null,
  duplicateAt: null,
  harm: null,
  approval: { needs: [], answer: null },
  ...changes,
})
