import type { ApprovalNeed } from '../../../shared/intervention/approval.ts'
import type { Message } from '../../../shared/model/intervention.ts'
import { plainAddress } from '../../../shared/person/address.ts'
import { statement, type WriteDb } from '../../cache/db.ts'
import type { ContactRow } from '../guard/contact-rows.ts'
import type { LeaveDecision, Override } from '../guard/preflight.ts'
import { outboxKey } from './actions.ts'
import { withReference } from './message-reference.ts'

/** A message that preflight let through, to be queued in the transaction of its decision. */
export interface Queueable {
  interventionId: string
  /** The step's place in the run; part of the key. */
  n: number
  issueId: number
  accountId: number
  channel: string
  contact: ContactRow
  message: Message
  /** The language of its template (BCP 47). */
  language: string
  /** `now`, `later` or `held`. */
  decision: LeaveDecision
  overrides: readonly Override[]
  /** How long it can still be taken back, in ms. */
  undoMs: number
  /** Why a second person must release it, if it is held; and who asks. */
  needs: readonly ApprovalNeed[]
  askedBy: string
}

/** Workspace and machine time of a decision, UTC ms: the outbox does not run on the workspace's clock. */
export interface DecidedAt {
  now: number
  wall: number
}

/** Puts a message into the outbox, for a second person's eyes where they are needed. The same step of the same run always gives the same key, so it is queued once. */
export function queueMessage(tx: WriteDb, ask: Queueable, { now, wall }: DecidedAt): { id: number; notBefore: number } {
  const { contact, decision, message } = ask
  const address = contact.email?.trim()
  if (!address) throw new Error('preflight let a message without an address through')
  const lane = plainAddress(address)
  const key = outboxKey(ask.interventionId, ask.n)
  const notBefore = wall + Math.max(ask.undoMs, decision.at === null ? 0 : decision.at - now)
  const why = decision.leaves === 'now' ? null : decision.because.map(({ fact }) => fact).join(' ')
  const words = withReference(tx, message, key, ask.language)
  const payload = { key, to: { name: contact.name, address }, ...words }
  const { lastId } = tx.run(
    statement(
      `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
         state, queued_at, not_before, why, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        key,
        ask.interventionId,
        ask.issueId,
        ask.accountId,
        lane,
        ask.channel,
        lane,
        JSON.stringify(payload),
        JSON.stringify(ask.overrides),
        decision.leaves === 'held' ? 'held' : 'waiting',
        wall,
        notBefore,
        why,
        ask.n,
      ],
    ),
  )
  if (decision.leaves === 'held')
    tx.run(
      statement('INSERT INTO approval (outbox_id, reasons, asked_by, asked_at) VALUES (?, ?, ?, ?)', [
        lastId,
        JSON.stringify(ask.needs),
        ask.askedBy,
        now,
      ]),
    )
  return { id: lastId, notBefore }
}
