import type Database from 'better-sqlite3'
import { starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { random } from '../../../main/source/sample/prng.ts'

export const NOW = Date.UTC(2026, 2, 18, 12)
const DAY = 86_400_000
const KINDS: [string, number][] = [
  ['feature_used', 30],
  ['login', 25],
  ['error_seen', 9],
  ['health_checked', 8],
  ['page_dwelt', 7],
  ['payment_succeeded', 6],
  ['task_completed', 5],
  ['login_failed', 3],
  ['limit_measured', 3],
  ['core_feature_used', 2],
  ['payment_failed', 1],
  ['shipment_exception', 1],
]
const OBJECTS = [
  ['shipment', 'in_transit'],
  ['order', 'open'],
  ['card', 'active'],
  ['payment', 'paid'],
] as const

/**
 * Fills a new cache: accounts, two objects each, and events in order of time as a sync brings them, so that the rows of
 * one account lie all over the table. Bare inserts; the index that evaluation reads is built afterwards.
 */
export function fill(db: Database.Database, size: { accounts: number; events: number }): void {
  const draw = random(11)
  db.pragma('synchronous = OFF')
  db.exec('DROP INDEX event_account; DROP INDEX event_key')
  db.transaction(() => {
    for (const one of starterPlaybooks())
      db.prepare('INSERT INTO playbook (id, version, definition) VALUES (?, 1, ?)').run(one.id, JSON.stringify(one))
    for (const one of starterTriggers())
      db.prepare('INSERT INTO trigger VALUES (?, 1, 1, ?)').run(one.id, JSON.stringify(one))
    const account = db.prepare(
      `INSERT INTO account (id, uid, name, plan, signed_up_at, renews_at, mrr_minor, currency, updated_at)
       VALUES (?, ?, ?, 'pro', ?, ?, 10000, 'EUR', 0)`,
    )
    const object = db.prepare(
      `INSERT INTO object (id, account_id, source_id, kind, external_id, state, opened_at, due_at, lane, state_since)
       VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)`,
    )
    const stay = db.prepare('INSERT INTO object_state VALUES (?, ?, ?, ?)')
    for (let id = 1; id <= size.accounts; id++) {
      account.run(id, `b:${id}`, `Company ${id}`, NOW - draw.int(5, 900) * DAY, NOW + draw.int(1, 365) * DAY)
      for (let n = 0; n < 2; n++) {
        const [kind, state] = OBJECTS[(id * 2 + n) % OBJECTS.length] ?? OBJECTS[0]
        const objectId = id * 2 + n
        const since = NOW - draw.int(1, 20 * 24) * 3_600_000
        object.run(objectId, id, kind, `O${objectId}`, state, since, NOW + draw.int(1, 300) * DAY, `L${id % 20}`, since)
        stay.run(objectId, since, state, null)
      }
    }
    const event = db.prepare(
      `INSERT INTO event (account_id, source_id, stream, external_id, kind, at, value, properties)
       VALUES (?, 1, 'b', ?, ?, ?, ?, ?)`,
    )
    const kinds = KINDS.flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind))
    const texts = ['{"error_count":0}', '{"error_count":0,"country":"DE","used_share":0.4}', '{"error_count":1}', '{}']
    for (let i = 0; i < size.events; i++) {
      const at = Math.floor(NOW - 200 * DAY + (i / size.events) * 200 * DAY)
      const text = texts[Math.floor(draw.next() * 4)] ?? '{}'
      const kind = kinds[Math.floor(draw.next() * kinds.length)] ?? 'login'
      event.run(1 + Math.floor(draw.next() * size.accounts), `e${i}`, kind, at, 1 + Math.floor(draw.next() * 200), text)
    }
  })()
  db.exec('CREATE INDEX event_account ON event (account_id, kind, at, value); ANALYZE')
}
