import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from '../../../main/record/page.ts'
import { selecting } from '../../../main/source/singer/catalog.ts'
import { proposeSinger } from '../../../main/source/singer/propose.ts'
import { openSinger, type SingerDeps, singer } from '../../../main/source/singer/singer.ts'
import { syncFresh } from '../../../main/sync/pages/sync-pages.ts'
import { unwrap } from '../../../shared/result.ts'
import { ownMapping } from '../../../shared/source/mapping.ts'
import { type SingerConfig, singerConfigSchema } from '../../../shared/source/singer-source.ts'
import { pagesDeps } from '../../helpers/scripted-source.ts'
import { aSyncedFolder, type SyncedFolder } from '../../helpers/synced-folder.ts'
import { until } from '../../helpers/until.ts'

const TAP = resolve(import.meta.dirname, '../../helpers/tap.ts')
const KEY = 'k3y/for+the=tap'

const STREAMS: SingerConfig['streams'] = [
  {
    name: 'shop-orders',
    mapping: {
      record: 'object',
      kind: 'order',
      id: { field: 'id', type: 'text' },
      account: { by: 'id', field: 'customer_id' },
      state: { field: 'status', type: 'text' },
      dueAt: { field: 'due', type: 'date' },
      properties: {},
    },
  },
  {
    name: 'customers',
    mapping: {
      record: 'account',
      id: { field: 'id', type: 'text' },
      name: { field: 'name', type: 'text' },
      properties: { email: { field: 'contact.email', type: 'text' } },
    },
  },
]
const day = (n: number) => new Date(Date.UTC(2024, 0, n)).toISOString()
const order = (n: number, more: object = {}) => ({
  id: `O-${n}`,
  customer_id: `C-${1 + (n % 3)}`,
  status: 'open',
  due: day(n + 10),
  updated_at: day(n),
  ...more,
})
const customer = (n: number) => ({
  id: `C-${n}`,
  name: `Shop ${n}`,
  contact: { email: `c${n}@example.com` },
  updated_at: day(n),
})

describe('a Singer source', () => {
  let folder: SyncedFolder
  let note: string
  beforeEach(() => {
    folder = aSyncedFolder()
    note = join(folder.dir, 'note.json')
    sleep = really
    shop(Array.from({ length: 25 }, (_, n) => order(n + 1)))
  })
  afterEach(() => folder.close())

  const shop = (orders: object[]) =>
    writeFileSync(join(folder.dir, 'shop.json'), JSON.stringify({ customers: [1, 2, 3].map(customer), orders }))
  const config = (settings: object = {}, more: object = {}): SingerConfig =>
    singerConfigSchema.parse({
      command: process.execPath,
      args: [TAP],
      settings: { data: join(folder.dir, 'shop.json'), note, ...settings },
      secrets: ['api_key'],
      streams: STREAMS,
      ...more,
    })
  const really: SingerDeps['sleep'] = (ms, signal) => wait(ms, undefined, { signal }).catch(() => {})
  let sleep = really
  const allow = ({ command, args }: SingerConfig) =>
    writeFileSync(join(folder.dir, 'taps.json'), JSON.stringify([[command, ...args]]))
  const open = async (settings: SingerConfig, key: string | null = KEY) => {
    allow(settings)
    return opened(settings, key)
  }
  const opened = async (settings: SingerConfig, key: string | null) =>
    unwrap(
      await openSinger(settings, { dir: folder.dir, sleep, secrets: { get: async () => key, set: async () => {} } }),
    )
  const sync = async (settings = config(), more: object = {}) => {
    const { report } = await syncFresh(pagesDeps(folder, await open(settings), more))
    return Object.fromEntries(report.streams.map(one => [one.name, one]))
  }
  const cursor = () =>
    (folder.connection.prepare(`SELECT cursor FROM stream WHERE name = 'shop-orders'`).get() as { cursor: string })
      .cursor
  const error = (name = 'shop-orders') =>
    (folder.connection.prepare('SELECT error FROM stream WHERE name = ?').get(name) as { error: string }).error
  const noted = () => JSON.parse(readFileSync(note, 'utf8')) as Record<string, unknown>
  const leftovers = () => readdirSync(tmpdir()).filter(name => name.startsWith('forestall-tap-'))
  const alive = (pid: unknown) => {
    try {
      process.kill(Number(pid), 0)
      return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '')
    } catch {
      return false
    }
  }

  it('brings over the records of each stream by its mapping, owners first', async () => {
    const streams = await sync()
    expect(streams.customers).toMatchObject({ read: 3, changed: 3, quarantined: 0 })
    expect(streams['shop-orders']).toMatchObject({ read: 25, changed: 25, quarantined: 0 })
    expect(folder.count('account', `json_extract(properties, '$.email') = 'c2@example.com'`)).toBe(1)
    expect(folder.count('object', `due_at = ${Date.UTC(2024, 0, 15)}`)).toBe(1)
    // One run for each stream, with nothing else selected.
    expect(noted().chosen).toEqual(['orders'])
  })

  it('says of each column whether it was read, from the first record on', async () => {
    shop([order(1, { due: 'soon' }), order(2)])
    const due = { column: 'due', reads: 'partly', rows: 1, examples: [{ text: 'soon' }] }
    const columns = (await sync())['shop-orders']?.columns
    expect(columns).toContainEqual(expect.objectContaining({ column: 'status', reads: 'read' }))
    expect(columns).toContainEqual(expect.objectContaining({ column: 'updated_at', reads: 'not', as: 'nothing' }))
    expect(columns?.find(({ column }) => column === 'due')).toMatchObject(due)
    await sync()
    const kept = folder.connection.prepare("SELECT report FROM stream WHERE name = 'shop-orders'").pluck().get()
    expect(JSON.parse(String(kept)).find(({ column }: { column: string }) => column === 'due')).toMatchObject(due)
  })

  it('hands the state of the last sync back, digit for digit, and reads what is new since', async () => {
    await sync(config({ behave: 'die@12' }))
    const state = '{"bookmarks":{"orders":"2024-01-10T00:00:00.000Z"},"nanos":1732060800123456789}'
    expect(JSON.parse(cursor())).toMatchObject({ state })
    expect(folder.count('object')).toBe(12)
    expect((await sync())['shop-orders']).toMatchObject({ read: 16, changed: 13, unchanged: 3 })
    expect(noted().state).toBe(state)
    shop([order(24), order(25, { status: 'late' }), order(26)])
    expect((await sync())['shop-orders']).toMatchObject({ read: 2, changed: 2 })
  })

  it('reads everything again by a mapping that was changed', async () => {
    await sync()
    const [orders, customers] = STREAMS
    if (!customers || !orders || Array.isArray(orders.mapping) || orders.mapping.record !== 'object')
      throw new Error('no streams')
    const lane = { ...orders, mapping: { ...orders.mapping, lane: { field: 'status', type: 'text' as const } } }
    const streams = await sync(config({}, { streams: [lane, customers] }))
    expect(streams).toMatchObject({ customers: { read: 1 }, 'shop-orders': { read: 25, changed: 25 } })
  })

  it('tells the last words of a tap that dies, but no secret, and keeps the records before it', async () => {
    await sync(config({ behave: 'die@7' }))
    expect(error()).toMatch(/ended with code 1\. Its last output: .*Traceback.* KeyError: token •••/)
    expect(folder.count('object')).toBe(7)
  })

  it('says what is wrong where credentials are refused, without repeating them', async () => {
    const tested = await (await open(config(), 'wr0ng/key')).test(new AbortController().signal)
    expect(tested).toMatchObject({
      ok: false,
      message: expect.stringContaining('CRITICAL 401 for https://shop.example/?key=•••'),
    })
    const none = await openSinger(config(), {
      dir: folder.dir,
      sleep,
      secrets: { get: async () => null, set: async () => {} },
    })
    expect(none).toMatchObject({ ok: false, error: { why: 'The setting “api_key” has no value.' } })
    expect(await singer.secrets(config(), '')).toMatchObject({ value: [{ name: 'api_key', optional: false }] })
  })

  it('starts only programs that the workspace lists, with the arguments that it lists', async () => {
    const settings = config()
    const ways = [
      '[]',
      '"node"',
      '{',
      JSON.stringify([process.execPath]),
      JSON.stringify([[process.execPath, '-e', '1']]),
    ]
    for (const list of [null, ...ways]) {
      if (list !== null) writeFileSync(join(folder.dir, 'taps.json'), list)
      const deps = { dir: folder.dir, sleep, secrets: { get: async () => KEY, set: async () => {} } }
      const refused = await openSinger(settings, deps)
      expect(refused).toMatchObject({
        ok: false,
        error: { kind: 'refused', why: expect.stringContaining('taps.json') },
      })
    }
    allow(settings)
    expect(await sync(settings)).toMatchObject({ customers: { read: 3 } })
  })

  it('ends a tap that falls silent, and says so', async () => {
    // How long the program takes to start and to print is no silence, however busy the machine is.
    sleep = async (ms, signal) => {
      await until(() => signal.aborted || (existsSync(note) && readFileSync(note, 'utf8').includes('hangs')))
      await really(ms, signal)
    }
    await sync(config({ behave: 'hang@5' }, { idleSeconds: 1 }))
    expect(error()).toMatch(/printed nothing for 1 seconds and was ended.*starting sync/)
    expect(folder.count('object')).toBe(5)
  })

  it('keeps apart lines that are no message', async () => {
    const streams = await sync(config({ behave: 'junk@4' }))
    expect(streams['shop-orders']).toMatchObject({ changed: 25, quarantined: 3 })
    const held = folder.connection.prepare('SELECT raw, reason FROM quarantine ORDER BY line').all()
    expect(held).toEqual([
      { raw: '["DEBUG talking to •••"]', reason: 'The line is not JSON.' },
      { raw: '["[1,2]"]', reason: 'The line is not a Singer message.' },
      expect.objectContaining({ reason: 'The RECORD message has no stream or no record.' }),
    ])
  })

  it('keeps apart records that do not fit, and deletes what the tap says was deleted', async () => {
    shop([order(1), order(2, { customer_id: '' }), order(3)])
    expect((await sync())['shop-orders']).toMatchObject({ read: 3, quarantined: 1 })
    // A tap that reads a database's log often has nothing but the key left.
    shop([
      { ...order(4), id: 'O-1', customer_id: null, status: null, due: null, _sdc_deleted_at: day(4) },
      order(5, { id: 'O-2' }),
    ])
    await sync()
    expect(folder.count('quarantine')).toBe(0)
    expect(folder.connection.prepare('SELECT external_id FROM object ORDER BY 1').pluck().all()).toEqual(['O-2', 'O-3'])
  })

  it.each<[string, object, RegExp]>([
    [
      'is not there',
      { command: 'tap-that-is-not-there', args: [] },
      /no program “tap-that-is-not-there”.*Install the tap/,
    ],
    ['is no program', { command: TAP, args: [] }, /may not be started/],
    [
      'is no tap',
      { args: ['-e', 'for (let i = 0; i < 999; i++) console.log("hello")', '--'], catalog: 'none' },
      /is not a tap/,
    ],
    ['prints no catalog', { args: ['-e', 'console.log("hello")', '--'] }, /not a catalog/],
    ['hands over files', { settings: { behave: 'batch@1' } }, /BATCH messages/],
    [
      'lacks a stream',
      { streams: STREAMS.map(one => ({ ...one, name: 'refunds' })).slice(0, 1) },
      /It has: shop-customers, shop-orders/,
    ],
  ])('says so of a program that %s', async (_, more, words) => {
    const { settings, ...rest } = more as { settings?: object }
    const used = config(settings, rest)
    await sync(used)
    expect(error(used.streams[0]?.name)).toMatch(words)
    expect(folder.count('quarantine', `column_name IS NOT 'account'`)).toBe(0)
  })

  it('reads a tap that cannot be asked what it has, and leaves out what is not wanted', async () => {
    const streams = await sync(
      config({}, { catalog: 'none', streams: STREAMS.map(one => ({ ...one, name: one.name.replace('shop-', '') })) }),
    )
    expect(streams).toMatchObject({ customers: { read: 3 }, orders: { read: 25 } })
  })

  it('is told its settings by a file that only this user may read and that is gone afterwards', async () => {
    const before = leftovers()
    await sync(config({ behave: 'die@3' }))
    const { config: file, environment } = noted() as { config: string; environment: string[] }
    expect(file).toContain('forestall-tap-')
    expect(existsSync(file)).toBe(false)
    expect(leftovers()).toEqual(before)
    expect(environment.filter(name => name.startsWith('FORESTALL_'))).toEqual([])
    expect(
      readFileSync(join(folder.dir, 'singer', readdirSync(join(folder.dir, 'singer'))[0] ?? ''), 'utf8'),
    ).not.toContain(KEY)
  })

  it('leaves no settings behind for long, even of a console that was killed', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    const left = mkdtempSync(join(tmpdir(), `forestall-tap-${pid}-`))
    writeFileSync(join(left, 'config.json'), '{}')
    await sync()
    expect(existsSync(left)).toBe(false)
  })

  it('is ended with all that it started when somebody cancels', async () => {
    const abort = new AbortController()
    const running = sync(config({ behave: 'child@1' }), { signal: abort.signal })
    await until(() => existsSync(note) && /"child":\d+.*\}/.test(readFileSync(note, 'utf8')))
    const { child, tap } = noted()
    abort.abort()
    await running
    await until(() => !alive(tap) && !alive(child))
  })

  it('is not faster than what becomes of its records', async () => {
    const source = await open(config({ behave: 'flood@1' }))
    const stream = source.streams.find(({ name }) => name === 'shop-orders')
    const pages = stream?.pages({ cursor: null, part: 'fresh', signal: new AbortController().signal, say: () => {} })
    const first = (await pages?.next())?.value as Page
    expect(first.records.length).toBeGreaterThanOrEqual(500)
    // Were it not held back, it would go on until it has printed all of its 400,000 records.
    let last = -1
    await until(async () => {
      const before = last
      await wait(500)
      last = Number(readFileSync(note, 'utf8'))
      return last === before
    })
    expect(last).toBeLessThan(20_000)
    await pages?.return(undefined)
  })

  it('shows the streams of a tap with what each could become', async () => {
    const { streams: _streams, ...tap } = config()
    allow(config())
    const deps = { dir: folder.dir, sleep, secrets: { get: async () => KEY, set: async () => {} } }
    const ask = { kind: 'singer' as const, config: tap, secrets: {} }
    const found = unwrap(await proposeSinger(ask, deps, new AbortController().signal))
    expect(found.map(({ name, mapping }) => [name, mapping && ownMapping(mapping).record])).toEqual([
      ['shop-customers', 'account'],
      ['shop-orders', 'object'],
    ])
    expect(found[0]?.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'id: text',
      'name: text',
      'contact.email: text',
      'updated_at: date',
    ])
    expect(found[1]?.mapping).toMatchObject({ id: { field: 'id' }, account: { field: 'customer_id' } })
    expect(found.map(({ findings }) => findings.map(({ column }) => column))).toEqual([[], []])
  })

  it('says in a test which stream lacks what its mapping reads', async () => {
    const [orders, customers] = STREAMS
    if (!orders || !customers || Array.isArray(customers.mapping) || customers.mapping.record !== 'account')
      throw new Error('no streams')
    const wrong = { ...customers, mapping: { ...customers.mapping, plan: { field: 'tier', type: 'text' as const } } }
    const tested = await (await open(config({}, { streams: [orders, wrong, { ...orders, name: 'gone' }] }))).test(
      new AbortController().signal,
    )
    expect(tested.streams).toEqual([
      { name: 'shop-orders', problem: null },
      {
        name: 'customers',
        problem: expect.stringContaining('“tier”, which this stream does not have. It has: id, name'),
      },
      { name: 'gone', problem: expect.stringContaining('no such stream') },
    ])
    expect(await (await open(config())).test(new AbortController().signal)).toMatchObject({ ok: true })
  })
})

it('selects streams in each of the ways that taps look for, and leaves alone what cannot be read', () => {
  const catalog = {
    streams: [
      {
        tap_stream_id: 'a',
        schema: { properties: { id: {}, blob: {} } },
        metadata: [
          { breadcrumb: [], metadata: { 'table-key-properties': ['id'] } },
          { breadcrumb: ['properties', 'blob'], metadata: { inclusion: 'unsupported' } },
        ],
      },
      { tap_stream_id: 'b', schema: {} },
    ],
  }
  expect(selecting(catalog, ['a'])).toMatchObject({
    streams: [
      {
        selected: true,
        schema: { selected: true },
        metadata: [
          { breadcrumb: [], metadata: { 'table-key-properties': ['id'], selected: true } },
          { breadcrumb: ['properties', 'id'], metadata: { selected: true } },
          { breadcrumb: ['properties', 'blob'], metadata: { inclusion: 'unsupported' } },
        ],
      },
      { selected: false, metadata: [{ breadcrumb: [], metadata: { selected: false } }] },
    ],
  })
})
