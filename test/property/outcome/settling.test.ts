import fc from 'fast-check'
import { expect, it } from 'vitest'
import { closeLoops } from '../../../main/outcome/store.ts'
import { holdingOf } from '../../../main/signal/evaluate/holds.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aMemoryCache, type MemoryCache } from '../../helpers/memory-cache.ts'
import { anAccount, anEvent, atLeast, NOON, withTrigger } from '../../helpers/observed.ts'

/** One looks at what is due, the other at everybody. */
const [due, everybody] = [aMemoryCache(), aMemoryCache()]

/** Two accounts, each written to once and held out once, with windows of three and of nine days. */
function openShop({ clear, connection }: MemoryCache): void {
  clear()
  withTrigger(connection, { success: atLeast(2, 'login', '2d') })
  const insert = (table: string, row: Record<string, string | number | null>) =>
    connection
      .prepare(`INSERT INTO ${table} (${Object.keys(row)}) VALUES (${Object.keys(row).map(() => '?')})`)
      .run(...Object.values(row))
  for (const n of [1, 2]) {
    const account = anAccount(connection, {})
    insert('issue', {
      ...{ id: n, uid: `i${n}`, account_id: account, category: 'usage', state: 'acting', band: 2, title: '' },
      ...{ opened_at: NOON, signal_count: 1, playbook_id: 'p', priority: 1, risk: 0.1, treatability: 0.1 },
      ...{ value_minor: 1, currency: 'EUR', urgency: 1, minutes: 1, base: 0.1, factors: '[]' },
    })
    for (const arm of ['treatment', 'control']) {
      const id = `${arm}-${n}`
      const window_ends_at = NOON + (n === 1 ? 3 : 9) * DAY
      insert('intervention', {
        ...{ id, issue_id: n, account_id: account, trigger_id: 'failing', playbook_id: 'p', playbook_version: 1, arm },
        ...{ exposed_at: NOON, window_ends_at, started_by: 'maya' },
      })
      insert('outcome', { intervention_id: id, window_ends_at })
      if (arm === 'treatment')
        insert('outbox', {
          ...{ key: id, intervention_id: id, issue_id: n, account_id: account, lane: 'l', channel: 'email' },
          ...{
            recipient: 'a@example.com',
            payload: '{}',
            overrides: '[]',
            state: 'waiting',
            queued_at: 0,
            not_before: 0,
          },
        })
    }
  }
}

const step = fc.record({
  passes: fc.constantFrom(0, 1, 5, 24, 60),
  facts: fc.array(
    fc.record({
      account: fc.constantFrom(1, 2),
      kind: fc.constantFrom('login', 'login', 'churned', 'ticket'),
      // Some come late, and some lie ahead of a clock that is set back.
      hours: fc.integer({ min: -60, max: 60 }),
    }),
    { maxLength: 3 },
  ),
  /** What else happens: a message leaves or is known to the helpdesk, a person judges or takes back. */
  also: fc.constantFrom(
    null,
    null,
    'leaves',
    'is a ticket',
    'is judged',
    'is not judged',
    'is recalled',
    'churns',
    'is automatic',
  ),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const ALSO: Record<string, string> = {
  leaves: `UPDATE outbox SET state = 'sent', sent_at = $now WHERE state = 'waiting'`,
  'is a ticket': `UPDATE outbox SET provider_id = (SELECT min(external_id) FROM object WHERE account_id = 1)
    WHERE intervention_id = 'treatment-1' AND $now > 0`,
  'is judged': `UPDATE outcome SET judged = 'quiet', judged_at = $now WHERE intervention_id = 'control-2'`,
  'is not judged': `UPDATE outcome SET judged = NULL, judged_at = NULL WHERE judged_at <= $now`,
  'is recalled': `UPDATE intervention SET recalled_at = $now WHERE id = 'treatment-2'`,
  'is automatic': `UPDATE object SET author_judged = 'automatic' WHERE account_id = 2 AND $now > 0`,
}

function happen({ connection }: MemoryCache, { facts, also }: Step, now: number): void {
  const changed = new Set<number>()
  for (const { account, kind, hours } of facts) {
    changed.add(account)
    const at = now + hours * HOUR
    if (kind === 'ticket')
      connection
        .prepare(`INSERT INTO object (account_id, source_id, kind, external_id, opened_at)
          SELECT ?, 1, 'ticket', 'T' || count(*), ? FROM object`)
        .run(account, at)
    else anEvent(connection, { account, kind, at })
  }
  if (also === 'churns') {
    connection.prepare('UPDATE account SET churned_at = ? WHERE id = 2').run(now + DAY)
    changed.add(2)
  } else if (also) connection.prepare(ALSO[also] ?? '').run({ now })
  // As a sync says it, and as the evaluation takes it.
  for (const account of changed) connection.prepare('INSERT OR IGNORE INTO dirty VALUES (?)').run(account)
  connection.exec('DELETE FROM dirty')
}

const close = ({ writer, read }: MemoryCache, now: number, all: boolean) =>
  closeLoops({
    ...{ writer, read, now, everybody: all },
    holds: (condition, account, at, followed) => holdingOf(read, condition, account, at, followed),
  })

const picture = ({ connection }: MemoryCache) => connection.prepare('SELECT * FROM outcome ORDER BY 1').all()

it('looking at the outcomes that are due gives what looking at all of them gives, at every step', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), async path => {
      for (const cache of [due, everybody]) openShop(cache)
      let now = NOON
      for (const one of path) {
        now += one.passes * HOUR
        for (const cache of [due, everybody]) {
          happen(cache, one, now)
          await close(cache, now, cache === everybody)
        }
        expect(picture(due)).toEqual(picture(everybody))
      }
    }),
    { numRuns: 150 },
  )
})

it('an outcome of which nothing has changed is looked at again after a day', async () => {
  openShop(due)
  due.connection.exec(`UPDATE outbox SET state = 'sent', sent_at = ${NOON}`)
  await close(due, NOON + DAY, false)
  const times = due.connection.prepare('SELECT min(at) AS first, count(*) AS n FROM outcome_due').get()
  expect(times).toEqual({ first: NOON + 2 * DAY, n: 4 })
})
