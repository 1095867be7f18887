import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { itemMapper, mapItems, remapped } from '../../../main/record/mapping/map-items.ts'
import { syncFresh } from '../../../main/sync/pages/sync-pages.ts'
import type { ColumnReport } from '../../../shared/model/column-report.ts'
import { mappingsSchema } from '../../../shared/source/record-mapping.ts'
import { json } from '../../helpers/loopback.ts'
import { NOW, reading, type Stream } from '../../helpers/rest-reading.ts'
import { pagesDeps } from '../../helpers/scripted-source.ts'
import { aSyncedFolder, type SyncedFolder } from '../../helpers/synced-folder.ts'

const HOUR = 3_600_000
const at = (n: number) => new Date(NOW - HOUR + n * 1_000).toISOString()
const customer = (n: number, more: object = {}) => ({
  ...{ id: `a${n}`, name: `Account ${n}`, seats: n, contact: { email: `c${n}@example.com`, phone: '1' } },
  ...{ tags: [{ t: 1 }], updated_at: at(n) },
  ...more,
})
const RECORDS: Stream['records'] = [
  {
    ...{ record: 'account', id: 'id', name: 'name', email: 'contact.email', plan: 'subscription.plan' },
    properties: { seats: { path: 'seats', type: 'integer' } },
  },
]

describe('the columns of a connected stream', () => {
  let folder: SyncedFolder
  let list: object[]
  beforeEach(() => {
    folder = aSyncedFolder()
    list = []
  })
  afterEach(() => folder.close())

  const open = (stream: Stream = {}) =>
    reading({ records: RECORDS, ...stream }, (ask, res) => {
      const since = ask.url.searchParams.get('updated_since') ?? ''
      const data = list.filter(one => (one as { updated_at: string }).updated_at >= since)
      json(res, { data, next: null })
    })
  const sync = async (stream: Stream = {}, clean = (text: string) => text) => {
    const { source } = await open(stream)
    const { report } = await syncFresh(pagesDeps(folder, source, { clean }))
    return report.streams[0]
  }
  const kept = (): ColumnReport[] =>
    JSON.parse(String(folder.connection.prepare("SELECT report FROM stream WHERE name = 'accounts'").pluck().get()))
  const of = (columns: readonly ColumnReport[] | undefined, name: string | null) =>
    columns?.find(({ column }) => column === name)

  it('are read, partly read or not read, with examples and what to do', async () => {
    list = [customer(1), customer(2, { seats: 'many' }), customer(3, { seats: 'few' }), customer(4, { seats: 'n/a' })]
    const columns = (await sync())?.columns
    expect(of(columns, 'name')).toMatchObject({ reads: 'read', fields: ['name'], todo: null })
    expect(of(columns, 'contact.email')).toMatchObject({ reads: 'read', fields: ['email'] })
    expect(of(columns, 'seats')).toMatchObject({
      ...{ reads: 'partly', rows: 2, blank: 1, as: 'integer' },
      examples: [
        { line: 2, text: 'many' },
        { line: 3, text: 'few' },
      ],
      todo: expect.stringContaining('another type'),
    })
    expect(kept()).toEqual(columns)
  })

  it('name the fields that the mapping leaves out, and each list once', async () => {
    list = [customer(1), customer(2)]
    const columns = (await sync())?.columns
    const unread = columns?.filter(({ as }) => as === 'nothing').map(({ column }) => column)
    expect(unread).toEqual(['contact.phone', 'tags', 'updated_at'])
    expect(of(columns, 'tags')?.todo).toContain('manifest')
  })

  it('say of a name that no row has that it is not read', async () => {
    list = [customer(1)]
    expect(of((await sync())?.columns, 'subscription.plan')).toMatchObject({
      ...{ reads: 'not', rows: 0, todo: expect.stringContaining('No row has a value') },
    })
  })

  it('lose nobody for a property that cannot be read', async () => {
    list = [customer(1, { seats: 'many' })]
    expect(await sync()).toMatchObject({ changed: 1, quarantined: 0 })
    expect(folder.count('account', "json_extract(properties, '$.seats') IS NULL")).toBe(1)
  })

  it('count rows whose cell puts them into quarantine, and rows that have no id', async () => {
    list = [customer(1, { contact: { email: 'nobody' } }), { name: 'No id', updated_at: at(2) }, customer(3)]
    const columns = (await sync())?.columns
    expect(of(columns, 'contact.email')).toMatchObject({
      ...{ reads: 'partly', rows: 1, examples: [{ line: 1, text: 'nobody' }] },
    })
    expect(of(columns, 'id')).toMatchObject({ reads: 'partly', rows: 1 })
  })

  it('go on counting while only what is new is asked for', async () => {
    list = [customer(1, { seats: 'many' }), customer(2)]
    await sync()
    list = [...list.slice(1), customer(3, { seats: 'few' })]
    expect(of((await sync())?.columns, 'seats')).toMatchObject({ rows: 1, examples: [{ text: 'few' }] })
    expect(of(kept(), 'seats')).toMatchObject({
      ...{ reads: 'partly', rows: 2, examples: [{ text: 'many' }, { text: 'few' }] },
    })
    expect(of(kept(), 'subscription.plan')).toMatchObject({ reads: 'not' })
  })

  it('begin again where a reading asks for every row', async () => {
    list = [customer(1, { seats: 'many' }), customer(2)]
    await sync()
    list = [customer(1), customer(2)]
    const seats = { record: 'account', id: 'id', properties: { seats: { path: 'seats', type: 'number' } } } as const
    await sync({ records: [seats] })
    expect(of(kept(), 'seats')).toMatchObject({ reads: 'read', rows: 0 })
  })

  it('keep the last report where nothing came', async () => {
    list = [customer(1, { seats: 'many' })]
    await sync()
    const before = kept()
    list = []
    await sync()
    expect(kept()).toEqual(before)
  })

  it('show no credential in an example', async () => {
    list = [customer(1, { seats: 's3cret' })]
    const columns = (await sync({}, text => text.replaceAll('s3cret', '•••')))?.columns
    expect(of(columns, 'seats')?.examples).toEqual([{ line: 1, text: '•••' }])
  })

  it('tell how many rows the conditions leave out', async () => {
    list = [customer(1), customer(2, { name: '' })]
    expect(await sync({ records: [{ record: 'account', id: 'id', when: 'name' }] })).toMatchObject({ leftOut: 1 })
  })
})

describe('rows of JSON', () => {
  const mapping = mappingsSchema.parse([
    { record: 'account', id: 'buyer', properties: { size: { path: 'size || `0`', type: 'integer' } } },
    { record: 'event', id: 'no', account: 'buyer', kind: { const: 'bought' }, at: 'on', value: { path: 'size' } },
  ])

  it('count a cell once, however many records it is read for', () => {
    const { met, misfits } = mapItems(itemMapper(mapping), [{ no: 1, buyer: 'b', on: '2024-01-01', size: 'XL' }], 1)
    expect(misfits).toHaveLength(1)
    expect(Object.fromEntries(met.tally)).toMatchObject({
      size: { unfit: { rows: 1 } },
      'size || `0`': { unfit: { rows: 1, examples: [{ line: 1, text: 'XL' }] } },
    })
  })

  it('hand out what was met since they were asked last', () => {
    const mapper = itemMapper(mapping)
    expect(mapItems(mapper, [{ no: 1, buyer: 'b', on: 'soon' }], 1).met).toMatchObject({
      rows: 1,
      filled: ['buyer', 'size || `0`', 'no', 'on'],
    })
    expect(mapItems(mapper, [{ no: 2, buyer: 'b', on: '2024-01-01' }], 2).met).toMatchObject({
      rows: 1,
      filled: [],
      tally: [],
    })
  })

  it('come out of quarantine as they would be read, with a property that does not fit left blank', () => {
    const raw = JSON.stringify({ no: 1, buyer: 'b', on: '2024-01-01', size: null })
    expect(remapped(itemMapper(mapping), raw)).toMatchObject({ records: [{ record: { record: 'account' } }, {}] })
  })
})
