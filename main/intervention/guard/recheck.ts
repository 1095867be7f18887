import { z } from 'zod'
import { describeBug } from '../../../shared/bug.ts'
import type { Clock } from '../../../shared/clock.ts'
import { overrideSchema, type Verdict } from '../../../shared/model/intervention.ts'
import { plainAddress } from '../../../shared/person/address.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import type { Arm } from '../../../shared/vocabulary.ts'
import { query, type ReadDb, type WriteDb } from '../../cache/db.ts'
import { isStorage } from '../../cache/failure.ts'
import type { Program } from '../playbook/program.ts'
import { programOf } from '../playbook/run-program.ts'
import { markExposed } from './arms/exposure.ts'
import { type ContactRow, contactsByIds } from './contact-rows.ts'
import { gatherMany } from './facts.ts'
import { byKey, list } from './facts-keys.ts'
import { signalsOf } from './facts-sql.ts'
import { type IssueRow, issuesByIds } from './issue-rows.ts'
import { keepUnsent, keepVerdicts, reasonsOf, saying } from './ledger.ts'
import { decideLeave, preflight, withOverrides } from './preflight.ts'
import type { Question } from './question.ts'
import { guardrailsOf } from './settings.ts'

/** Whether a message that waited may still leave, why not, and (machine time, UTC ms) when to look again. */
export interface Rechecked {
  leave: 'now' | 'later' | 'refused'
  why: string | null
  atWall: number | null
  /** Keeps the answers; called in the transaction that acts on them. */
  keep(tx: WriteDb): void
}

interface StartedRow {
  outboxId: number
  issueId: number
  accountId: number
  contactId: number | null
  playbookId: string
  playbookVersion: number
  /** Where in its program the message's step stands. */
  position: number | null
  arm: Arm
  recalledAt: number | null
  /** Why its run was cut short; null where it was not. */
  stopped: string | null
  startedBy: string
  overrides: string
  channel: string
  step: number
  kind: 'message' | 'action'
}

/** By a JSON list of outbox ids. */
const startedBy = (outboxIds: string) =>
  query<StartedRow>(
    `SELECT o.id AS outboxId, i.issue_id AS issueId, i.account_id AS accountId, i.contact_id AS contactId, i.playbook_id AS playbookId,
       i.playbook_version AS playbookVersion, s.position, i.arm, i.recalled_at AS recalledAt, iif(i.state = 'stopped', ifnull(i.ended_because, ''), NULL) AS stopped,
       i.started_by AS startedBy, o.overrides, o.channel, o.step, o.kind
     FROM outbox o JOIN intervention i ON i.id = o.intervention_id
       LEFT JOIN step s ON s.intervention_id = o.intervention_id AND s.n = o.step
     WHERE o.id IN (SELECT value FROM json_each(?))`,
    [outboxIds],
  )

interface Item {
  id: number
  interventionId: string
  recipient: string
}

/**
 * Preflight again, right before messages leave: the world may have changed while they waited. A dozen queries however
 * many leave together; the answers come in the order of the items.
 */
export const recheck = (clock: Clock) => {
  const topicOf = topics()
  const judge = (db: ReadDb, items: readonly Item[]): Rechecked[] => {
    const now = clock.now()
    const started = db.all(startedBy(list(items.map(({ id }) => id))))
    const known: Known = {
      rows: byKey(started, ({ outboxId }) => outboxId),
      issues: byKey(db.all(issuesByIds(list(started.map(({ issueId }) => issueId)))), ({ id }) => id),
      contacts: byKey(db.all(contactsByIds(list(started.flatMap(({ contactId }) => contactId ?? [])))), ({ id }) => id),
    }
    const guardrails = guardrailsOf(db)
    const judged = items.map(item => lookAt(db, topicOf, item, known, now))
    const asked = judged.flatMap(each => ('question' in each ? [each] : []))
    const questions = asked.map(({ question }) => question)
    const facts = questions.length === 0 ? [] : gatherMany(db, questions, guardrails, now)
    const factsOf = new Map(asked.map((each, n) => [each, facts[n]]))
    return judged.map(each => {
      if (!('question' in each)) return each
      const found = factsOf.get(each)
      if (!found) throw new Error('every question has its facts')
      return answerOf(each, preflight(found, guardrails, now), now, clock)
    })
  }
  const each = (db: ReadDb, items: readonly Item[]): Rechecked[] => {
    try {
      return judge(db, items)
    } catch (error) {
      if (isStorage(error)) throw error
      return items.length === 1 ? [putOff(error, clock)] : items.flatMap(item => each(db, [item]))
    }
  }
  return each
}

/** A message that cannot be judged waits and says so; the others of its batch go on. */
const putOff = (error: unknown, clock: Clock): Rechecked => ({
  leave: 'later',
  why: `The checks of this message failed (${describeBug(error)}). The message waits and is checked again in an hour.`,
  atWall: clock.wall() + HOUR,
  keep: () => {},
})

/** What a message is about. A version of a playbook never changes, so its program is read once. */
function topics(): (db: ReadDb, row: StartedRow) => string {
  const programs = new Map<string, Program | null>()
  return (db, row) => {
    const version = `${row.playbookId} ${row.playbookVersion}`
    const program = programs.get(version) ?? programOf(db, row)
    programs.set(version, program)
    const found = row.position === null ? undefined : program?.[row.position]
    return found?.op === 'outreach' ? found.step.topic : 'service'
  }
}

const overridesSchema = z.array(overrideSchema)

/** What is stored about the messages, their issues and who they are for. */
interface Known {
  rows: ReadonlyMap<number, StartedRow>
  issues: ReadonlyMap<number, IssueRow>
  contacts: ReadonlyMap<number, ContactRow>
}

interface OpenQuestion {
  question: Question
  row: StartedRow
  item: Item
}

/** What preflight is to be asked about a message, or why it need not be asked. */
function lookAt(
  db: ReadDb,
  topicOf: ReturnType<typeof topics>,
  item: Item,
  { rows, issues, contacts }: Known,
  now: number,
): OpenQuestion | Rechecked {
  const row = rows.get(item.id)
  const issue = row && issues.get(row.issueId)
  const gone = (why: string): Rechecked => ({
    leave: 'refused',
    why,
    atWall: null,
    keep: tx => row && keepUnsent(tx, { ...unsentAtSend(row, item, now), because: saying(why) }),
  })
  if (!row || !issue || row.recalledAt !== null) return gone('The message was recalled.')
  if (row.stopped !== null) return gone(`The playbook run was stopped. ${row.stopped}`.trim())
  if (row.kind === 'action') return recheckFix(db, item, issue, now)
  const contact = row.contactId === null ? null : (contacts.get(row.contactId) ?? null)
  if (!contact?.email || plainAddress(contact.email) !== plainAddress(item.recipient))
    return gone('The contact was removed or has a new address; start the playbook again to use it.')
  const question = {
    issue,
    contact,
    playbookId: row.playbookId,
    topic: topicOf(db, row),
    channel: row.channel,
    arm: row.arm,
    self: { interventionId: item.interventionId, outboxId: item.id },
  }
  return { question, row, item }
}

function answerOf({ row, item }: OpenQuestion, plain: Verdict[], now: number, clock: Clock): Rechecked {
  const overrides = overridesSchema.parse(JSON.parse(row.overrides))
  const verdicts = withOverrides(plain, overrides)
  const decision = decideLeave(verdicts, [])
  const leave = decision.leaves === 'now' || decision.leaves === 'later' ? decision.leaves : 'refused'
  const waited = leave === 'refused' ? 'Refused while waiting: ' : ''
  return {
    leave,
    why: leave === 'now' ? null : `${waited}${decision.because.map(({ fact }) => fact).join(' ')}`,
    atWall: decision.at === null ? null : clock.wall() + Math.max(0, decision.at - now),
    keep: tx => {
      keepVerdicts(tx, item.interventionId, 'send', verdicts, now)
      if (leave === 'now') markExposed(tx, item, now)
      if (leave === 'refused') keepUnsent(tx, { ...unsentAtSend(row, item, now), because: reasonsOf(decision.because) })
    },
  }
}

/** A fix reaches no person, so only what it is for counts: the issue is open, and its condition still holds. */
function recheckFix(db: ReadDb, item: Item, issue: IssueRow, now: number): Rechecked {
  const { live } = db.get(signalsOf(JSON.stringify([issue.id]), now)) ?? { live: 0 }
  const why =
    issue.state === 'closed'
      ? 'The issue is closed.'
      : live === 0
        ? 'The condition has cleared; there is nothing left to fix.'
        : null
  const keep = (tx: WriteDb) => void (why === null && markExposed(tx, item, now))
  return { leave: why === null ? 'now' : 'refused', why, atWall: null, keep }
}

const unsentAtSend = (row: StartedRow, { interventionId, recipient }: Item, at: number) => ({
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
