import { z } from 'zod'
import type { Guardrails } from '../../../../shared/model/guardrails.ts'
import { type Verdict, verdictSchema } from '../../../../shared/model/intervention.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../../cache/db.ts'
import { programOf } from '../../playbook/run-program.ts'
import { contactsByIds } from '../contact-rows.ts'
import { gatherMany } from '../facts.ts'
import { byKey, list } from '../facts-keys.ts'
import { type IssueRow, issuesByIds } from '../issue-rows.ts'
import { decideLeave, type Facts, preflight } from '../preflight.ts'
import type { Question } from '../question.ts'
import { guardrailsOf } from '../settings.ts'
import type { ExposedBy } from './exposure.ts'

/** A start of a held-out account whose turn would have come. */
interface WaitingGhost {
  id: string
  accountId: number
  issueId: number
  contactId: number | null
  playbookId: string
  playbookVersion: number
  act: ExposedBy
  position: number | null
  /** What preflight answered at the start, as JSON: which checks a person set aside. */
  answers: string | null
}

/** Looked at in one transaction; the next ones have theirs. */
const MOST = 200

const waitingGhosts = (now: number) =>
  query<WaitingGhost>(
    `SELECT e.intervention_id AS id, e.account_id AS accountId, e.issue_id AS issueId, i.contact_id AS contactId,
       e.playbook_id AS playbookId, e.playbook_version AS playbookVersion, e.act, e.position,
       (SELECT v.answers FROM verdict v WHERE v.intervention_id = e.intervention_id ORDER BY v.at LIMIT 1) AS answers
     FROM exposure e INDEXED BY exposure_due JOIN intervention i ON i.id = e.intervention_id
     WHERE e.due_at <= ? AND i.recalled_at IS NULL ORDER BY e.due_at, e.intervention_id LIMIT ${MOST}`,
    [now],
  )

/** Whether the turn of any held-out account has come. */
export const isGhostDue = (db: ReadDb, now: number): boolean => db.get(waitingGhosts(now)) !== undefined

/**
 * Looks at held-out accounts at the moment at which they would have been written to: the preflight of every message that
 * leaves, but for the arm. Those that pass are ghost sends (G. A. Johnson, R. A. Lewis, E. I. Nubbemeyer, 2017, "Ghost
 * ads"): the counterpart in the control group of what left. What must wait is looked at again, what is refused never is.
 * Nobody releases a ghost, so approval is left out; `exposure.approval` says where it was needed. Returns how many were
 * looked at.
 */
export function lookAtGhosts(tx: WriteDb, now: number): number {
  const rows = tx.all(waitingGhosts(now))
  if (rows.length === 0) return 0
  const rules = guardrailsOf(tx)
  const issues = byKey(tx.all(issuesByIds(list(rows.map(({ issueId }) => issueId)))), ({ id }) => id)
  const contacts = byKey(tx.all(contactsByIds(list(rows.flatMap(({ contactId }) => contactId ?? [])))), ({ id }) => id)
  for (const row of rows) {
    const issue = issues.get(row.issueId)
    const contact = row.contactId === null ? null : (contacts.get(row.contactId) ?? null)
    const answer = issue ? answerOf(tx, row, { issue, contact }, rules, now) : NEVER
    tx.run(
      statement('UPDATE exposure SET exposed_at = ?, ghost = ?, due_at = ? WHERE intervention_id = ?', [
        answer.leaves ? now : null,
        Number(answer.leaves),
        answer.dueAt,
        row.id,
      ]),
    )
  }
  return rows.length
}

const NEVER = { leaves: false, dueAt: null }

function answerOf(
  db: ReadDb,
  row: WaitingGhost,
  { issue, contact }: Pick<Question, 'issue' | 'contact'>,
  rules: Guardrails,
  now: number,
): { leaves: boolean; dueAt: number | null } {
  const decision = decideLeave(standingOf(row, verdictsOf(db, row, { issue, contact }, rules, now)), [])
  if (decision.leaves === 'now') return { leaves: true, dueAt: null }
  return { leaves: false, dueAt: decision.at === null ? null : Math.max(decision.at, now + 1) }
}

/** For a fix, only its purpose counts, as before it is carried out (`recheck.ts`). */
const OF_FIX = new Set(['condition', 'issue_open'])

function verdictsOf(
  db: ReadDb,
  row: WaitingGhost,
  { issue, contact }: { issue: IssueRow; contact: Question['contact'] },
  rules: Guardrails,
  now: number,
): Verdict[] {
  const written = row.position === null ? undefined : programOf(db, row)?.[row.position]
  const { topic, channel } = written?.op === 'outreach' ? written.step : { topic: 'service', channel: 'email' }
  const self = { interventionId: row.id, outboxId: Number.MAX_SAFE_INTEGER }
  const question: Question = { issue, contact, playbookId: row.playbookId, topic, channel, arm: 'treatment', self }
  const [facts] = gatherMany(db, [question], rules, now)
  if (!facts) throw new Error('one question has one answer')
  const verdicts = preflight(withGhosts(db, row, facts, rules, now), rules, now)
  return row.act === 'fix' ? verdicts.filter(({ check }) => OF_FIX.has(check)) : verdicts
}

const ghostsSent = ({ accountId, contactId, id }: WaitingGhost, from: number) =>
  query<{ at: number }>(
    `SELECT e.exposed_at AS at FROM exposure e INDEXED BY exposure_account
       JOIN intervention i ON i.id = e.intervention_id
     WHERE e.account_id = ? AND e.ghost = 1 AND e.act = 'message' AND e.exposed_at > ? AND i.contact_id IS ?
       AND i.recalled_at IS NULL AND e.intervention_id <> ?`,
    [accountId, from, contactId, id],
  )

/** The messages that a held-out contact would have had count against its cap, or it would have more than the others. */
function withGhosts(db: ReadDb, row: WaitingGhost, facts: Facts, rules: Guardrails, now: number): Facts {
  const ghosts = db.all(ghostsSent(row, now - rules.frequencyCap.days * DAY))
  return { ...facts, otherSends: [...facts.otherSends, ...ghosts.map(({ at }) => at)] }
}

const answersSchema = z.array(verdictSchema)

/** What still stands: checks that a person set aside at the start stay set aside. */
function standingOf({ answers }: WaitingGhost, verdicts: readonly Verdict[]): Verdict[] {
  const aside = new Map(
    answersSchema.parse(JSON.parse(answers ?? '[]')).map(({ check, overridden }) => [check, overridden]),
  )
  return verdicts.filter(({ check }) => check !== 'approval' && (aside.get(check) ?? null) === null)
}
