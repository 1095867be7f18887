import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QueueRow } from '../../../shared/model/queue.ts'
import type { PushdownReport } from '../../../shared/model/source.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import { forestallHere, forestallJsonHere } from '../../helpers/cli-here.ts'
import { aTrigger } from '../../helpers/observed.ts'
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** A subscription shop of 200 customers: every twentieth has a card that keeps failing, all the others pay. */
const SHOP = `
CREATE TABLE customers (id text PRIMARY KEY, company text, plan text, monthly numeric(10, 2), since date, mail text);
CREATE TABLE charges (
  charge_id bigserial PRIMARY KEY, customer_id text, outcome text, code text, attempted_at timestamptz);
CREATE INDEX ON charges (customer_id, attempted_at);
INSERT INTO customers SELECT 'C' || n, 'Company ' || n, 'pro', n, '2023-01-01', 'c' || n || '@example.com'
  FROM generate_series(1, 200) n;
INSERT INTO charges (customer_id, outcome, code, attempted_at)
  SELECT 'C' || n, CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'paid' END, CASE WHEN n % 20 = 0 THEN 'do_not_honor' END,
    timestamptz '2024-11-15 08:00Z' - make_interval(days => k * 3)
  FROM generate_series(1, 200) n, generate_series(0, 3) k;
-- Tomorrow's, which the workspace's clock has not reached.
INSERT INTO charges (customer_id, outcome, attempted_at)
  SELECT 'C1', 'failed', timestamptz '2024-11-16 08:00Z' FROM generate_series(1, 5);
-- A parcel each, under way for three weeks; every twentieth has stood still for six days, the others for two.
CREATE TABLE parcels (no int PRIMARY KEY, customer_id text, sent_at timestamptz);
CREATE TABLE parcel_log (parcel int, status text, from_at timestamptz, to_at timestamptz);
INSERT INTO parcels SELECT n, 'C' || n, '2024-10-25 12:00Z' FROM generate_series(1, 200) n;
INSERT INTO parcel_log SELECT n, 'moving', '2024-10-25 12:00Z',
    timestamptz '2024-11-15 12:00Z' - make_interval(days => CASE WHEN n % 20 = 0 THEN 6 ELSE 2 END)
  FROM generate_series(1, 200) n;
INSERT INTO parcel_log SELECT parcel, 'stuck', to_at, NULL FROM parcel_log;
-- Two thousand letters that were held for one to four hours each, a twentieth of which are late ones of four days; and one
-- each that is held now, for five days where the parcel stands still and for three hours elsewhere.
CREATE TABLE letters (no int PRIMARY KEY, customer_id text, route text);
CREATE TABLE letter_log (letter int, status text, from_at timestamptz, to_at timestamptz);
INSERT INTO letters SELECT n, 'C' || (n % 200 + 1), 'north' FROM generate_series(1, 2200) n;
INSERT INTO letter_log SELECT n, 'held', timestamptz '2024-10-01 00:00Z', timestamptz '2024-10-01 00:00Z'
    + CASE WHEN n % 20 = 19 THEN interval '4 days' ELSE make_interval(hours => n % 4 + 1) END
  FROM generate_series(1, 2000) n;
INSERT INTO letter_log SELECT n, 'held', timestamptz '2024-11-15 12:00Z'
    - CASE WHEN n % 20 = 19 THEN interval '5 days' ELSE interval '3 hours' END, NULL
  FROM generate_series(2001, 2200) n;
CREATE ROLE reader LOGIN PASSWORD 'reading-only';
GRANT SELECT ON customers, charges, parcels, parcel_log, letters, letter_log TO reader;
`

const mapping = {
  accounts: {
    from: 'customers',
    id: 'id',
    name: { column: 'company' },
    plan: { column: 'plan' },
    signedUpAt: { column: 'since', form: 'date' },
    mrr: { column: 'monthly', factor: 100, currency: { const: 'EUR' } },
  },
  events: [
    {
      from: {
        query: `SELECT *, CASE outcome WHEN 'failed' THEN 'payment_failed' ELSE 'payment_succeeded' END AS kind FROM charges`,
      },
      id: 'charge_id',
      account: 'customer_id',
      kind: { column: 'kind' },
      at: { column: 'attempted_at' },
      properties: { code: { column: 'code' } },
    },
  ],
  objects: [
    {
      from: 'parcels',
      id: 'no',
      account: 'customer_id',
      kind: { const: 'parcel' },
      openedAt: { column: 'sent_at' },
      stays: {
        from: 'parcel_log',
        object: 'parcel',
        state: 'status',
        since: { column: 'from_at' },
        until: { column: 'to_at' },
      },
    },
    {
      from: 'letters',
      id: 'no',
      account: 'customer_id',
      kind: { const: 'letter' },
      lane: { column: 'route' },
      stays: {
        from: 'letter_log',
        object: 'letter',
        state: 'status',
        since: { column: 'from_at' },
        until: { column: 'to_at' },
      },
    },
  ],
  contacts: [{ from: 'customers', id: 'id', account: 'id', name: { column: 'company' }, email: { column: 'mail' } }],
}

let server: TestPostgres | null = null
let admin: pg.Client | null = null
beforeAll(async () => {
  server = await startPostgres()
  if (!server) return
  admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(SHOP)
})
afterAll(async () => {
  await admin?.end()
  await server?.stop()
})

/** The same parcels without their history: only what state they are in, and since when. */
const presentOnly = {
  ...mapping,
  objects: mapping.objects.map(({ stays, ...entry }) =>
    entry.from === 'parcels'
      ? {
          ...entry,
          from: {
            query:
              'SELECT p.*, l.status, l.from_at FROM parcels p JOIN parcel_log l ON l.parcel = p.no AND l.to_at IS NULL',
          },
          state: { column: 'status' },
          since: { column: 'from_at' },
        }
      : { ...entry, stays },
  ),
}

async function aWorkspace(of: object = mapping) {
  const dir = tempFolder()
  const workspace = join(dir, 'workspace')
  const file = join(dir, 'mapping.json')
  writeFileSync(file, JSON.stringify(of))
  await forestallJsonHere(['--workspace', workspace, 'init', '--name', 'Warehouse'])
  await forestallJsonHere(['--workspace', workspace, 'clock', 'fixed', '2024-11-15T12:00:00Z'])
  const address = new URL(server?.url ?? '')
  const url = `postgres://reader@${address.host}/postgres`
  const ask = [`--workspace`, workspace, 'pushdown', '--mapping', file, '--url', url, '--trigger', 'payments-failing']
  return { workspace, ask, password: { FORESTALL_PG_PASSWORD: 'reading-only' } }
}

const everyFile = (dir: string): Buffer[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap(entry => {
    const path = join(dir, entry.name)
    return entry.isDirectory() ? everyFile(path) : [readFileSync(path)]
  })

describe('forestall pushdown', () => {
  it('brings over the accounts at risk and nobody else, so that they stand in the queue', async context => {
    if (!server) return context.skip()
    const { workspace, ask, password } = await aWorkspace()
    const report = await forestallJsonHere<PushdownReport>(ask, password)
    const atRisk = Array.from({ length: 10 }, (_, n) => `C${(n + 1) * 20}`).sort()
    expect(report.triggers[0]?.accounts.map(account => account.externalId).sort()).toEqual(atRisk)
    expect(report.triggers[0]?.accounts.every(account => account.figures[0]?.value === 4)).toBe(true)
    expect(report.triggers[0]).toMatchObject({ refused: null, more: false, confirmed: 10 })
    expect(report.sync.streams.map(({ name, read, quarantined }) => [name, read, quarantined])).toMatchObject([
      ['customers account', 10, 0],
      ['customers contact', 10, 0],
      [expect.stringMatching(/^query .* event$/), 40, 0],
    ])
    const queue = await forestallJsonHere<QueueRow[]>(['--workspace', workspace, 'queue'])
    expect(queue.map(row => row.accountName).sort()).toEqual(atRisk.map(id => id.replace('C', 'Company ')).sort())
    expect(queue.every(row => row.category === 'billing')).toBe(true)
  })

  it('keeps neither password nor address, and asks again without changing anything', async context => {
    if (!server) return context.skip()
    const { workspace, ask, password } = await aWorkspace()
    await forestallJsonHere(ask, password)
    const again = await forestallJsonHere<PushdownReport>(ask, password)
    expect(again.sync.streams.every(stream => stream.changed === 0 && stream.read > 0)).toBe(true)
    const host = new URL(server.url).host
    for (const bytes of everyFile(workspace)) {
      expect(bytes.includes('reading-only')).toBe(false)
      expect(bytes.includes(host)).toBe(false)
    }
    const sync = await forestallHere(['--workspace', workspace, 'sync', 'warehouse'])
    expect(sync.stderr).toContain('forestall pushdown')
  })

  it('closes the issue of an account whose condition has cleared since', async context => {
    if (!server || !admin) return context.skip()
    const { workspace, ask, password } = await aWorkspace()
    await forestallJsonHere(ask, password)
    await admin.query(`UPDATE charges SET outcome = 'paid' WHERE customer_id = 'C40'`)
    await forestallJsonHere(ask, password)
    await admin.query(`UPDATE charges SET outcome = 'failed' WHERE customer_id = 'C40'`)
    const queue = await forestallJsonHere<QueueRow[]>(['--workspace', workspace, 'queue'])
    expect(queue).toHaveLength(9)
    expect(queue.map(row => row.accountName)).not.toContain('Company 40')
  })

  it.for([
    ['with their history', mapping],
    ['without it', presentOnly],
  ] as const)(
    'brings over how long objects have been in their states, %s, so that the cache agrees',
    async ([, of], context) => {
      if (!server) return context.skip()
      const { workspace, ask, password } = await aWorkspace(of)
      const stored = { type: 'stored', object: { kind: 'parcel', states: ['stuck'] } }
      const standing = {
        id: 'parcel-standing',
        title: 'A parcel stands still',
        sentence: 'It has not moved.',
        category: 'fulfilment',
        when: {
          all: [
            { measure: stored, op: '>=', threshold: '5d' },
            { measure: stored, op: '<', threshold: '8d' },
          ],
        },
        cooldown: '7d',
        playbook: 'shipment-update',
        success: { not: { measure: stored, op: '>=', threshold: '5d' } },
        window: '7d',
        prior: { risk: 0.4, weight: 20 },
        minutes: 5,
      }
      const call = ['--workspace', workspace, 'call']
      await forestallJsonHere([...call, 'trigger.save', JSON.stringify(standing)])
      await forestallJsonHere([...call, 'trigger.setEnabled', JSON.stringify({ id: standing.id, enabled: true })])
      const asked = [...ask.slice(0, -1), standing.id]
      const report = await forestallJsonHere<PushdownReport>(asked, password)
      expect(report.triggers).toHaveLength(1)
      expect(report.triggers[0]?.accounts).toHaveLength(10)
      expect(report.triggers[0]?.confirmed).toBe(10)
      const again = await forestallJsonHere<PushdownReport>(asked, password)
      expect(again.sync.streams.every(stream => stream.changed === 0)).toBe(true)
    },
  )

  it('learns what is usual from all of the warehouse, not from the accounts at risk alone, and closes by its own condition', async context => {
    if (!server || !admin) return context.skip()
    const { workspace, ask, password } = await aWorkspace()
    const late: Condition = {
      measure: {
        type: 'stored',
        object: { kind: 'letter', states: ['held'] },
        relative: { quantile: 0.95, minimum: 20 },
      },
      op: '>',
      threshold: 10,
    }
    const definition = {
      ...aTrigger({ id: 'letter-held', category: 'fulfilment', when: late, success: { not: late } }),
      playbook: 'shipment-update',
      closeWhen: {
        measure: { type: 'count', events: { kind: 'payment_succeeded' }, over: '30d' },
        op: '>=',
        threshold: 1,
      },
    }
    const call = ['--workspace', workspace, 'call']
    await forestallJsonHere([...call, 'trigger.save', JSON.stringify(definition)])
    await forestallJsonHere([...call, 'trigger.setEnabled', JSON.stringify({ id: definition.id, enabled: true })])
    const asked = [...ask.slice(0, -1), definition.id]
    const report = await forestallJsonHere<PushdownReport>(asked, password)
    expect(report.triggers[0]?.accounts).toHaveLength(10)
    // Five days against four hours; of the letters that came over, 95 of 100 took four days.
    expect(report.triggers[0]?.accounts.every(account => account.figures[0]?.value === 30)).toBe(true)
    expect(report.triggers[0]?.confirmed).toBe(10)
    await admin.query(`UPDATE charges SET outcome = 'paid' WHERE customer_id = 'C40'`)
    const again = await forestallJsonHere<PushdownReport>(asked, password)
    await admin.query(`UPDATE charges SET outcome = 'failed' WHERE customer_id = 'C40'`)
    expect(again.triggers[0]?.accounts).toHaveLength(10)
    expect(again.triggers[0]?.confirmed).toBe(9)
  })

  it('says in words what the warehouse refused, and leaves the workspace as it was', async context => {
    if (!server) return context.skip()
    const { workspace, ask } = await aWorkspace()
    const wrong = await forestallHere(ask, { FORESTALL_PG_PASSWORD: 'guessed' })
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toContain('refused the sign-in')
    const elsewhere = await forestallHere([...ask, '--url', 'postgres://reader@127.0.0.1:1/postgres'])
    expect(elsewhere.stderr).toContain('Nothing answers at that address')
    const writing = {
      ...mapping,
      accounts: { from: { query: `SELECT *, nextval('charges_charge_id_seq') FROM customers` }, id: 'id' },
    }
    writeFileSync(ask[4] ?? '', JSON.stringify(writing))
    const written = await forestallHere([...ask, '--url', server.url])
    expect(written.stderr).toContain('read-only transaction')
    const sources = await forestallJsonHere<unknown[]>(['--workspace', workspace, 'call', 'source.list'])
    expect(sources).toEqual([])
  })
})
