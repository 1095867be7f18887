import { z } from 'zod'
import type { Clock } from '../../shared/clock.ts'
import { overrideSchema } from '../../shared/model.ts'
import type { Arm } from '../../shared/vocabulary.ts'
import { query, type ReadDb, type WriteDb } from '../cache/db.ts'
import { contactById, gatherFacts, type IssueRow, issueById } from './facts.ts'
import { signalsOf } from './facts-sql.ts'
import { keepUnsent, keepVerdicts, reasonsOf, saying } from './ledger.ts'
import { decide, preflight, withOverrides } from './preflight.ts'
import { outreachOf } from './run-program.ts'

/** Whether a message that waited may still leave, why not, and (machine time, UTC ms) when to look again. */
export interface Rechecked {
  leave: 'now' | 'later' | 'refused'
  why: string | null
  atWall: number | null
  /** Keeps the answers; called in the transaction that acts on them. */
  keep(tx: WriteDb): void
}

interface StartedRow {
  issueId: number
  accountId: number
  contactId: number | null
  playbookId: string
  arm: Arm
  recalledAt: number | null
  startedBy: string
  overrides: string
  channel: string
  step: number
  kind: 'message' | 'action'
}

const startedBy = (outboxId: number) =>
  query<StartedRow>(
    `SELECT i.issue_id AS issueId, i.account_id AS accountId, i.contact_id AS contactId, i.playbook_id AS playbookId,
       i.arm, i.recalled_at AS recalledAt, i.started_by AS startedBy, o.overrides, o.channel, o.step, o.kind
     FROM outbox o JOIN intervention i ON i.id = o.intervention_id WHERE o.id = ?`,
    [outboxId],
  )

interface Item {
  id: number
  interventionId: string
  recipient: string
}

/** Preflight again, right before a message leaves: the world may have changed while it waited. */
export const recheck =
  (read: ReadDb, clock: Clock) =>
  (item: Item): Rechecked => {
    const now = clock.now()
    const row = read.get(startedBy(item.id))
    const issue = row && read.get(issueById(row.issueId))
    const gone = (why: string): Rechecked => ({
      leave: 'refused',
      why,
      atWall: null,
      keep: tx => row && keepUnsent(tx, { ...unsentOf(row, item, now), because: saying(why) }),
    })
    if (!row || !issue || row.recalledAt !== null) return gone('The intervention was taken back.')
    if (row.kind === 'action') return recheckFix(read, issue, now)
    const contact = (row.contactId !== null && read.get(contactById(row.contactId))) || null
    if (contact?.email?.trim().toLowerCase() !== item.recipient)
      return gone('The contact is gone or has another address now; start again to use it.')
    const question = {
      issue,
      contact,
      playbookId: row.playbookId,
      topic: outreachOf(read, item.id)?.topic ?? 'service',
      channel: row.channel,
      arm: row.arm,
      self: { interventionId: item.interventionId, outboxId: item.id },
    }
    const { facts, guardrails } = gatherFacts(read, question, now)
    const overrides = z.array(overrideSchema).parse(JSON.parse(row.overrides))
    const verdicts = withOverrides(preflight(facts, guardrails, now), overrides)
    const decision = decide(verdicts, [])
    const leave = decision.leaves === 'now' || decision.leaves === 'later' ? decision.leaves : 'refused'
    const waited = leave === 'refused' ? 'While it waited: ' : ''
    return {
      leave,
      why: leave === 'now' ? null : `${waited}${decision.because.map(({ fact }) => fact).join(' ')}`,
      atWall: decision.at === null ? null : clock.wall() + Math.max(0, decision.at - now),
      keep: tx => {
        keepVerdicts(tx, item.interventionId, 'send', verdicts, now)
        if (leave === 'refused') keepUnsent(tx, { ...unsentOf(row, item, now), because: reasonsOf(decision.because) })
      },
    }
  }

/** A fix reaches no person, so only what it is for counts: the issue is open, and its condition still holds. */
function recheckFix(read: ReadDb, issue: IssueRow, now: number): Rechecked {
  const { live } = read.get(signalsOf(JSON.stringify([issue.id]), now)) ?? { live: 0 }
  const why =
    issue.state === 'closed'
      ? 'The issue is closed.'
      : live === 0
        ? 'The condition has cleared; nothing is to be fixed.'
        : null
  return { leave: why === null ? 'now' : 'refused', why, atWall: null, keep: () => {} }
}

const unsentOf = (row: StartedRow, { interventionId, recipient }: Item, at: number) => ({
  at,
  stage: 'send' as const,
  ended: 'refused' as const,
  interventionId,
  step: row.step,
  issueId: row.issueId,
  accountId: row.accountId,
  playbookId: row.playbookId,
  channel: row.channel,
  recipient,
  actor: row.startedBy,
})
