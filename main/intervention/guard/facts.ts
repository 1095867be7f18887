import type { Guardrails } from '../../../shared/model/guardrails.ts'
import type { Arm, Category, IssueState } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { domainOf, laneOf } from './address.ts'
import { gatherMany } from './facts-many.ts'
import type { Facts } from './preflight.ts'
import { guardrailsOf } from './settings.ts'

export { laneOf }

export interface ContactRow {
  id: number
  name: string | null
  email: string | null
  timeZone: string | null
  locale: string | null
  consent: number | null
}

export interface IssueRow {
  id: number
  accountId: number
  state: IssueState
  title: string
  category: Category
  /** The playbook that the issue's strongest trigger names. */
  playbookId: string
  closedBecause: string | null
  /** Counts people's changes; an undo made from an older version is refused. */
  version: number
}

/** What preflight is asked about. */
export interface Question {
  issue: IssueRow
  contact: ContactRow | null
  playbookId: string
  topic: string
  arm: Arm
  /** The message that is looked at again after it waited: it does not count against itself. */
  self: { interventionId: string; outboxId: number } | null
  /** How it travels; by e-mail unless said otherwise. */
  channel?: string
  /** Where to, on a channel that is not e-mail. */
  address?: string | null
  /** Of a message that is not queued yet: what decides whether it needs approval. */
  asks?: Asks
}

/** The playbook's version, how many are started together, and the intervention where it runs already. */
export interface Asks {
  playbookVersion: number
  together: number
  interventionId?: string
}

const CONTACT = 'id, name, email, time_zone AS timeZone, locale, consent'

export const contactsOf = (accountId: number) =>
  query<ContactRow>(`SELECT ${CONTACT} FROM contact WHERE account_id = ? ORDER BY id`, [accountId])

export const contactById = (id: number) => query<ContactRow>(`SELECT ${CONTACT} FROM contact WHERE id = ?`, [id])

/** Contacts by a JSON list of ids. */
export const contactsByIds = (ids: string) =>
  query<ContactRow>(`SELECT ${CONTACT} FROM contact WHERE id IN (SELECT value FROM json_each(?))`, [ids])

const ISSUE = `id, account_id AS accountId, state, title, category, playbook_id AS playbookId,
  closed_because AS closedBecause, version`

export const issueById = (id: number) => query<IssueRow>(`SELECT ${ISSUE} FROM issue WHERE id = ?`, [id])

/** Issues by a JSON list of ids. */
export const issuesByIds = (ids: string) =>
  query<IssueRow>(`SELECT ${ISSUE} FROM issue WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, [ids])

/** An address may be suppressed by itself or (`@example.com`) with everybody of its domain. */
export const suppressionOf = (address: string) =>
  query<{ address: string; reason: string }>(
    'SELECT address, reason FROM suppression WHERE address IN (?, ?) ORDER BY length(address) DESC LIMIT 1',
    [laneOf(address), domainOf(address)],
  )

/** Reads everything that preflight decides on, as it is at `now`. */
export function gatherFacts(db: ReadDb, question: Question, now: number): { facts: Facts; guardrails: Guardrails } {
  const guardrails = guardrailsOf(db)
  const [facts] = gatherMany(db, [question], guardrails, now)
  if (!facts) throw new Error('one question has one answer')
  return { facts, guardrails }
}
