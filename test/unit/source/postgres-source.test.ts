import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openPostgres, postgres } from '../../../main/source/postgres/postgres.ts'
import { proposePostgres } from '../../../main/source/postgres/propose.ts'
import { retryPages } from '../../../main/sync/pages/retry-pages.ts'
import { syncFresh } from '../../../main/sync/pages/sync-pages.ts'
import { unwrap } from '../../../shared/result.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'
import { type PostgresConfig, postgresConfigSchema } from '../../../shared/source/postgres-source.ts'
import { aCertificate } from '../../helpers/certificate.ts'
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts'
import { aFailingFront, aTlsFront } from '../../helpers/postgres-fronts.ts'
import { pagesDeps } from '../../helpers/scripted-source.ts'
import { aSyncedFolder, NOW, type SyncedFolder } from '../../helpers/synced-folder.ts'

const SHOP = `
CREATE TABLE customers (id int PRIMARY KEY, company text, monthly numeric(10, 2), since date, vip boolean);
CREATE TABLE orders (no text PRIMARY KEY, customer int, status text, changed_at timestamptz, "due on" date);
CREATE TABLE secret (id int);
CREATE SEQUENCE counter;
CREATE ROLE reader LOGIN PASSWORD 'reading-only';
GRANT SELECT ON customers, orders TO reader;
GRANT ALL ON SEQUENCE counter TO reader;
GRANT CREATE ON SCHEMA public TO reader;
ALTER ROLE reader SET timezone = 'Asia/Kathmandu';
ALTER ROLE reader SET datestyle = 'German';
`
const FILL = `
TRUNCATE customers, orders;
INSERT INTO customers VALUES (1, 'Ada Ltd', 12.50, '2024-02-29', true), (2, 'Bob & Sons', NULL, NULL, false);
INSERT INTO orders SELECT 'O-' || n, 1 + n % 2, 'open', timestamptz '2024-11-01 10:00:00.123456Z', '2024-12-01'
  FROM generate_series(1, 10) n;
`

const customers: Mapping = {
  record: 'account',
  id: { field: 'id', type: 'text' },
  name: { field: 'company', type: 'text' },
  mrr: { field: 'monthly', type: 'money', currency: 'EUR' },
  signedUpAt: { field: 'since', type: 'date' },
  properties: { vip: { field: 'vip', type: 'boolean' } },
}
const orders: Mapping = {
  record: 'object',
  kind: 'order',
  id: { field: 'no', type: 'text' },
  account: { by: 'id', field: 'customer' },
  state: { field: 'status', type: 'text' },
  openedAt: { field: 'changed_at', type: 'date' },
  dueAt: { field: 'due on', type: 'date' },
  properties: {},
}
type Stream = PostgresConfig['streams'][number]
const stream = (name: string, query: string, mapping: Mapping, more: Partial<Stream> = {}): Stream => ({
  name,
  query,
  mapping,
  pageSize: 3,
  ...more,
})
const byChange = { cursor: { column: 'changed_at', overlapSeconds: 0 } }

describe('a PostgreSQL source', () => {
  let server: TestPostgres | null
  let admin: pg.Client
  let folder: SyncedFolder
  beforeAll(async () => {
    server = await startPostgres()
    if (!server) return
    admin = new pg.Client(server.url)
    await admin.connect()
    await admin.query(SHOP)
  })
  afterAll(async () => {
    await admin?.end()
    await server?.stop()
  })
  beforeEach(async context => {
    if (!server) return context.skip('no PostgreSQL on this machine')
    await admin.query(FILL)
    folder = aSyncedFolder()
  })
  afterEach(() => folder?.close())

  const config = (streams: Stream[], more: object = {}): PostgresConfig => {
    const { hostname, port } = new URL(server?.url ?? '')
    return postgresConfigSchema.parse({
      server: { host: hostname, port: Number(port), database: 'postgres', user: 'reader' },
      tls: { mode: 'disable' },
      streams,
      ...more,
    })
  }
  const open = async (settings: PostgresConfig, password = 'reading-only') =>
    unwrap(
      await openPostgres(settings, { dir: folder.dir, secrets: { get: async () => password, set: async () => {} } }),
    )
  const sync = async (settings: PostgresConfig, more: object = {}) => {
    const connected = await open(settings)
    const { report, failure } = await syncFresh(pagesDeps(folder, connected, more))
    return { streams: Object.fromEntries(report.streams.map(one => [one.name, one])), failure }
  }
  const both = (more: Partial<Stream> = byChange) =>
    config([
      stream('orders', 'SELECT * FROM orders', orders, more),
      stream('customers', 'SELECT * FROM customers;', customers),
    ])
  const states = () =>
    folder.connection.prepare('SELECT external_id AS id, state FROM object ORDER BY external_id').all()
  const cursor = (name: string) =>
    JSON.parse(
      (folder.connection.prepare('SELECT cursor FROM stream WHERE name = ?').get(name) as { cursor: string }).cursor,
    ) as unknown

  it('brings rows over with their types, owners first, whatever the role is set to', async () => {
    const { streams, failure } = await sync(both())
    expect(failure).toBeNull()
    expect(streams.customers).toMatchObject({ read: 2, changed: 2, quarantined: 0 })
    expect(streams.orders).toMatchObject({ read: 10, changed: 10, quarantined: 0 })
    expect(
      folder.connection.prepare('SELECT name, mrr_minor, currency, signed_up_at, properties FROM account').all(),
    ).toEqual([
      {
        name: 'Ada Ltd',
        mrr_minor: 1_250,
        currency: 'EUR',
        signed_up_at: Date.UTC(2024, 1, 29),
        properties: '{"vip":true}',
      },
      { name: 'Bob & Sons', mrr_minor: null, currency: null, signed_up_at: null, properties: '{"vip":false}' },
    ])
    expect(folder.count('object', `opened_at = ${Date.UTC(2024, 10, 1, 10, 0, 0, 123)}`)).toBe(10)
    expect(folder.count('object', `due_at = ${Date.UTC(2024, 11, 1, 23, 59, 59)}`)).toBe(10)
  })

  it('says of each column whether it was read, counting again where every row is read', async () => {
    await admin.query(`UPDATE orders SET "due on" = NULL, status = '' WHERE no = 'O-3'`)
    const late = { ...orders, properties: { due: { field: 'due on', type: 'integer' } } } as Mapping
    const settings = config([
      stream('orders', 'SELECT * FROM orders', late),
      stream('customers', 'SELECT * FROM customers', customers),
    ])
    for (const _ of [1, 2]) {
      const { columns } = (await sync(settings)).streams.orders ?? {}
      expect(columns?.find(({ column }) => column === 'due on')).toMatchObject({ reads: 'partly', rows: 9 })
      expect(columns?.find(({ column }) => column === 'status')).toMatchObject({ reads: 'read', todo: null })
    }
    const kept = folder.connection.prepare("SELECT report FROM stream WHERE name = 'orders'").pluck().get()
    expect(JSON.parse(String(kept))).toContainEqual(expect.objectContaining({ column: 'due on', rows: 9 }))
  })

  it('reads what changed since, and never passes over rows that share a moment', async () => {
    await sync(both())
    expect(cursor('orders')).toMatchObject({ after: '2024-11-01 10:00:00.123456+00', whole: true })
    await admin.query(`UPDATE orders SET status = 'late', changed_at = '2024-11-02 00:00Z' WHERE no = 'O-3'`)
    await admin.query(`INSERT INTO orders VALUES ('O-99', 1, 'new', '2024-11-01 10:00:00.123456Z')`)
    const { streams } = await sync(both())
    expect(streams.orders).toMatchObject({ read: 11, changed: 2, unchanged: 9 })
    expect((await sync(both())).streams.orders).toMatchObject({ read: 1, changed: 0 })
    expect(states()).toHaveLength(11)
    expect(states()).toContainEqual({ id: 'O-3', state: 'late' })
  })

  it('looks back as far as it is told for what was committed late', async () => {
    const settings = both({ cursor: { column: 'changed_at', overlapSeconds: 3_600 } })
    await admin.query(`UPDATE orders SET changed_at = '2024-11-05 10:00Z' WHERE no = 'O-1'`)
    await sync(settings)
    await admin.query(
      `INSERT INTO orders VALUES ('late', 1, 'new', '2024-11-05 09:30Z'), ('later', 1, 'new', '2024-11-05 08:30Z')`,
    )
    await sync(settings)
    expect(states()).toContainEqual({ id: 'late', state: 'new' })
    expect(folder.count('object', `external_id = 'later'`)).toBe(0)
  })

  it('goes on where it was cut off, with the rows that have no value to go by', async () => {
    await admin.query(
      `UPDATE orders SET changed_at = timestamptz '2024-11-01Z' + make_interval(hours => substr(no, 3)::int)`,
    )
    await admin.query(`UPDATE orders SET changed_at = NULL WHERE no IN ('O-2', 'O-7')`)
    const settings = both()
    const abort = new AbortController()
    const connected = await open(settings)
    const cut = syncFresh(
      pagesDeps(folder, connected, {
        signal: abort.signal,
        onProgress: (done: number) => {
          if (done >= 5) abort.abort()
        },
      }),
    )
    await cut
    expect(folder.count('object')).toBeGreaterThan(0)
    expect(folder.count('object')).toBeLessThan(10)
    await sync(settings)
    expect(folder.count('object')).toBe(10)
    expect((await sync(settings)).streams.orders).toMatchObject({ read: 1 })
  })

  it('reads all again without a cursor column, and from the start with another one', async () => {
    await sync(both({}))
    expect((await sync(both({}))).streams.orders).toMatchObject({ read: 10, unchanged: 10 })
    await sync(both())
    expect((await sync(both({ cursor: { column: 'no', overlapSeconds: 0 } }))).streams.orders).toMatchObject({
      read: 10,
    })
    expect(cursor('orders')).toMatchObject({ after: 'O-9' })
  })

  it('reads everything again by a query or a mapping that was changed', async () => {
    await admin.query(`UPDATE orders SET changed_at = '2024-11-05Z' WHERE no = 'O-1'`)
    await sync(both())
    expect((await sync(both())).streams.orders).toMatchObject({ read: 1 })
    const settings = both()
    const changed = (more: Partial<Stream>) => ({
      ...settings,
      streams: settings.streams.map(one => (one.name === 'orders' ? { ...one, ...more } : one)),
    })
    const query = `SELECT no, customer, upper(status) AS status, changed_at, "due on" FROM orders`
    expect((await sync(changed({ query }))).streams.orders).toMatchObject({ read: 10, changed: 10 })
    expect(states()).toContainEqual({ id: 'O-3', state: 'OPEN' })
    const mapping: Mapping = { ...orders, lane: { field: 'status', type: 'text' } }
    expect((await sync(changed({ query, mapping }))).streams.orders).toMatchObject({ read: 10, changed: 10 })
  })

  it('keeps apart what does not fit, and takes it when its account has come', async () => {
    await admin.query(
      `INSERT INTO orders VALUES ('O-50', 7, 'open', '2024-11-03Z', '2024-12-01'), ('O-51', 1, 'open', 'infinity', '2024-12-01')`,
    )
    const ordered: Mapping = {
      record: 'event',
      id: { field: 'no', type: 'text' },
      account: { by: 'id', field: 'customer' },
      kind: { const: 'ordered' },
      at: { field: 'changed_at', type: 'date' },
      properties: {},
    }
    const settingsOf = (mapping: Mapping) =>
      config([
        stream('orders', 'SELECT * FROM orders', mapping, byChange),
        stream('customers', 'SELECT * FROM customers', customers),
      ])
    const settings = settingsOf(ordered)
    const { streams } = await sync(settings)
    expect(streams.orders).toMatchObject({ read: 12, quarantined: 2 })
    const held = () =>
      folder.connection.prepare('SELECT column_name AS "column", raw, reason FROM quarantine ORDER BY line').all()
    expect(held()).toMatchObject([
      { column: 'account', reason: expect.stringContaining('7') },
      { column: 'changed_at', reason: '“infinity” is not a date.' },
    ])
    await admin.query(`INSERT INTO customers VALUES (7, 'Cy')`)
    await sync(settings)
    expect(held()).toHaveLength(1)
    const mended = settingsOf({ ...ordered, at: { field: 'due on', type: 'date' } })
    const { writer, read } = folder
    const connected = await open(mended)
    const retried = await retryPages({ writer, read, source: { id: 1, slug: 'files' }, connected, now: NOW }, 'all')
    expect(retried).toEqual({ accepted: 1, left: 0 })
  })

  const SLOW = 'SELECT 1 AS id, pg_sleep(5)::text AS company, 1 AS monthly, now() AS since, true AS vip'
  it.each<[string, { query?: string; password?: string; more?: object }, RegExp]>([
    [
      'a wrong password',
      { password: 'wrong' },
      /refused the sign-in: .*Enter the credentials again, or correct the user/,
    ],
    ['an unknown database', { more: { server: 'nowhere' } }, /"nowhere" does not exist.*name of the database/],
    ['a table that is not there', { query: 'SELECT * FROM custommers' }, /table does not exist: .*custommers/],
    ['a column that is not there', { query: 'SELECT idd FROM customers' }, /column does not exist: .*idd/],
    [
      'a table it may not read',
      { query: 'SELECT id FROM secret' },
      /may not read everything in the query: .*secret.*Grant SELECT/,
    ],
    ['what is no SELECT', { query: 'DELETE FROM orders' }, /not a single SELECT/],
    [
      'a column that the mapping lacks',
      { query: 'SELECT id FROM customers' },
      /column “company”, which the query does not/,
    ],
    ['a query that takes too long', { query: SLOW, more: { timeoutSeconds: 2 } }, /took too long and was stopped/],
    ['a server without TLS', { more: { tls: { mode: 'require' } } }, /does not offer TLS/],
    ['nobody', { more: { port: 1 } }, /Nothing answers at that address and port/],
    [
      'a missing file of certificates',
      { more: { tls: { mode: 'verify-full', caFile: 'gone.pem' } } },
      /gone\.pem cannot be read/,
    ],
  ])(
    'says in plain words that it met %s',
    async (_, { query = 'SELECT * FROM customers', password, more = {} }, words) => {
      const base = config([stream('customers', query, customers)])
      const server = base.server as { host: string; port: number; database: string; user: string }
      const {
        port = server.port,
        server: database = server.database,
        ...rest
      } = more as { port?: number; server?: string }
      const settings = postgresConfigSchema.parse({ ...base, ...rest, server: { ...server, port, database } })
      const secrets = { get: async () => password ?? 'reading-only', set: async () => {} }
      const opened = await openPostgres(settings, { dir: folder.dir, secrets })
      if (!opened.ok) return expect(`${opened.error.what} ${opened.error.why}`).toMatch(words)
      const { failure } = await syncFresh(pagesDeps(folder, opened.value))
      const said = folder.connection.prepare('SELECT error FROM stream').get() as { error: string }
      expect(said.error).toMatch(words)
      expect(said.error).not.toContain('reading-only')
      const tested = await opened.value.test(new AbortController().signal)
      expect(tested.ok).toBe(false)
      expect(failure ? tested.message : tested.streams[0]?.problem).toMatch(words)
      expect(folder.count('account')).toBe(0)
    },
  )

  it.each([
    ['in a common table expression', `WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone`],
    ['behind a closed bracket', `SELECT * FROM orders) q; COMMIT; CREATE TABLE hole (id int); SELECT * FROM (SELECT 1`],
    [
      'by a function',
      `SELECT nextval('counter')::text AS no, 1 AS customer, '' AS status, now() AS changed_at, now() AS "due on"`,
    ],
    ['after a comment', `SELECT * FROM orders -- `],
  ])('changes nothing by a query that tries to write %s', async (where, query) => {
    const { streams } = await sync(config([stream('orders', query, orders)]))
    if (where === 'after a comment') expect(streams.orders).toMatchObject({ read: 10 })
    else expect(folder.count('stream', `name = 'orders' AND error IS NOT NULL`)).toBe(1)
    const { rows } = await admin.query(
      `SELECT (SELECT count(*) FROM orders)::int AS orders, to_regclass('hole') AS hole,
        (SELECT is_called FROM counter) AS counted`,
    )
    expect(rows).toEqual([{ orders: 10, hole: null, counted: false }])
  })

  it('reads the other streams where one cannot be read', async () => {
    const { streams, failure } = await sync(
      config([
        stream('secret', 'SELECT id AS no FROM secret', orders),
        stream('customers', 'SELECT * FROM customers', customers),
      ]),
    )
    expect(failure).toBeNull()
    expect(streams.customers).toMatchObject({ changed: 2 })
  })

  it('tests each stream for itself and says what is missing', async () => {
    const text = { ...customers, signedUpAt: { field: 'company', type: 'date' as const } }
    const settings = config([
      stream('good', 'SELECT * FROM customers', customers),
      stream('lost', 'SELECT * FROM elsewhere', customers),
      stream('unordered', 'SELECT * FROM orders', orders, { cursor: { column: 'updated', overlapSeconds: 0 } }),
      stream('misread', 'SELECT * FROM customers', text),
    ])
    const tested = await (await open(settings)).test(new AbortController().signal)
    expect(tested).toMatchObject({ ok: false, message: '3 of 4 streams need a correction before they can be read.' })
    expect(tested.streams.map(({ problem }) => problem)).toEqual([
      null,
      expect.stringContaining('table does not exist'),
      expect.stringContaining('no column “updated” for the cursor'),
      expect.stringContaining('The mapping fits none of the first 2 rows: “Ada Ltd” is not a date'),
    ])
    expect(await (await open(both())).test(new AbortController().signal)).toMatchObject({ ok: true })
  })

  it('shows what queries give before there is a mapping, each for itself', async () => {
    const { streams: _streams, ...reach } = both()
    const queries = [
      { name: 'customers', query: 'SELECT * FROM customers WHERE id = 2' },
      { name: 'secret', query: 'SELECT * FROM secret' },
      { name: 'orders', query: 'SELECT * FROM orders' },
    ]
    const ask = { kind: 'postgres' as const, config: reach, queries, secrets: {} }
    const secrets = { get: async () => 'reading-only', set: async () => {} }
    const found = unwrap(await proposePostgres(ask, { dir: folder.dir, secrets }, new AbortController().signal))
    expect(found[0]).toMatchObject({ mapping: { record: 'account', id: { field: 'id' } }, cursor: null, problem: null })
    // Types that no row shows are the server's.
    expect(found[0]?.columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'text'],
      ['company', 'text'],
      ['monthly', 'text'],
      ['since', 'date'],
      ['vip', 'boolean'],
    ])
    expect(found[1]).toMatchObject({
      mapping: null,
      problem: expect.stringContaining('may not read everything in the query'),
    })
    expect(found[2]).toMatchObject({ mapping: { record: 'object', kind: 'order' }, cursor: 'changed_at' })
  })

  it('says of a proposal what it leaves out or takes on trust, as of a file', async () => {
    const { streams: _streams, ...reach } = both()
    const row = (n: number, mrr: string, since: string) => `('${n}', 'Company ${n}', ${mrr}, '${since}', 'yes'::text)`
    const rows = [row(1, '49.90', '01/02/2024'), row(2, '12.50', '03/04/2024')].join(', ')
    const query = `SELECT * FROM (VALUES ${rows}) AS c(id, company, mrr, signup_date, inactive)`
    const queries = [
      { name: 'customers', query },
      { name: 'dated', query: "SELECT '1' AS id, 'Ada' AS company, timestamptz '2024-01-02Z' AS signup_date" },
    ]
    const ask = { kind: 'postgres' as const, config: reach, queries, secrets: {} }
    const secrets = { get: async () => 'reading-only', set: async () => {} }
    const found = unwrap(await proposePostgres(ask, { dir: folder.dir, secrets }, new AbortController().signal))
    expect(found[0]?.findings.map(({ column, note }) => [column, note])).toEqual([
      ['mrr', expect.stringContaining('amounts without a currency are kept as plain numbers')],
      ['signup_date', expect.stringContaining('do not tell which number is the day')],
      ['inactive', expect.stringContaining('may say who has left')],
    ])
    expect(found[1]?.findings).toEqual([])
  })

  it.each(['silent', 'reset'] as const)(
    'says so when the connection ends in the middle (%s), and goes on from there',
    async how => {
      await admin.query(`INSERT INTO customers SELECT n, 'Company ' || n FROM generate_series(3, 400) n`)
      await admin.query(`INSERT INTO orders SELECT 'N-' || n, n, 'open', timestamptz '2024-11-02Z' + n * interval '1 second'
      FROM generate_series(1, 400) n`)
      const front = await aFailingFront(Number(new URL(server?.url ?? '').port), { bytes: 20_000, how })
      onTestFinished(front.stop)
      const settings = both({ ...byChange, pageSize: 50 })
      const failing = {
        ...settings,
        // Only a server that falls silent makes use of it; long enough to connect on a busy machine.
        timeoutSeconds: 4,
        server: { ...settings.server, host: '127.0.0.1', port: front.port },
      }
      const onlyOrders = settings.streams.filter(({ name }) => name === 'orders')
      await sync({ ...settings, streams: settings.streams.filter(({ name }) => name === 'customers') })
      const { failure } = await sync({ ...failing, streams: onlyOrders } as PostgresConfig)
      expect(failure?.failure).toMatchObject({
        kind: 'unavailable',
        why: expect.stringMatching(/timeout|terminated|ECONNRESET/),
      })
      const before = folder.count('object')
      expect(before).toBeGreaterThan(0)
      expect(before).toBeLessThan(410)
      const { streams } = await sync({ ...settings, streams: onlyOrders })
      expect(folder.count('object')).toBe(410)
      expect(streams.orders?.read).toBeLessThan(410)
    },
  )

  it('checks the certificate of a server, and its name, unless it is told not to', async () => {
    const certificate = aCertificate('localhost')
    const front = await aTlsFront(Number(new URL(server?.url ?? '').port), certificate)
    onTestFinished(front.stop)
    writeFileSync(join(folder.dir, 'ca.pem'), certificate.cert)
    const reading = async (host: string, tls: object) => {
      const settings = both()
      const at = { ...settings.server, host, port: front.port }
      await sync(postgresConfigSchema.parse({ ...settings, server: at, tls }))
      return (folder.connection.prepare(`SELECT error FROM stream WHERE name = 'customers'`).get() as { error: string })
        .error
    }
    expect(await reading('localhost', { mode: 'verify-full' })).toMatch(/certificate is not trusted.*Choose the file/)
    expect(await reading('127.0.0.1', { mode: 'verify-full', caFile: 'ca.pem' })).toMatch(
      /certificate is for another name/,
    )
    expect(folder.count('account')).toBe(0)
    expect(await reading('localhost', { mode: 'verify-full', caFile: 'ca.pem' })).toBeNull()
    expect(folder.count('account')).toBe(2)
    expect(await reading('127.0.0.1', { mode: 'require' })).toBeNull()
  })

  it('takes an address, without a password or options in it', async () => {
    const { host, port } = new URL(server?.url ?? '')
    const at = (url: string) => ({ ...both(), server: { url } })
    expect((await sync(at(`postgres://reader@${host}/postgres`))).streams.customers).toMatchObject({ changed: 2 })
    expect(await postgres.secrets(at('postgres://reader@db/shop'), '')).toMatchObject({
      ok: true,
      value: [{ name: 'password', label: 'Password of reader' }],
    })
    for (const url of [`postgres://reader:pw@db:${port}/x`, 'postgres://db/x?sslmode=disable', 'mysql://db/x', 'db'])
      expect(await postgres.secrets(at(url), '')).toMatchObject({ ok: false })
  })
})
