import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRows } from '../../../main/record/read-rows.ts'
import { inspectFiles } from '../../../main/source/files/inspect.ts'
import { previewStream } from '../../../main/source/files/preview-stream.ts'
import { listQuarantine } from '../../../main/sync/store.ts'
import { unwrap } from '../../../shared/result.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import { aSyncedFolder, type SyncedFolder } from '../../helpers/synced-folder.ts'

const orders = (path: string): FileStream => ({
  name: 'orders',
  path,
  mapping: {
    record: 'object',
    kind: 'order',
    id: { field: 'id', type: 'text' },
    account: { field: 'customer.id' },
    openedAt: { field: 'placed', type: 'date', format: 'unix_s' },
    amount: { field: 'total', type: 'money', currency: 'EUR' },
    properties: {
      paid: { field: 'paid', type: 'boolean' },
      sku: { field: 'lines.0.sku', type: 'text' },
      lines: { field: 'lines', type: 'text' },
    },
  },
})
const order = (id: string | number, more: object = {}) => ({
  id,
  customer: { id: 'A-1', email: 'ada@example.com' },
  placed: 1_709_251_200,
  total: 12.5,
  paid: true,
  lines: [{ sku: 'S-1', n: 2 }],
  ...more,
})
const ORDERS = [order('O-1'), order('O-2', { total: 7, paid: false, lines: [] }), order('O-3', { placed: null })]
const ndjson = (list: readonly unknown[]) => list.map(one => JSON.stringify(one)).join('\n')

describe('files of every kind', () => {
  let folder: SyncedFolder
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder.dir, name), content)
  const accounts: FileStream = {
    name: 'accounts',
    path: 'accounts.csv',
    mapping: { record: 'account', id: { field: 'id', type: 'text' }, properties: {} },
  }
  beforeEach(() => {
    folder = aSyncedFolder()
    write('accounts.csv', 'id\nA-1\n')
  })
  afterEach(() => folder.close())
  const sync = (stream: FileStream) => folder.sync({ streams: [accounts, stream] })
  const read = () =>
    folder.connection
      .prepare('SELECT external_id, opened_at, amount_minor, properties FROM object ORDER BY external_id')
      .all()

  const kinds: Record<string, string | Buffer> = {
    'orders.ndjson': ndjson(ORDERS),
    'lines.json': `${ndjson(ORDERS)}\n`,
    'list.json': JSON.stringify(ORDERS, null, 2),
    'nested.json': JSON.stringify({ meta: { pages: [1, 2] }, data: { items: ORDERS }, next: null }),
    'orders.jsonl.gz': gzipSync(ndjson(ORDERS)),
    'nested.json.gz': gzipSync(JSON.stringify({ data: { items: ORDERS } })),
    'utf16.json': Buffer.from(`\ufeff${JSON.stringify(ORDERS)}`, 'utf16le'),
  }
  for (const [name, content] of Object.entries(kinds)) {
    it(`read ${name} into the same records`, async () => {
      write(name, content)
      unwrap(await sync(orders(name)))
      expect(read()).toEqual([
        {
          external_id: 'O-1',
          opened_at: 1_709_251_200_000,
          amount_minor: 1_250,
          properties: '{"paid":true,"sku":"S-1","lines":"[{\\"sku\\":\\"S-1\\",\\"n\\":2}]"}',
        },
        {
          external_id: 'O-2',
          opened_at: 1_709_251_200_000,
          amount_minor: 700,
          properties: '{"paid":false,"lines":"[]"}',
        },
        expect.objectContaining({ external_id: 'O-3', opened_at: null }),
      ])
      const again = unwrap(await sync(orders(name)))
      expect(again.streams[1]).toMatchObject({ read: 3, changed: 0, unchanged: 3, quarantined: 0 })
    })
  }

  it('read a list that is named, where another comes first', async () => {
    write('two.json', JSON.stringify({ customers: [{ id: 'A-1' }], 'sales.2024': { orders: ORDERS }, orders: ORDERS }))
    unwrap(await sync({ ...orders('two.json'), list: 'orders' }))
    expect(folder.count('object')).toBe(3)
  })

  it('keep the digits of ids that no double can hold', async () => {
    const id = '12345678901234567890'
    const text = JSON.stringify([order('X')]).replace('"X"', id)
    write('list.json', text)
    unwrap(await sync(orders('list.json')))
    expect(folder.count('object', `external_id = '${id}'`)).toBe(1)
    write('lines.ndjson', `${text.slice(1, -1)}\n`)
    expect(unwrap(await sync(orders('lines.ndjson'))).streams[1]).toMatchObject({ unchanged: 1 })
  })

  it('set aside a malformed line of NDJSON with its line and column, and read the others', async () => {
    write('orders.ndjson', `${ndjson(ORDERS)}\n{"id":"O-4",\n\n[1]\n  {"id":oops}\n${JSON.stringify(order('O-9'))}`)
    unwrap(await sync(orders('orders.ndjson')))
    expect(folder.count('object')).toBe(4)
    const list = listQuarantine(folder.read, { offset: 0, limit: 10 })
    expect(list.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'At column 13: the line is not valid JSON.'],
      [6, 'At column 1: the line is JSON but not an object.'],
      [7, 'At column 9: the line is not valid JSON.'],
    ])
    expect(JSON.parse(list[0]?.raw ?? '')).toEqual(['{"id":"O-4",'])
    write('orders.ndjson', ndjson(ORDERS))
    unwrap(await sync(orders('orders.ndjson')))
    expect(folder.count('quarantine')).toBe(0)
  })

  it('try a nested record of the quarantine again by what the mapping reads', async () => {
    const stray = order('O-1', { customer: { id: 'A-2' } })
    write('orders.ndjson', ndjson([stray]))
    unwrap(await sync(orders('orders.ndjson')))
    const [row] = listQuarantine(folder.read, { offset: 0, limit: 10 })
    expect(row).toMatchObject({ line: 1, column: 'customer.id' })
    expect(JSON.parse(row?.raw ?? '')).toEqual(stray)
    write('accounts.csv', 'id\nA-1\nA-2\n')
    write('orders.ndjson', ndjson([stray]))
    unwrap(await sync(orders('orders.ndjson')))
    expect(folder.count('quarantine')).toBe(0)
    expect(folder.count('object')).toBe(1)
  })

  it.each([
    ['cut off', JSON.stringify(ORDERS, null, 1).slice(0, -40), /line \d+, column \d+: The file ends too early/],
    [
      'broken inside',
      JSON.stringify(ORDERS, null, 1).replace('"O-2",', '"O-2"'),
      /line 20, column 3: The JSON is not valid/,
    ],
    ['followed by more', `${JSON.stringify(ORDERS)}\n\n  {}`, /line 3, column 3: The JSON is not valid/],
    ['without a list', '{\n"id": 1,\n"tags": ["a"]\n}', /does not begin with a list of/],
  ])('refuse a document that is %s with the place of the error, and keep nothing of it', async (_, text, words) => {
    write('list.json', text)
    const result = await sync(orders('list.json'))
    if (result.ok) throw new Error('it was read')
    expect(result.error.why).toMatch(words)
    expect(folder.count('object') + folder.count('account')).toBe(0)
  })

  it.each([
    ['cut off', (packed: Buffer) => packed.subarray(0, packed.length / 2), /incomplete/],
    ['damaged', (packed: Buffer) => Buffer.concat([packed.subarray(0, 400), Buffer.alloc(900, 7)]), /damaged/],
    ['packed twice', (packed: Buffer) => gzipSync(packed), /compressed \(gzip\)/],
  ])('refuse gzip that is %s before anything is kept', async (_, spoil, words) => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `O-${n},A-1,${(n * 7919) % 10_007}`)
    const packed = gzipSync(['id,customer.id,total', ...rows].join('\n'))
    write('orders.csv.gz', spoil(packed))
    const stream = orders('orders.csv.gz')
    if (Array.isArray(stream.mapping) || stream.mapping.record !== 'object') throw new Error('no object')
    const { openedAt: _opened, ...mapping } = { ...stream.mapping, properties: {} }
    const result = await sync({ ...stream, mapping })
    if (result.ok) throw new Error('it was read')
    expect(`${result.error.what} ${result.error.why}`).toMatch(words)
    expect(folder.count('object')).toBe(0)
    write('orders.csv.gz', packed)
    unwrap(await sync({ ...stream, mapping }))
    expect(folder.count('object')).toBe(20_000)
  })

  it('show columns, types and a proposal of nested records', async () => {
    write('orders.ndjson', ndjson(ORDERS))
    write('nested.json.gz', gzipSync(JSON.stringify({ data: ORDERS })))
    const [lines, nested] = await inspectFiles(['orders.ndjson', 'nested.json.gz'], folder.dir)
    expect(lines?.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'id: text',
      'customer.id: text',
      'customer.email: text',
      'placed: integer',
      'total: number',
      'paid: boolean',
      'lines.0.sku: text',
      'lines.0.n: integer',
    ])
    expect(nested?.columns).toEqual(lines?.columns)
    expect(lines?.stream?.mapping).toMatchObject({
      record: 'object',
      kind: 'order',
      account: { field: 'customer.id' },
      // Nothing says in which currency it is.
      properties: { total: { field: 'total', type: 'number' } },
    })
    expect(lines?.rows[1]).toMatchObject({ id: 'O-2', paid: 'false', 'lines.0.sku': '' })
  })

  it('preview nested records with what the mapping reads of them', async () => {
    write('orders.ndjson', `{oops\n${ndjson(ORDERS)}`)
    const { rows } = unwrap(await previewStream(orders('orders.ndjson'), 2, folder.dir))
    expect(rows[0]).toMatchObject({ line: 1, mapped: {}, error: 'At column 2: the line is not valid JSON.' })
    expect(rows[1]).toMatchObject({
      line: 2,
      raw: { 'customer.email': 'ada@example.com' },
      mapped: { externalId: 'O-1', amount: '€12.50', 'properties.sku': 'S-1' },
      error: null,
    })
  })

  it('hold a stream that has no records yet for empty, not for broken', async () => {
    write('orders.ndjson', '')
    write('list.json', '{"data": []}')
    for (const name of ['orders.ndjson', 'list.json']) {
      unwrap(await sync(orders(name)))
      expect(folder.count('stream', `name = 'orders' AND error IS NULL AND synced_at IS NOT NULL`)).toBe(1)
      expect((await inspectFiles([name], folder.dir))[0]?.problem).toMatch(/no records yet|No account column/)
    }
  })

  it('refuse a record that never ends', async () => {
    write('orders.ndjson', `{"id":"${'x'.repeat(17 * 1024 * 1024)}`)
    const piecewise = async () => {
      for await (const chunk of readRows(join(folder.dir, 'orders.ndjson'))) expect(chunk.rows).toEqual([])
    }
    await expect(piecewise()).rejects.toThrow(/Line 1 is longer than/)
  })
})
