import { createHash } from 'node:crypto'
import type { ApprovalNeed } from '../../../shared/intervention/approval.ts'
import type { ResolutionStep } from '../../../shared/intervention/playbook.ts'
import { actionSettingSchema } from '../../../shared/outbox/action-manifest.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { getSetting } from '../../cache/settings.ts'
import type { MessageFields, ObjectFields } from '../playbook/fields.ts'
import { renderParams } from './render.ts'

/** The key of a step's message or fix: the same step of the same run always gives the same key, so it is queued once. */
export const outboxKey = (interventionId: string, step: number): string =>
  createHash('sha256').update(`${interventionId}:${step}`).digest('hex').slice(0, 32)

/** Setting `action:ID` says by which channel an action is carried out; absent, it is not set up. */
export const actionSetting = (db: ReadDb, action: string) => getSetting(db, `action:${action}`, actionSettingSchema)

/** Whether this workspace can carry an action out. */
export const actionIsSetUp = (db: ReadDb, action: string): boolean => actionSetting(db, action) !== null

/** A fix that a run asks for. */
export interface ActionAsk {
  interventionId: string
  issueId: number
  accountId: number
  /** The step's place in the run. */
  n: number
  step: ResolutionStep
  fields: MessageFields
  /** Who started the run. */
  askedBy: string
}

/** A fix that can be tried: at what, with which values. */
interface ReadyAction {
  channel: string
  title: string
  autoApprove: boolean
  target: string
  params: Record<string, string>
  object: ObjectRow | undefined
}

/** What a fix would be asked with; fails, in words, where it cannot be tried. */
export function readyAction(
  db: ReadDb,
  { step, accountId, fields }: Pick<ActionAsk, 'step' | 'accountId' | 'fields'>,
  now: number,
): Result<ReadyAction> {
  const setting = actionSetting(db, step.action)
  if (!setting) return skipped(`The action ${step.action} is not set up in this workspace.`)
  const object = step.object ? db.get(latestObject(accountId, step.object, now)) : undefined
  if (step.object && !object) return skipped(`There is no ${step.object.kind} to fix.`)
  const uid = db.get(query<{ uid: string }>('SELECT uid FROM account WHERE id = ?', [accountId]))?.uid ?? ''
  const params = renderParams(step.params, fields, object ? fieldsOfObject(object) : null, uid.replace(/^[^:]*:/, ''))
  if (!params.ok) return skipped(params.error.why)
  const { channel, title, autoApprove } = setting
  return ok({ channel, title, autoApprove, target: object?.externalId ?? uid, params: params.value, object })
}

/**
 * Puts a fix into the outbox, with the state of its object as evidence; fails, in words, where it cannot be tried. To be
 * called in the transaction that keeps the step.
 */
export function proposeAction(
  tx: WriteDb,
  ask: ActionAsk,
  moment: { now: number; wall: number },
): Result<{ outboxId: number }> {
  const ready = readyAction(tx, ask, moment.now)
  if (!ready.ok) return ready
  const { step, interventionId, issueId, accountId, n } = ask
  const { channel, title, autoApprove, target, params, object } = ready.value
  const key = outboxKey(interventionId, n)
  const payload = { type: 'action', key, action: step.action, title, target, values: params }
  const needs: ApprovalNeed[] = autoApprove ? [] : [{ reason: 'resolution', fact: `${title}: ${target}.` }]
  const { lastId: outboxId } = tx.run(
    statement(
      `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
         state, queued_at, not_before, kind, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?, ?, 'action', ?)`,
      [
        ...[key, interventionId, issueId, accountId, `${step.action} ${target}`, channel, target],
        ...[JSON.stringify(payload), needs.length > 0 ? 'held' : 'waiting', moment.wall, moment.wall, n],
      ],
    ),
  )
  if (needs.length > 0)
    tx.run(
      statement('INSERT INTO approval (outbox_id, reasons, asked_by, asked_at) VALUES (?, ?, ?, ?)', [
        ...[outboxId, JSON.stringify(needs), ask.askedBy, moment.now],
      ]),
    )
  const before = object ? { state: object.state, at: moment.now } : { at: moment.now }
  tx.run(
    statement(
      `INSERT INTO resolution (outbox_id, intervention_id, issue_id, account_id, object_id, action, target, params,
         evidence_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[outboxId, interventionId, issueId, accountId, object?.id ?? null, step.action, target],
        ...[JSON.stringify(params), JSON.stringify(before)],
      ],
    ),
  )
  return ok({ outboxId })
}

const skipped = (why: string): Result<never> => fail('refused', 'The fix was skipped.', why, 'Set the action up.')

interface ObjectRow {
  id: number
  externalId: string
  state: string | null
  lane: string | null
  amount: number | null
  currency: string | null
  properties: string
}

/** The open object that fits: the one that was opened last. */
const latestObject = (accountId: number, { kind, states }: NonNullable<ResolutionStep['object']>, now: number) =>
  query<ObjectRow>(
    `SELECT id, external_id AS externalId, state, lane, amount_minor AS amount, currency, properties FROM object
     WHERE account_id = $account AND kind = $kind AND ifnull(opened_at, 0) <= $now
       AND (closed_at IS NULL OR closed_at > $now)
       AND ($states IS NULL OR state IN (SELECT value FROM json_each($states)))
     ORDER BY opened_at DESC, external_id DESC LIMIT 1`,
    { account: accountId, kind, now, states: states ? JSON.stringify(states) : null },
  )

const fieldsOfObject = ({ externalId, state, lane, amount, currency, properties }: ObjectRow): ObjectFields => ({
  id: externalId,
  state,
  lane,
  amount_minor: amount,
  currency,
  properties: JSON.parse(properties) as Record<string, unknown>,
})
