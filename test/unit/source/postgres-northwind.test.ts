import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { QueueRow } from '../../../shared/model/queue.ts'
import type { SourceStatus, SyncReport } from '../../../shared/model/source.ts'
import type { TriggerView } from '../../../shared/model/trigger.ts'
import { ownMapping } from '../../../shared/source/mapping.ts'
import type { PostgresConfig } from '../../../shared/source/postgres-source.ts'
import type { SourceTest } from '../../../shared/source/source-config.ts'
import type { SourceProposal } from '../../../shared/source/source-proposal.ts'
import { forestallHere, forestallJsonHere } from '../../helpers/cli-here.ts'
import { aTrigger } from '../../helpers/observed.ts'
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const DUMP = resolve(import.meta.dirname, '../../../../shared/data/northwind/northwind.sql')
const WITHOUT = 'skipped: the Northwind dump is not beside the project'
const there = existsSync(DUMP)
/** Two weeks after the last order of the data. */
const TODAY = '1998-05-20'

let server: TestPostgres | null = null
let admin: pg.Client
beforeAll(async () => {
  if (!there) return
  server = await startPostgres()
  if (!server) return
  admin = new pg.Client(server.url)
  await admin.connect()
  await admin.query(readFileSync(DUMP, 'utf8'))
  await admin.query(`SET search_path = public; CREATE ROLE reader LOGIN PASSWORD 'reading-only';
    GRANT SELECT ON customers, orders, shippers TO reader`)
})
afterAll(async () => {
  await admin?.end()
  await server?.stop()
})

/** What a customer would write: orders with their state, late ones told apart. */
const ORDERS = `
SELECT o.order_id, o.customer_id, o.order_date, o.required_date, o.shipped_date, s.company_name AS carrier,
  round(o.freight::numeric, 2) AS freight,
  CASE WHEN o.shipped_date IS NOT NULL THEN 'shipped'
    WHEN o.required_date < DATE '${TODAY}' THEN 'late' ELSE 'open' END AS status
FROM orders o LEFT JOIN shippers s ON s.shipper_id = o.ship_via`

function config(): PostgresConfig {
  const { hostname: host, port } = new URL(server?.url ?? '')
  return {
    server: { host, port: Number(port), database: 'postgres', user: 'reader' },
    tls: { mode: 'disable' },
    timeoutSeconds: 30,
    streams: [
      {
        name: 'orders',
        query: ORDERS,
        pageSize: 200,
        cursor: { column: 'order_id', overlapSeconds: 0 },
        mapping: {
          record: 'object',
          kind: 'order',
          id: { field: 'order_id', type: 'text' },
          account: { field: 'customer_id' },
          state: { field: 'status', type: 'text' },
          openedAt: { field: 'order_date', type: 'date' },
          dueAt: { field: 'required_date', type: 'date' },
          closedAt: { field: 'shipped_date', type: 'date' },
          amount: { field: 'freight', type: 'money', currency: 'USD' },
          lane: { field: 'carrier', type: 'text' },
          properties: {},
        },
      },
      {
        name: 'customers',
        query: 'SELECT * FROM customers',
        pageSize: 200,
        mapping: {
          record: 'account',
          id: { field: 'customer_id', type: 'text' },
          name: { field: 'company_name', type: 'text' },
          country: { field: 'country', type: 'text' },
          properties: { city: { field: 'city', type: 'text' } },
        },
      },
    ],
  }
}

it.skipIf(!there)(there ? 'orders of Northwind that are late become fulfilment issues' : WITHOUT, async context => {
  if (!server) return context.skip('no PostgreSQL on this machine')
  const workspace = join(tempFolder(), 'workspace')
  const env = { FORESTALL_SOURCE_1_PASSWORD: 'reading-only' }
  const call = <T>(name: string, input: object) =>
    forestallJsonHere<T>(['--workspace', workspace, 'call', name, JSON.stringify(input)], env)
  await forestallJsonHere(['--workspace', workspace, 'init', '--name', 'Northwind'])
  await forestallJsonHere(['--workspace', workspace, 'clock', 'fixed', `${TODAY}T00:00:00Z`])
  const late = aTrigger({
    id: 'order-late',
    title: 'An order is late',
    category: 'fulfilment',
    playbook: 'order-delay-notice',
    when: {
      measure: { type: 'objects', object: { kind: 'order', states: ['late'] } },
      op: '>=',
      threshold: 1,
    },
  })
  await call('trigger.save', late)
  await call('trigger.setEnabled', { id: 'order-late', enabled: true })

  const tested = await call<SourceTest>('source.test', {
    kind: 'postgres',
    config: config(),
    secrets: { password: 'no' },
  })
  expect(tested).toMatchObject({ ok: false, message: expect.stringContaining('refused the sign-in') })
  const { streams: _streams, ...reach } = config()
  const proposal = await call<SourceProposal>('source.propose', {
    kind: 'postgres',
    config: reach,
    secrets: { password: 'reading-only' },
  })
  expect(proposal.map(({ name, query, mapping }) => [name, query, mapping && ownMapping(mapping).record])).toEqual([
    ['customers', 'SELECT * FROM public.customers', 'account'],
    ['orders', 'SELECT * FROM public.orders', 'object'],
    ['shippers', 'SELECT * FROM public.shippers', null],
  ])
  expect(proposal[1]?.mapping).toMatchObject({
    kind: 'order',
    account: { field: 'customer_id' },
    openedAt: { field: 'order_date', type: 'date' },
  })

  await call('source.add', { name: 'Northwind', kind: 'postgres', config: config() })
  expect(await call<SourceTest>('source.test', { sourceId: 1 })).toMatchObject({ ok: true })
  const report = await call<SyncReport>('source.sync', { sourceId: 1 })
  expect(report.streams.map(({ name, read, changed, quarantined }) => [name, read, changed, quarantined])).toEqual([
    ['customers', 91, 91, 0],
    ['orders', 830, 830, 0],
  ])

  const names = async (where: string) => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT DISTINCT company_name AS name FROM orders JOIN customers USING (customer_id)
         WHERE shipped_date IS NULL AND ${where} ORDER BY 1`,
    )
    return rows.map(({ name }) => name).sort()
  }
  const soon = await names(`required_date > DATE '${TODAY}' AND required_date <= DATE '${TODAY}' + 2`)
  const overdue = await names(`required_date < DATE '${TODAY}'`)
  const queue = await call<QueueRow[]>('queue.list', { view: 'now', limit: 500 })
  const fulfilment = queue.filter(({ category }) => category === 'fulfilment')
  expect(overdue.length).toBeGreaterThan(0)
  expect(soon.length).toBeGreaterThan(0)
  expect([...new Set(fulfilment.map(({ accountName }) => accountName))].sort()).toEqual(overdue)
  // Whether a parcel is on its way, no source says: the trigger says so instead of claiming that none is.
  const triggers = await call<TriggerView[]>('trigger.list', {})
  const lacks = triggers.find(({ definition }) => definition.id === 'promised-date-at-risk')?.lacks ?? []
  expect(lacks.map(({ kind }) => kind)).toContain('shipment')

  await admin.query(`UPDATE orders SET shipped_date = '${TODAY}' WHERE shipped_date IS NULL`)
  // By number only new orders are met again; read whole, the old ones are, too.
  const [source] = await call<SourceStatus[]>('source.list', {})
  const whole = { ...config(), streams: config().streams.map(({ cursor: _cursor, ...stream }) => stream) }
  await call('source.update', { sourceId: source?.id, name: 'Northwind', config: whole })
  await call('source.sync', { sourceId: 1 })
  const after = await call<QueueRow[]>('queue.list', { view: 'now', limit: 500 })
  expect(after.filter(({ category }) => category === 'fulfilment')).toEqual([])
  const { stdout } = await forestallHere(['--workspace', workspace, '--json', 'call', 'source.list', '{}'], env)
  expect(stdout).not.toContain('reading-only')
})
