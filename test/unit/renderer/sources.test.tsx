import { describe, expect, it } from 'vitest'
import {
  chosenFrom,
  chosenOf,
  columnsIn,
  databaseStream,
  lookedAgain,
  tapStream,
} from '../../../renderer/screens/sources/connect/chosen.ts'
import {
  emptyForm,
  formOf,
  missingIn,
  restConfigOf,
  scheduleOf,
  scheduleValue,
  scheduleWords,
} from '../../../renderer/screens/sources/connect/connect-form.ts'
import { serverConfig, serverOf } from '../../../renderer/screens/sources/connect/database-form.ts'
import { fieldsOf, readableValue } from '../../../renderer/screens/sources/connect/readable.ts'
import { tapConfig, tapOf } from '../../../renderer/screens/sources/connect/tap-form.ts'
import { settingsOf } from '../../../renderer/screens/sources/connect/tap-settings.ts'
import { offersFor } from '../../../renderer/screens/sources/offers.ts'
import { nextWords, progressWords, syncedWords } from '../../../renderer/screens/sources/source-words.ts'
import { mostTelling } from '../../../renderer/shell/freshness.ts'
import type { SourceStatus } from '../../../shared/model/source.ts'
import type { Task } from '../../../shared/model/task.ts'
import type { ManifestView } from '../../../shared/source/manifest-view.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'
import type { SourceProposal } from '../../../shared/source/source-proposal.ts'
import { DAY, MINUTE } from '../../../shared/trigger/duration.ts'

const aView = (change: Partial<ManifestView> = {}): ManifestView => ({
  id: 'ledger',
  file: null,
  usable: true,
  name: 'Ledger',
  category: 'billing',
  gives: ['billing'],
  about: 'Invoices.',
  docs: 'https://ledger.example',
  settings: [{ key: 'shop', label: 'Name of the shop', about: null, example: null, default: null, choices: null }],
  signsIn: false,
  secrets: [{ key: 'key', label: 'Access key', about: null }],
  streams: [
    { name: 'customers', about: null, records: ['account'], complete: false },
    { name: 'invoices', about: null, records: ['object'], complete: false },
  ],
  problems: [],
  ...change,
})

describe('what can be connected', () => {
  it('stands in groups by what it is about, one’s own data first, alike systems together', () => {
    const views = [
      aView({ id: 'h', name: 'Helpdesk', category: 'helpdesk' }),
      aView({ id: 'c', name: 'CRM', category: 'crm' }),
      aView({ id: 'x', name: 'Something', category: 'never heard of' }),
      aView(),
    ]
    const groups = offersFor(views, '').map(([group, offers]) => [group, offers.map(({ name }) => name)])
    expect(groups).toEqual([
      ['Your own data', ['Files', 'PostgreSQL', 'Singer tap']],
      ['Billing', ['Ledger']],
      ['Customers and tickets', ['CRM', 'Helpdesk']],
      ['Other systems', ['Something']],
    ])
  })

  it('is found by its name, its group, its words and what it gives', () => {
    const names = (text: string) => offersFor([aView()], text).flatMap(([, offers]) => offers.map(({ name }) => name))
    expect(names(' LEDG ')).toEqual(['Ledger'])
    expect(names('invoices.')).toEqual(['Ledger'])
    expect(names('billing')).toEqual(['Ledger'])
    expect(names('ndjson')).toEqual(['Files'])
    expect(names('no such thing')).toEqual([])
  })

  it('leads nowhere when its manifest cannot be used, and says where that is wrong', () => {
    const broken = aView({
      file: 'ledger.json',
      usable: false,
      problems: [
        { path: 'docs', problem: 'is short', level: 'warning' },
        { path: 'auth.kind', problem: 'expected bearer', level: 'error' },
      ],
    })
    const [offer] = offersFor([broken], 'ledger').flatMap(([, offers]) => offers)
    expect(offer).toMatchObject({ to: null, problem: 'At auth.kind: expected bearer', file: 'ledger.json' })
  })
})

describe('the form of a system', () => {
  it('starts with the manifest’s defaults, the first of its choices, and all streams', () => {
    const view = aView({
      settings: [
        {
          key: 'region',
          label: 'Region',
          about: null,
          example: null,
          default: null,
          choices: { eu: 'Europe', us: 'US' },
        },
        { key: 'shop', label: 'Shop', about: null, example: null, default: 'main', choices: null },
      ],
    })
    expect(emptyForm(view)).toMatchObject({
      name: 'Ledger',
      settings: { region: 'eu', shop: 'main' },
      streams: ['customers', 'invoices'],
    })
  })

  it('names what is missing; kept credentials and those of a sign-in are not', () => {
    const form = emptyForm(aView())
    expect(missingIn(aView(), form, {})).toEqual(['Name of the shop', 'Access key'])
    expect(missingIn(aView(), { ...form, settings: { shop: 'a' } }, { key: 'k' })).toEqual([])
    expect(missingIn(aView(), { ...form, settings: { shop: 'a' } }, {}, true)).toEqual([])
    expect(missingIn(aView({ signsIn: true }), { ...form, settings: { shop: 'a' } }, {})).toEqual([])
    expect(missingIn(aView(), { ...form, name: ' ', streams: [] }, { key: 'k' })).toEqual([
      'a name',
      'Name of the shop',
      'at least one stream',
    ])
  })

  it('leaves out what is empty, and names streams only where not all are read', () => {
    const form = { ...emptyForm(aView()), settings: { shop: ' blue ', other: ' ' }, hosts: 'a.local:1,  b.local' }
    expect(restConfigOf(aView(), form)).toEqual({
      manifest: 'ledger',
      settings: { shop: 'blue' },
      allowedHosts: ['a.local:1', 'b.local'],
    })
    expect(restConfigOf(aView(), { ...form, streams: ['invoices'] })).toMatchObject({ streams: ['invoices'] })
  })

  it('comes back from what is kept, and gives the same settings again', () => {
    const kept = { manifest: 'ledger', settings: { shop: 'blue' }, streams: ['invoices'], allowedHosts: ['a.local:1'] }
    expect(restConfigOf(aView(), formOf(aView(), 'Mine', kept))).toEqual(kept)
  })
})

const mapping: Mapping = {
  record: 'object',
  kind: 'order',
  id: { field: 'no', type: 'text' },
  account: { by: 'id', field: 'customer' },
  state: { field: 'status', type: 'text' },
  dueAt: { const: '2026-01-01' },
  properties: { tier: { field: 'tier', type: 'text' } },
}
const found = (name: string, change: Partial<SourceProposal[number]> = {}): SourceProposal[number] => ({
  name,
  query: `SELECT * FROM ${name}`,
  columns: [{ name: 'no', type: 'text', format: null, samples: [] }],
  mapping,
  findings: [],
  cursor: null,
  problem: null,
  ...change,
})

describe('streams that could be read', () => {
  it('are chosen where they seem to be something, and those come first', () => {
    const chosen = chosenOf([found('audit', { mapping: null }), found('orders')])
    expect(chosen.map(({ found: { name }, use }) => [name, use])).toEqual([
      ['orders', true],
      ['audit', false],
    ])
  })

  it('keep what a person made of them when the source is looked at again', () => {
    const [first] = chosenOf([found('orders')])
    if (!first) throw new Error('nothing was chosen')
    const edited = { ...first, use: false, query: 'SELECT no FROM orders', cursor: 'no' }
    const again = lookedAgain([edited], [found('customers'), found('orders', { columns: [] })])
    expect(again.map(({ found: { name, columns }, use, query }) => [name, columns.length, use, query])).toEqual([
      ['orders', 0, false, 'SELECT no FROM orders'],
      ['customers', 1, false, 'SELECT * FROM customers'],
    ])
  })

  it('know the columns that a mapping reads before anybody has looked', () => {
    expect(columnsIn(mapping)).toEqual(['no', 'customer', 'status', 'tier'])
  })

  it('go back as they were kept, with what no form shows', () => {
    const kept = {
      name: 'orders',
      query: 'SELECT 1',
      mapping,
      cursor: { column: 'at', overlapSeconds: 9 },
      pageSize: 7,
    }
    expect(chosenFrom([kept]).flatMap(databaseStream)).toEqual([kept])
    const [entry] = chosenFrom([kept])
    if (!entry) throw new Error('nothing was chosen')
    expect(databaseStream({ ...entry, cursor: '' })[0]).not.toHaveProperty('cursor')
    expect(databaseStream({ ...entry, cursor: 'no' })).toMatchObject([
      { cursor: { column: 'no', overlapSeconds: 300 } },
    ])
    const tap = { name: 'orders', mapping, with: ['shops'] }
    expect(chosenFrom([tap]).flatMap(tapStream)).toEqual([tap])
  })
})

describe('a database or a tap that is connected', () => {
  it('is shown as it is kept: an address in its parts, certificates and time-outs untouched', () => {
    const kept = {
      server: { url: 'postgres://re%40der@db.example:6432/shop' },
      tls: { mode: 'require' as const, caFile: 'ca.pem' },
      timeoutSeconds: 5,
      streams: [],
    }
    const form = serverOf('Shop', kept)
    expect(form).toMatchObject({ host: 'db.example', port: '6432', database: 'shop', user: 're@der', mode: 'require' })
    expect(serverConfig({ ...form, mode: 'verify-full' }, kept)).toEqual({
      server: { host: 'db.example', port: 6432, database: 'shop', user: 're@der' },
      tls: { mode: 'verify-full', caFile: 'ca.pem' },
      timeoutSeconds: 5,
    })
  })

  it('keeps an argument with a space in it as long as its command is not changed', () => {
    const kept = { command: 'tap-x', args: ['--name', 'two words'], secrets: ['token'], streams: [] }
    const tap = tapOf('X', kept)
    expect(tapConfig(tap, kept)).toMatchObject({ command: 'tap-x', args: ['--name', 'two words'], secrets: ['token'] })
    expect(tapConfig({ ...tap, command: ' tap-y  --all ' }, kept)).toMatchObject({ command: 'tap-y', args: ['--all'] })
  })

  it('says why settings are no JSON object', () => {
    expect(settingsOf('')).toEqual({ ok: true, value: {} })
    expect(settingsOf('{"a": [1]}')).toEqual({ ok: true, value: { a: [1] } })
    expect(settingsOf('[1]')).toMatchObject({ ok: false, problem: 'expected a JSON object { … }' })
    expect(settingsOf('{"a"')).toMatchObject({ ok: false, problem: expect.stringContaining('JSON') })
  })
})

describe('a source in words', () => {
  const source = (change: Partial<SourceStatus>) =>
    ({ paused: false, scheduleMs: 5 * MINUTE, nextAt: null, retryAt: null, failures: 0, ...change }) as SourceStatus

  it('says when it is synced next, and why not sooner', () => {
    expect(nextWords(source({ nextAt: 3 * MINUTE }), 0)).toBe('every 5 minutes · next in 3 min')
    expect(nextWords(source({}), 0)).toBe('every 5 minutes · next: now')
    expect(nextWords(source({ failures: 2, retryAt: MINUTE, nextAt: 0 }), 0)).toBe(
      'every 5 minutes · failed 2 times, next in 1 min',
    )
    expect(nextWords(source({ paused: true, nextAt: 0 }), 0)).toBe('paused')
    expect(nextWords(source({ scheduleMs: null }), 0)).toBe('synced manually')
  })

  it('is named beside the search before others when it is in trouble or old', () => {
    const fresh = (name: string, newestAt: number, error: string | null = null) => ({
      name,
      newestAt,
      error,
      syncedAt: 0,
    })
    const all = [fresh('a', 9 * DAY), fresh('b', 0), fresh('c', 9 * DAY), fresh('d', 9 * DAY, 'refused')]
    const { shown, more } = mostTelling(all, 9 * DAY, 3)
    expect([shown.map(({ name }) => name), more]).toEqual([['d', 'b', 'a'], 1])
  })

  it('says how far a sync is', () => {
    const task = (change: Partial<Task>) =>
      ({ done: 0, total: null, unit: 'records', perSecond: 0, message: null, ...change }) as Task
    expect(progressWords(task({}))).toBe('connecting …')
    expect(progressWords(task({ done: 1_200, perSecond: 388.4, message: 'customers' }))).toBe(
      '1.2k records · 388/s · customers',
    )
    expect(progressWords(task({ done: 5, total: 10, unit: 'MB' }))).toBe('5 of 10 MB')
  })

  it('has words for every interval, and a select takes each there and back', () => {
    expect(scheduleWords(7 * MINUTE)).toBe('every 7 minutes')
    expect(scheduleWords(null)).toBe('manually')
    for (const ms of [null, 7 * MINUTE]) expect(scheduleOf(scheduleValue(ms))).toBe(ms)
  })
})

describe('a raw record', () => {
  it('is read field by field where it is one, and in one piece otherwise', () => {
    expect(fieldsOf('{"id":"a","n":1,"who":{"x":null}}')).toEqual([
      ['id', 'a'],
      ['n', '1'],
      ['who', '{"x":null}'],
    ])
    expect(fieldsOf('a,b,"c')).toEqual([['', 'a,b,"c']])
    expect(fieldsOf('[1]')).toEqual([['', '[1]']])
  })

  it('shows moments without seconds, dates without midnight, and nothing else changed', () => {
    expect(readableValue('2026-01-02T17:34:07.867Z')).toBe('2026-01-02 17:34')
    expect(readableValue('2026-01-02T00:00:00.000Z')).toBe('2026-01-02')
    expect(readableValue('up since 2026-01-02T00:00:00.000Z')).toBe('up since 2026-01-02T00:00:00.000Z')
  })
})

describe('how a sync ended', () => {
  const stream = (changed: number, error?: string) => ({
    ...{ name: 's', read: changed, changed, unchanged: 0, quarantined: 0, bytes: 0, ms: 1 },
    ...(error === undefined ? {} : { error }),
  })
  it('counts the streams that failed beside the rows that changed', () => {
    const of = (...streams: ReturnType<typeof stream>[]) => syncedWords({ streams, cancelled: false })
    expect(of(stream(1), stream(2))).toBe('Sync finished: 3 rows changed')
    expect(of(stream(3), stream(0, 'not let in'))).toBe('Sync finished: 3 rows changed · 1 of 2 streams failed')
    expect(syncedWords({ streams: [stream(3, 'cancelled')], cancelled: true })).toMatch(/^Sync cancelled/)
  })
})
