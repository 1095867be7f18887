import { describe, expect, it } from 'vitest'
import { emailReader, shortened, zoneNames } from '../../../main/record/build-record.ts'
import { Tally } from '../../../main/record/cells/tally.ts'
import { type Convert, compileMapping } from '../../../main/record/convert.ts'
import { parseDate } from '../../../main/record/dates.ts'
import { columnOf, columnsOf, fillsOf, refsOf } from '../../../main/record/mapping/fields.ts'
import type { SyncRecord } from '../../../main/record/record.ts'
import { unwrap } from '../../../shared/result.ts'
import type { DateFormat } from '../../../shared/source/cell-format.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'

const columns = ['id', 'account', 'at', 'n', 'price', 'flag', 'end', 'mail', 'zone']
const ticket: Mapping = {
  record: 'object',
  kind: 'ticket',
  id: { field: 'id', type: 'text' },
  account: { by: 'id', field: 'account' },
  openedAt: { field: 'at', type: 'date', format: 'iso' },
  state: { field: 'end', type: 'text', map: { '': 'open', '*': 'closed', X: 'lost' } },
  amount: { field: 'price', type: 'money', currency: 'EUR' },
  properties: { n: { field: 'n', type: 'integer' }, flag: { field: 'flag', type: 'boolean' } },
}
const person: Mapping = {
  record: 'contact',
  id: { field: 'id', type: 'text' },
  account: { by: 'id', field: 'account' },
  email: { field: 'mail', type: 'text' },
  timeZone: { field: 'zone', type: 'text' },
  properties: {},
}

const cells = (some: Record<string, string>): string[] =>
  columns.map(column => some[column] ?? ({ id: 'T-1', account: 'A-1' } as Record<string, string>)[column] ?? '')
const convert = (mapping: Mapping, some: Record<string, string>) =>
  byFirst(unwrap(compileMapping(mapping, columns, 'stream')), cells(some))
/** What a row becomes by its first mapping. */
const byFirst = (read: Convert, row: readonly string[]) => {
  const converted = read({ cells: row })
  if (!converted.ok) return { is: 'misfit' as const, ...converted.misfit }
  const [mapped] = converted.mapped
  if (mapped?.is !== 'record' && mapped?.is !== 'misfit') throw new Error('it became nothing')
  return mapped
}
const record = (mapping: Mapping, some: Record<string, string>): SyncRecord => {
  const converted = convert(mapping, some)
  if (converted.is === 'misfit') throw new Error(converted.reason)
  return converted.record
}
const misfit = (mapping: Mapping, some: Record<string, string>): { column: string | null; reason: string } => {
  const converted = convert(mapping, some)
  if (converted.is === 'record') throw new Error('it fitted')
  return converted
}

describe('a row becomes a record', () => {
  it('with a country by its code and a name as people write it', () => {
    const account: Mapping = {
      record: 'account',
      id: { field: 'id', type: 'text' },
      name: { field: 'end', type: 'text' },
      country: { field: 'zone', type: 'text' },
      properties: {},
    }
    expect(record(account, { zone: 'Germany', end: 'Meyer' })).toMatchObject({ country: 'DE', name: 'Meyer' })
    // Without a name an account goes by its id.
    expect(record(account, {})).toMatchObject({ country: null, name: 'T-1' })
  })

  it('with the moment since when it is in its state, where the mapping names one', () => {
    const since: Mapping = { ...ticket, stateSince: { field: 'zone', type: 'date', format: 'iso' } }
    expect(record(since, { zone: '2024-02-29' })).toMatchObject({ stateSince: Date.UTC(2024, 1, 29) })
    expect(record(since, {})).toMatchObject({ stateSince: null })
    expect(record(ticket, {})).not.toHaveProperty('stateSince')
    expect(misfit(since, { zone: 'yesterday' }).column).toBe('zone')
  })

  it('with money exact, time in UTC, numbers and flags typed', () => {
    expect(record(ticket, { at: '2024-02-29T12:00:00+02:00', price: '0.29', n: '-3', flag: 'Yes' })).toMatchObject({
      openedAt: Date.UTC(2024, 1, 29, 10),
      amountMinor: 29,
      currency: 'EUR',
      properties: { n: -3, flag: true },
    })
  })

  it('with blank cells as null, and translated where the mapping says so', () => {
    expect(record(ticket, {})).toMatchObject({ state: 'open', openedAt: null, amountMinor: null, currency: null })
    expect(record(ticket, { end: '2024-01-01' })).toMatchObject({ state: 'closed' })
    expect(record(ticket, { end: 'X' })).toMatchObject({ state: 'lost' })
  })

  it('or says which column is at fault, and why', () => {
    expect(misfit(ticket, { at: '2024-02-30' })).toMatchObject({
      column: 'at',
      reason: '“2024-02-30” is not a date written as yyyy-mm-dd.',
    })
    expect(misfit(ticket, { price: '1.005' })).toMatchObject({
      column: 'price',
      reason: '“1.005” is not an amount in EUR.',
    })
    expect(misfit(ticket, { id: ' ' })).toMatchObject({ column: 'id', reason: 'The id is missing.' })
    expect(misfit(ticket, { account: '' })).toMatchObject({ column: 'account', reason: 'The account is missing.' })
    expect(misfit(person, { mail: 'nobody' }).column).toBe('mail')
  })

  it('with its address, or without one that is none, which is counted', () => {
    expect(record(person, { mail: 'Ada <Ada@x.example>' })).toMatchObject({ email: 'Ada@x.example' })
    const tally = new Tally()
    const read = unwrap(compileMapping(person, columns, 'stream', { tally }))
    expect(byFirst(read, cells({ mail: 'nobody' }))).toMatchObject({ record: { email: null } })
    expect(tally.columns.get('mail')?.unfit).toMatchObject({ rows: 1, examples: [{ text: 'nobody' }] })
    // What no single column says cannot be counted by column.
    expect(() =>
      emailReader(
        () => 'nobody',
        null,
        () => {},
      )(null),
    ).toThrow('“nobody” is not an e-mail address.')
  })

  it('with what it adds to monthly revenue, where the mapping says so', () => {
    const adds: Mapping = { ...ticket, mrr: { field: 'price', type: 'money', currency: 'EUR' } }
    expect(record(adds, { price: '12.50' })).toMatchObject({
      addsToMrr: true,
      properties: { mrr_minor: 1_250, mrr_currency: 'EUR' },
    })
    expect(record(adds, {})).toMatchObject({ addsToMrr: true, properties: { mrr_minor: null, mrr_currency: null } })
    expect(record(ticket, { price: '12.50' })).not.toHaveProperty('addsToMrr')
    expect(record(ticket, { price: '12.50' }).properties).not.toHaveProperty('mrr_minor')
  })

  it('in the last state that its source remembers, where it says no other', () => {
    const { state: _, ...silent } = ticket
    const since = (name: string) => ({ state: { const: name }, since: { field: name, type: 'date', format: 'iso' } })
    const stays = [since('at'), since('end'), since('zone')] as NonNullable<
      (typeof ticket & { record: 'object' })['stays']
    >
    const days = { at: '2024-01-01', end: '2024-01-02', zone: '2024-01-03' }
    expect(record({ ...silent, stays } as Mapping, days)).toMatchObject({ state: 'zone' })
    expect(record({ ...ticket, stays } as Mapping, days)).toMatchObject({ state: 'closed' })
    expect(record(silent as Mapping, days)).toMatchObject({ state: null })
  })

  it('with the zone that Windows and Rails mean, and without one that nobody knows, which is counted', () => {
    expect(record(person, { zone: 'Eastern Time (US & Canada)' })).toMatchObject({ timeZone: 'America/New_York' })
    expect(record(person, { zone: 'W. Europe Standard Time' })).toMatchObject({ timeZone: 'Europe/Berlin' })
    const tally = new Tally()
    const read = unwrap(compileMapping(person, columns, 'stream', { tally }))
    expect(byFirst(read, cells({ zone: 'Mars/Olympus' }))).toMatchObject({ record: { timeZone: null } })
    expect(tally.columns.get('zone')?.unfit.rows).toBe(1)
  })

  it('with every field that its mapping fills', () => {
    const account: Mapping = {
      record: 'account',
      id: { field: 'id', type: 'integer' },
      plan: { const: 'Pro' },
      mrr: { field: 'price', type: 'money', currency: 'JPY' },
      properties: {},
    }
    // An id is a text, whatever its column looks like.
    expect(record(account, { id: '007', price: '1200' })).toMatchObject({
      externalId: '007',
      name: '007',
      plan: 'Pro',
      mrrMinor: 1200,
      currency: 'JPY',
    })
    expect(record(account, {})).toMatchObject({ mrrMinor: null, currency: null })
    const agreed: Mapping = { ...person, consent: { field: 'flag', type: 'boolean' } }
    expect(record(agreed, { flag: 'no' })).toMatchObject({ consent: false, timeZone: null, email: null })
    expect(record(agreed, { flag: 't', zone: 'Europe/Berlin' })).toMatchObject({
      consent: true,
      timeZone: 'Europe/Berlin',
    })
    expect(record(agreed, {})).toMatchObject({ consent: null })
  })

  it('of the account that it names, directly or through an object', () => {
    expect(record(ticket, {})).toMatchObject({ account: { by: 'id', externalId: 'A-1' } })
    const through: Mapping = { ...ticket, account: { by: 'object', kind: 'order', field: 'account' } }
    expect(record(through, {})).toMatchObject({ account: { by: 'object', kind: 'order', externalId: 'A-1' } })
  })

  it('with numbers, yes and no as people write them', () => {
    const read = (type: 'integer' | 'number' | 'boolean', n: string) => {
      const converted = convert({ ...ticket, properties: { n: { field: 'n', type } } }, { n })
      return converted.is === 'record' ? converted.record.properties?.n : converted.reason
    }
    expect(['+7', '9007199254740991', '9007199254740992', '7.0', '7.5', '1.000'].map(n => read('integer', n))).toEqual([
      7,
      Number.MAX_SAFE_INTEGER,
      '“9007199254740992” is not a whole number.',
      7,
      '“7.5” is not a whole number.',
      '“1.000” is not a whole number.',
    ])
    expect(['-.5', '1.', '1e3', '1e999', 'many', '0x10'].map(n => read('number', n))).toEqual([
      -0.5,
      1,
      1000,
      '“1e999” is not a number.',
      '“many” is not a number.',
      '“0x10” is not a number.',
    ])
    expect(['true', 'yes', 'y', 'T', '1'].map(n => read('boolean', n))).toEqual([true, true, true, true, true])
    expect(['False', 'no', 'n', 'f', '0'].map(n => read('boolean', n))).toEqual([false, false, false, false, false])
  })

  it('without a property that does not fit, which is counted and leaves the rest of the row alone', () => {
    const tally = new Tally()
    const read = unwrap(compileMapping(ticket, columns, 'stream', { tally }))
    tally.line = 7
    expect(byFirst(read, cells({ n: '1.5', flag: 'maybe', at: '2024-01-02' }))).toMatchObject({
      is: 'record',
      record: { openedAt: Date.UTC(2024, 0, 2), properties: { n: null, flag: null } },
    })
    expect(tally.columns.get('n')?.unfit).toMatchObject({ rows: 1, examples: [{ line: 7, text: '1.5' }] })
    expect(tally.columns.get('flag')?.unfit.rows).toBe(1)
    expect(tally.columns.get('at')).toBeUndefined()
    byFirst(read, cells({ n: 'n/a' }))
    expect(tally.columns.get('n')?.blank).toMatchObject({ rows: 1, examples: [{ line: 7, text: 'n/a' }] })
  })

  it('with words for none and dates that no day had as blank', () => {
    for (const none of ['n/a', 'NULL', 'none', '–', '\\N'])
      expect(record(ticket, { at: none, price: none, n: none, end: none })).toMatchObject({
        openedAt: null,
        amountMinor: null,
        state: 'open',
        properties: { n: null },
      })
    for (const none of ['0000-00-00', '1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31', '1899-12-30'])
      expect(record(ticket, { at: none })).toMatchObject({ openedAt: null })
    for (const none of ['0000-00-00 00:00:00', '1970-01-01T00:00:00.000Z', '0001-01-01'])
      expect(record(ticket, { end: none })).toMatchObject({ state: 'open' })
  })

  it('with amounts as people write them', () => {
    const amount = (price: string, decimal?: 'comma' | 'point') =>
      record(
        { ...ticket, amount: { field: 'price', type: 'money', currency: 'EUR', ...(decimal && { decimal }) } },
        { price },
      )
    for (const [text, decimal] of [
      ['1240.5', undefined],
      ['1.240,50', undefined],
      ['1,240.50', undefined],
      ['€ 1 240,50', undefined],
      ['1.240,50 EUR', 'comma'],
      ["1'240.50", 'point'],
    ] as const)
      expect(amount(text, decimal)).toMatchObject({ amountMinor: 124_050 })
    expect(amount('12.750', 'comma')).toMatchObject({ amountMinor: 1_275_000 })
    expect(amount('12,750', 'comma')).toMatchObject({ amountMinor: 1_275 })
    expect(amount('12,750', 'point')).toMatchObject({ amountMinor: 1_275_000 })
    expect(amount('(12.50)')).toMatchObject({ amountMinor: -1_250 })
    expect(misfit(ticket, { price: '$12.50' }).reason).toBe('“$12.50” is not an amount in EUR.')
    expect(misfit(ticket, { price: '12,750' }).column).toBe('price')
  })

  it('unless it has more or fewer cells than the header', () => {
    const read = unwrap(compileMapping(ticket, columns, 'stream'))
    expect(read({ cells: ['T-1', 'A-1'] })).toEqual({
      ok: false,
      misfit: { column: null, reason: 'The row has 2 cells, the header 9.' },
    })
    expect(read({ cells: ['T-1'] })).toMatchObject({ misfit: { reason: 'The row has 1 cell, the header 9.' } })
  })

  it('never by a mapping that does not fit the columns', () => {
    const missing = compileMapping({ ...ticket, dueAt: { field: 'due', type: 'date' } }, columns, 'tickets')
    expect(missing).toMatchObject({ ok: false, error: { kind: 'invalid' } })
    expect(!missing.ok && missing.error.why).toContain('“due”, which the file does not have')
    const untyped = compileMapping({ ...ticket, openedAt: { field: 'at', type: 'text' } }, columns, 'tickets')
    expect(!untyped.ok && untyped.error.why).toContain('needs date')
    const why = (changes: Partial<Mapping>) => {
      const compiled = compileMapping({ ...ticket, ...changes } as Mapping, columns, 'tickets')
      return compiled.ok ? null : compiled.error.why
    }
    const asked: Partial<Mapping>[] = [
      { openedAt: { field: 'at', type: 'date', format: 'ask' } },
      { amount: { field: 'price', type: 'money', currency: 'EUR', decimal: 'ask' } },
    ]
    expect(asked.map(why)).toEqual([
      expect.stringContaining('“at” may be written with the day first'),
      expect.stringContaining('“price” have a mark before three digits'),
    ])
    const unpriced = compileMapping({ ...ticket, amount: { field: 'price', type: 'money' } }, columns, 'tickets')
    expect(!unpriced.ok && unpriced.error.why).toContain('as money but names no currency')
    const unknown = compileMapping(
      { ...ticket, amount: { field: 'price', type: 'money', currency: '€€€' } },
      columns,
      's',
    )
    expect(!unknown.ok && unknown.error.why).toBe('“€€€” is not a currency.')
  })

  it('from columns and into fields that its mapping names', () => {
    const mapping: Mapping = { ...ticket, lane: { const: 'north' } }
    expect([...fillsOf(mapping)].sort()).toEqual([
      'account',
      'amount',
      'id',
      'kind',
      'lane',
      'openedAt',
      'properties',
      'state',
    ])
    expect(columnsOf(mapping).sort()).toEqual(['account', 'at', 'end', 'flag', 'id', 'n', 'price'])
    expect(['amount', 'account', 'properties.n', 'lane', 'dueAt'].map(target => columnOf(mapping, target))).toEqual([
      'price',
      'account',
      'n',
      null,
      null,
    ])
  })
})

describe('a date', () => {
  const cases: [DateFormat, string, number | null][] = [
    ['iso', '2024-12-31', Date.UTC(2024, 11, 31)],
    ['iso', '2023-07-28 03:00:00', Date.UTC(2023, 6, 28, 3)],
    ['iso', '2023-07-28T03:00:00.250Z', Date.UTC(2023, 6, 28, 3, 0, 0, 250)],
    ['iso', '2023-07-28T03:00-0530', Date.UTC(2023, 6, 28, 8, 30)],
    ['iso', '2023-02-29', null],
    ['iso', '2100-02-29', null],
    ['iso', '2024-13-01', null],
    ['iso', '2024-1-01', null],
    ['iso', '2024-01-01T24:00:00', Date.UTC(2024, 0, 2)],
    ['iso', '2567-01-01', null],
    ['iso', '31/12/2024', null],
    ['dd/mm/yyyy', '31/12/2024', Date.UTC(2024, 11, 31)],
    ['dd/mm/yyyy', '1/2/2024 13:45', Date.UTC(2024, 1, 1, 13, 45)],
    ['dd/mm/yyyy', '12/31/2024', null],
    ['mm/dd/yyyy', '12/31/2024', Date.UTC(2024, 11, 31)],
    ['mm/dd/yyyy', '31/12/2024', null],
    ['dd.mm.yyyy', '29.02.2024', Date.UTC(2024, 1, 29)],
    ['dd.mm.yyyy', '29/02/2024', null],
    ['dmy', '22-04-2014 03:53', Date.UTC(2014, 3, 22, 3, 53)],
    ['dmy', '31/12/24', Date.UTC(2024, 11, 31)],
    ['dmy', '31.12.1999', Date.UTC(1999, 11, 31)],
    ['dmy', '2024-12-31', Date.UTC(2024, 11, 31)],
    ['mdy', '12/31/2024 12:05 am', Date.UTC(2024, 11, 31, 0, 5)],
    ['mdy', '12/31/2024, 12:05 PM', Date.UTC(2024, 11, 31, 12, 5)],
    ['dmy', '30/02/2024', null],
    ['dmy', '1. März 2024', Date.UTC(2024, 2, 1)],
    ['dmy', 'Dec 31st, 2024', Date.UTC(2024, 11, 31)],
    ['ymd', '31-Dec-24', Date.UTC(2024, 11, 31)],
    ['ymd', 'Tue, 31 Dec 2024 10:00:00 +0200', Date.UTC(2024, 11, 31, 8)],
    ['ymd', '20241231', Date.UTC(2024, 11, 31)],
    ['ymd', '20241231T103000Z', Date.UTC(2024, 11, 31, 10, 30)],
    ['ymd', '24/12/31', Date.UTC(2024, 11, 31)],
    ['ymd', '01/02/2024', null],
    ['excel', '45657', Date.UTC(2024, 11, 31)],
    ['excel', '45657.5', Date.UTC(2024, 11, 31, 12)],
    ['excel', '61', Date.UTC(1900, 2, 1)],
    ['excel', '60', null],
    ['ask', '01/02/2024', null],
    ['unix_s', '1717200000', 1_717_200_000_000],
    ['unix_ms', '1717200000000', 1_717_200_000_000],
    ['unix_s', '-5', null],
    ['unix_ms', '1e12', null],
  ]
  for (const [format, text, expected] of cases)
    it(`${text} as ${format} is ${expected === null ? 'none' : new Date(expected).toISOString()}`, () => {
      expect(parseDate(text, format)).toBe(expected)
    })
})

describe('a value in a sentence', () => {
  it('is shown whole up to sixty characters, and cut to fifty-seven and an ellipsis beyond', () => {
    const letters = (length: number) => `x${'a'.repeat(length - 1)}`
    expect(shortened(letters(60))).toBe(letters(60))
    expect(shortened(letters(61))).toBe(`${letters(57)}…`)
  })
})

describe('what a mapping reads', () => {
  it('are its columns, not its constants', () => {
    const mapping: Mapping = { ...person, name: { const: 'Ada' } }
    expect(refsOf(mapping).map(({ field }) => field)).toEqual(['id', 'account', 'mail', 'zone'])
  })
})

it('remembers ten thousand names of zones, and looks up others each time', () => {
  const asked: string[] = []
  const zoneOf = zoneNames(name => {
    asked.push(name)
    return null
  })
  const names = Array.from({ length: 10_001 }, (_, n) => `zone ${n}`)
  for (const name of [...names, ...names]) zoneOf(name)
  expect(asked).toEqual([...names, 'zone 10000'])
})

it('refuses an expression over a column that the file does not have, where it has these and no others', () => {
  const mapping: Mapping = { ...ticket, when: 'absent' }
  expect(compileMapping(mapping, columns, 'stream')).toMatchObject({ ok: true })
  expect(compileMapping(mapping, columns, 'stream', { isDelimited: true })).toMatchObject({
    ok: false,
    error: { why: expect.stringContaining('“absent”') },
  })
})
