import { referenceOf, referencesIn } from '../../shared/outbox/reference.ts'
import { HOUR } from '../../shared/trigger/duration.ts'

/** How long after a message a contact may be about that message. */
export const INDUCED_WITHIN = 72 * HOUR

/** A message that left. Times in UTC ms of the workspace. */
export interface SentMessage {
  interventionId: string
  key: string
  providerId: string | null
  subject: string
  sentAt: number
}

/** A ticket of the same account; `properties` is what its source said about it, as JSON. */
export interface LaterTicket {
  openedAt: number
  properties: string
}

/** How a contact is known to be about a message: its reference code, the headers of a reply, or its subject. */
export const INDUCED_BY = ['code', 'reply', 'subject'] as const
export type InducedBy = (typeof INDUCED_BY)[number]

/**
 * The message that a ticket is about, if it is about one that left within 72 hours before: it names the message's
 * reference code, its headers answer the message, or it has the message's subject. The surest sign counts, then the
 * newest message. What has no such sign is about the trouble.
 */
export function inducedBy(
  ticket: LaterTicket,
  messages: readonly SentMessage[],
  salt: string,
): { message: SentMessage; by: InducedBy } | null {
  const before = messages
    .filter(({ sentAt }) => sentAt < ticket.openedAt && ticket.openedAt <= sentAt + INDUCED_WITHIN)
    .sort((a, b) => b.sentAt - a.sentAt || (a.key < b.key ? -1 : 1))
  if (before.length === 0) return null
  const codes = new Set(referencesIn(salt, ticket.properties))
  const subject = plainSubject(subjectIn(ticket.properties))
  const signs: Record<InducedBy, (message: SentMessage) => boolean> = {
    code: ({ key }) => codes.has(referenceOf(salt, key)),
    // Message-IDs are made of the key; a provider's own id comes back in In-Reply-To or References.
    reply: ({ key, providerId }) =>
      ticket.properties.includes(key) ||
      (providerId !== null && providerId.length >= LONG && ticket.properties.includes(providerId)),
    subject: message => subject !== '' && plainSubject(message.subject) === subject,
  }
  for (const by of INDUCED_BY) {
    const message = before.find(signs[by])
    if (message) return { message, by }
  }
  return null
}

/** A short id, such as a helpdesk's number, occurs in a text by chance. */
const LONG = 12

function subjectIn(properties: string): string {
  const { subject, Subject, title } = JSON.parse(properties) as Record<'subject' | 'Subject' | 'title', unknown>
  const found = [subject, Subject, title].find(value => typeof value === 'string')
  return typeof found === 'string' ? found : ''
}

/** How mail programs mark an answer, in the languages of the starters and a few more. */
const ANSWER = /^\s*((re|aw|antw|sv|vs|rif|r|fwd?|wg|tr|rv|enc|i)\s*(\[\d+\])?\s*[:：]\s*)+/iu

const plainSubject = (subject: string): string => subject.replace(ANSWER, '').replace(/\s+/g, ' ').trim().toLowerCase()
