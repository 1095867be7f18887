import type { ProvokedTicket } from '../../../shared/source/sample-config.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import type { ObjectRecord } from '../../record/record.ts'
import { type SampleShape, STREAM } from './episode.ts'
import { random } from './prng.ts'
import { accountIndex, profile } from './profile.ts'
import { maker } from './things.ts'

/**
 * Share of messages about which their account writes within 72 hours, by playbook: what speaks of money, a sign-in or a
 * change looks like a scam to some, or leaves them with a question.
 */
const PUZZLING: Readonly<Record<string, number>> = {
  'payment-check': 0.08,
  'access-check': 0.08,
  'card-update': 0.06,
  'payment-new-card': 0.06,
  'change-notice': 0.05,
}
const PUZZLING_OTHERWISE = 0.02

/** Share of accounts of the segment below whom a message about their usage annoys into a contact: harm. */
const ANNOYING = 0.12
const isAnnoyed = (category: Category, plan: string): boolean => category === 'usage' && plan === 'Starter'

/** A message that reached an account of the shop. */
export interface ProvokingMessage {
  playbookId: string
  category: Category
  /** UTC ms. */
  at: number
}

/** A contact that would not be without the message; `isAbout`: it is about the message itself. */
export interface ProvokedContact {
  at: number
  isAbout: boolean
}

/** The contacts that a message itself causes at account `index`. Only the simulator knows them for both arms. */
export function provokedContacts(shape: SampleShape, index: number, message: ProvokingMessage): ProvokedContact[] {
  const draw = random(shape.seed, index, STREAM.provoked, Math.floor(message.at / DAY))
  const [puzzles, annoys] = [draw.next(), draw.next()]
  const [asked, complained] = [draw.between(1, 71) * HOUR, draw.between(0.5, 6) * DAY]
  const { plan } = profile(shape.seed, index)
  return [
    ...(puzzles < (PUZZLING[message.playbookId] ?? PUZZLING_OTHERWISE) ? [{ after: asked, isAbout: true }] : []),
    ...(isAnnoyed(message.category, plan) && annoys < ANNOYING ? [{ after: complained, isAbout: false }] : []),
  ].map(({ after, isAbout }) => ({ at: Math.floor(message.at + after), isAbout }))
}

/** The ticket of such a contact. It is over after a working day. */
export function provokedTicket({ seed, now }: SampleShape, { account, at, subject }: ProvokedTicket): ObjectRecord {
  const solvedAt = at + 9 * HOUR
  const isSolved = solvedAt <= now
  return maker(profile(seed, accountIndex(account)))('ticket', `W${at}`, {
    state: isSolved ? 'solved' : 'open',
    openedAt: at,
    closedAt: isSolved ? solvedAt : null,
    properties: { subject, channel: 'email' },
  })
}

/** What an annoyed customer writes. */
export const COMPLAINT = 'Please stop these messages'
