import type Database from 'better-sqlite3'
import { DAY, HOUR } from '../../shared/trigger/duration.ts'
import { NOON } from './builders.ts'
import { chance } from './chance.ts'

/** A history of interventions whose effects are known. */
export interface HistoryShape {
  accounts: number
  interventions: number
  days: number
  /** What treatment adds to the share of starts that are followed by a contact, by playbook number. */
  effects: readonly number[]
  seed: number
  base?: number
  heldOut?: number
}

const PLANS = ['Starter', 'Pro', 'Scale']
const COUNTRIES = ['DE', 'FR', 'GB', 'US', null]
const PEOPLE = ['maya', 'sam', 'ines', 'autopilot']
const CATEGORIES = ['billing', 'usage', 'access', 'fulfilment', 'reliability']
const WINDOW = 14 * DAY

/** Starts up to `NOON`, with outcomes, messages and tickets; some accounts leave. Returns how many tickets there are. */
export function addHistory(db: Database.Database, shape: HistoryShape): void {
  const { uniform } = chance(shape.seed)
  const any = <T>(list: readonly T[]): T => list[Math.floor(uniform() * list.length)] as T
  const insert = (table: string, columns: string) => {
    const names = columns.split(', ')
    return db.prepare(`INSERT INTO ${table} (${columns}) VALUES (${names.map(name => `@${name}`).join(', ')})`)
  }
  const account = insert(
    'account',
    'id, uid, name, plan, country, signed_up_at, churned_at, mrr_minor, currency, properties, updated_at',
  )
  const issue = insert(
    'issue',
    `id, uid, account_id, category, state, band, title, opened_at, closed_at, closed_because, signal_count, playbook_id,
     priority, risk, treatability, value_minor, currency, urgency, minutes, base, factors`.replace(/\s+/g, ' '),
  )
  const intervention = insert(
    'intervention',
    `id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at, window_ends_at, started_by`.replace(
      /\s+/g,
      ' ',
    ),
  )
  const outcome = insert('outcome', 'intervention_id, window_ends_at, contacted_at, metric_met_at, proposal')
  const outbox = insert(
    'outbox',
    `key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state, queued_at,
     not_before, sent_at`.replace(/\s+/g, ' '),
  )
  const exposure = insert(
    'exposure',
    `intervention_id, account_id, issue_id, trigger_id, playbook_id, playbook_version, arm, held_by, share, origin, actor,
     assigned_at, act, exposed_at, ghost`.replace(/\s+/g, ' '),
  )
  const object = insert('object', 'account_id, source_id, kind, external_id, state, opened_at, closed_at')
  let tickets = 0
  const ticket = (accountId: number, at: number) =>
    object.run({
      account_id: accountId,
      source_id: 1,
      kind: 'ticket',
      external_id: `t${tickets++}`,
      state: 'closed',
      opened_at: Math.round(at),
      closed_at: Math.round(at + (1 + 40 * uniform()) * HOUR),
    })
  db.transaction(() => {
    db.exec("INSERT OR IGNORE INTO source (id, slug, kind, name, config) VALUES (1, 'test', 'files', 'Test', '{}')")
    const begin = NOON - shape.days * DAY
    for (let id = 1; id <= shape.accounts; id++)
      account.run({
        ...{ id, uid: `test:${id}`, name: `Account ${id}`, plan: any(PLANS), country: any(COUNTRIES) },
        signed_up_at: begin - 400 * DAY,
        churned_at: uniform() < 0.2 ? Math.round(begin + uniform() * shape.days * DAY) : null,
        ...{ mrr_minor: 10_000 + Math.floor(90_000 * uniform()), currency: 'EUR' },
        properties: JSON.stringify({ seats: 1 + Math.floor(400 * uniform() ** 3) }),
        updated_at: begin,
      })
    const heldOut = Array.from({ length: shape.accounts + 1 }, () => uniform() < (shape.heldOut ?? 0.2))
    // Some accounts contact a team more often than others, before and after: what sequential CUPED lives on.
    const fond = Array.from({ length: shape.accounts + 1 }, () => uniform() < 0.3)
    for (let id = 1; id <= shape.accounts; id++) if (fond[id]) ticket(id, begin - 60 * DAY * uniform())
    for (let n = 0; n < shape.interventions; n++) {
      const accountId = 1 + Math.floor(uniform() * shape.accounts)
      const playbook = Math.floor(uniform() * shape.effects.length)
      const at = Math.round(begin + uniform() * shape.days * DAY)
      const control = heldOut[accountId] === true
      const person = any(PEOPLE)
      const category = CATEGORIES[playbook % CATEGORIES.length] ?? 'usage'
      const id = `v${String(n).padStart(7, '0')}`
      issue.run({
        ...{
          id: n + 1,
          uid: `issue:${n}`,
          account_id: accountId,
          category,
          state: 'closed',
          band: 1,
          title: 'Trouble',
        },
        ...{ opened_at: at - HOUR, closed_at: Math.round(at + 30 * HOUR * uniform()), closed_because: 'resolved' },
        ...{ signal_count: 1, playbook_id: `playbook-${playbook}`, priority: uniform(), risk: 0.3, treatability: 0.3 },
        ...{ value_minor: 10_000, currency: 'EUR', urgency: 1, minutes: 5 + Math.floor(10 * uniform()), base: 0.3 },
        factors: '[]',
      })
      intervention.run({
        ...{ id, issue_id: n + 1, account_id: accountId, trigger_id: `trigger-${playbook % 7}` },
        ...{ playbook_id: `playbook-${playbook}`, playbook_version: 1, arm: control ? 'control' : 'treatment' },
        ...{ exposed_at: at, window_ends_at: at + WINDOW, started_by: person },
      })
      // A fifth never passes the last look before sending, in either arm.
      const passes = uniform() < 0.8
      exposure.run({
        ...{ intervention_id: id, account_id: accountId, issue_id: n + 1, trigger_id: `trigger-${playbook % 7}` },
        ...{ playbook_id: `playbook-${playbook}`, playbook_version: 1, arm: control ? 'control' : 'treatment' },
        ...{ held_by: control ? 'holdout' : null, share: shape.heldOut ?? 0.2, origin: 'person', actor: person },
        ...{ assigned_at: at, act: 'message', exposed_at: passes ? at : null, ghost: Number(control && passes) },
      })
      const share =
        (shape.base ?? 0.2) + (fond[accountId] ? 0.2 : 0) + (control || !passes ? 0 : (shape.effects[playbook] ?? 0))
      const contactedAt = uniform() < share ? Math.round(at + WINDOW * uniform() * 0.9 + 1) : null
      if (contactedAt !== null && contactedAt <= NOON) ticket(accountId, contactedAt)
      outcome.run({
        ...{ intervention_id: id, window_ends_at: at + WINDOW, metric_met_at: uniform() < 0.4 ? at + DAY : null },
        contacted_at: contactedAt !== null && contactedAt <= NOON ? contactedAt : null,
        proposal: at + WINDOW <= NOON ? 'quiet' : null,
      })
      if (control || !passes) continue
      outbox.run({
        ...{ key: id, intervention_id: id, issue_id: n + 1, account_id: accountId, lane: `l${accountId}` },
        ...{ channel: 'email', recipient: `${accountId}@example.com`, payload: '{}', overrides: '[]', state: 'sent' },
        ...{ queued_at: at, not_before: at, sent_at: at },
      })
    }
  })()
}
