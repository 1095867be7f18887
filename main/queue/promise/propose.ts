import type { Clock } from '../../../shared/clock.ts'
import { promisesIn } from '../../../shared/desk/promises.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { putPromise } from './promise-store.ts'

/** Messages of one job: a person’s command waits for no more than these. */
const STEP = 100
/** Jobs of one look. With one a turn, an outbox of 100,000 kept the engine from rest for a quarter of an hour. */
const STEPS = 50

interface MessageRow {
  id: number
  key: string
  account: number
  issue: number
  owner: string
  text: string
  at: number
}
/** Messages behind the last one that was looked at, which one person started for one issue: no bulk, no autopilot. */
const messagesAfter = (after: number) =>
  query<MessageRow>(
    `SELECT o.id, o.key, o.account_id AS account, o.issue_id AS issue, v.started_by AS owner,
       coalesce(o.payload ->> '$.text', '') AS text, max(o.queued_at, o.not_before) AS at
     FROM outbox o JOIN intervention v ON v.id = o.intervention_id
     WHERE o.id > ? AND o.kind = 'message' AND v.origin = 'person' AND v.arm = 'treatment' ORDER BY o.id LIMIT ${STEP}`,
    [after],
  )
const bounds = query<{ upto: number; last: number }>(
  `SELECT ifnull((SELECT outbox_id FROM promise_upto), 0) AS upto, ifnull((SELECT max(id) FROM outbox), 0) AS last`,
)

/**
 * Looks for promises in messages that were queued since the last look. They bind once the message has left, so the days are
 * counted from when it may leave. `zone`: of the person at this computer. A message waits by machine time and a promise is due
 * by that of the workspace, which may replay; both are read from `clock`.
 */
export async function proposePromises(of: { writer: Writer; read: ReadDb; zone: string; clock: Clock }) {
  const { writer, read, zone, clock } = of
  const ahead = clock.wall() - clock.now()
  for (let step = 0; step < STEPS; step++) {
    const at = read.get(bounds)
    if (!at || at.upto >= at.last) return
    await writer.write('steady', tx => look(tx, zone, ahead))
  }
}

/** `ahead`: how far machine time is ahead of the workspace's, ms. */
function look(tx: WriteDb, zone: string, ahead: number): void {
  const at = tx.get(bounds)
  if (!at) return
  const messages = tx.all(messagesAfter(at.upto))
  for (const { key, account, issue, owner, text, at: leavesAt } of messages) {
    const saidAt = leavesAt - ahead
    for (const [n, { quote, dueAt }] of promisesIn(text, { now: saidAt, zone, said: 'message' }).entries())
      putPromise(tx, {
        ...{ uid: `${key}#${n}`, account, issue, owner, said: 'message', source: key, quote, saidAt, dueAt },
        state: 'proposed',
      })
  }
  const upto = messages.length === STEP ? messages.at(-1)?.id : at.last
  tx.run(
    statement('INSERT INTO promise_upto VALUES (1, ?) ON CONFLICT DO UPDATE SET outbox_id = excluded.outbox_id', [
      upto ?? at.last,
    ]),
  )
}
