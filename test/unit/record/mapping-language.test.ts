import { describe, expect, it } from 'vitest'
import { problemOf } from '../../../main/record/mapping/check-mapping.ts'
import { compileRecord, compileRecords } from '../../../main/record/mapping/compile-record.ts'
import { rootNames } from '../../../main/record/mapping/expression.ts'
import { fillsOf, usesOf } from '../../../main/record/mapping/fields.ts'
import { idReader } from '../../../main/record/mapping/identity.ts'
import { columnsShape, jsonShape } from '../../../main/record/mapping/shape.ts'
import { targetsOf } from '../../../main/record/mapping/targets.ts'
import { streamsProblem } from '../../../main/sync/config-problem.ts'
import { mapFileOf, readMapFile, readRecords, streamIn } from '../../../shared/source/map-file.ts'
import { type Mappings, mappingSchema, ownMapping } from '../../../shared/source/record-mapping.ts'
import { patternReader, timeFormatSchema, writePattern } from '../../../shared/source/time-format.ts'
import { type IdRef, idRefSchema } from '../../../shared/source/value-ref.ts'

const parse = (mapping: object) => mappingSchema.parse(mapping)
const row = (mapping: object, item: object) => compileRecord(parse(mapping), jsonShape)(item)
const record = (mapping: object, item: object) => {
  const mapped = row(mapping, item)
  return mapped.is === 'record' ? mapped.record : mapped
}
const order = (more: object = {}) => ({ record: 'object', kind: 'order', id: 'no', account: 'buyer', ...more })
const ORDER = { no: 'O1', buyer: 'C1' }

describe('what names a record', () => {
  const id = (ref: unknown, item: object): string | null => {
    try {
      return idReader(jsonShape, idRefSchema.parse(ref) as IdRef, 'id')(item)
    } catch (error) {
      return (error as Error).message
    }
  }

  it('is a value, which keeps its zeros', () => {
    expect(id('a', { a: '007' })).toBe('007')
    expect(id({ field: 'a', type: 'integer' }, { a: '007' })).toBe('007')
    expect(id('a', {})).toBe('The id is missing at “a”.')
    expect(id({ field: 'a' }, { a: 'n/a' })).toBe('The id is missing.')
  })

  it('is several values, told apart where they hold the mark between them', () => {
    const both = { join: ['a', 'b'] }
    expect(id(both, { a: 'x', b: 1 })).toBe('x|1')
    expect(id(both, { a: 'x|1', b: '' })).toBe('x\\|1|')
    expect(id(both, { a: '', b: '' })).toBe('The id is missing at “a”.')
    expect(id({ columns: ['a', 'b'] }, { a: 'x', b: 1 })).toBe(id(both, { a: 'x', b: 1 }))
  })

  it('is what the row says, the same wherever it is read', () => {
    const said = { content: ['at', 'who'] }
    const cells = columnsShape(['who', 'more', 'at'])
    const inFile = idReader(cells, idRefSchema.parse(said), 'id')({ cells: ['U1', 'x', '2024-05-01'] })
    expect(inFile).toBe(id(said, { at: '2024-05-01', who: 'U1' }))
    expect(inFile).toMatch(/^~[\w-]{22}$/)
    expect(id(said, { at: '2024-05-01', who: 'U2' })).not.toBe(inFile)
    expect(id({ content: true }, { at: 1 })).not.toBe(id({ content: true }, { at: 2 }))
    expect(id(said, { more: 'x' })).toBe('The id is missing.')
  })

  it('has a space of its own where two kinds of ids meet', () => {
    const either = { first: ['company', { id: 'person', space: 'contact' }] }
    expect(id(either, { company: '7', person: '7' })).toBe('7')
    expect(id(either, { company: '', person: '7' })).toBe('contact:7')
    expect(id(either, {})).toBe('The id is missing.')
  })
})

describe('a decimal comma', () => {
  const used = { record: 'event', id: 'no', account: 'buyer', kind: "'used'", at: 'at' }
  const mapping = { ...used, value: { field: 'hours', type: 'number', decimal: 'comma' } }
  const item = (hours: unknown) => ({ ...ORDER, at: '2024-05-01T00:00:00Z', hours })

  it('is one of texts: the point in a number of JSON is the decimal one', () => {
    expect(record(mapping, item('1.234'))).toMatchObject({ value: 1_234 })
    expect(record(mapping, item('1,5'))).toMatchObject({ value: 1.5 })
    expect(record(mapping, item(1.234))).toMatchObject({ value: 1.234 })
  })

  it('is told apart in the lines of a file as well', () => {
    const lines = compileRecord(parse(mapping), columnsShape(['no', 'buyer', 'at', 'hours']))
    const value = (hours: unknown) => {
      const value = item(hours)
      const mapped = lines({ cells: ['O1', 'C1', value.at, String(hours)], value })
      return mapped.is === 'record' && mapped.record
    }
    expect(value(1.234)).toMatchObject({ value: 1.234 })
    expect(value('1.234')).toMatchObject({ value: 1_234 })
  })
})

describe('mappings of before', () => {
  it('name an account as they did', () => {
    const through = order({ account: { by: 'object', kind: 'basket', field: 'basket.id' } })
    expect(record(order({ account: { by: 'id', field: 'buyer' } }), ORDER)).toEqual(record(order(), ORDER))
    expect(record(through, { ...ORDER, basket: { id: 'B1' } })).toMatchObject({
      account: { by: 'object', kind: 'basket', externalId: 'B1' },
    })
  })
})

describe('states with a column each', () => {
  const stays = ['placed', 'paid', 'sent'].map(state => ({ state: { const: state }, since: state }))
  const day = (n: number) => Date.UTC(2024, 4, n)

  it('become stays, and the last that has come is the state', () => {
    expect(record(order({ stays }), { ...ORDER, placed: '2024-05-01', paid: '2024-05-03' })).toMatchObject({
      state: 'paid',
      stays: [
        { state: 'placed', since: day(1), until: day(3) },
        { state: 'paid', since: day(3), until: null },
      ],
    })
  })

  it('of one moment keep the order of the mapping, and a state that is said goes on from them', () => {
    const read = record(order({ state: 'now', stays }), {
      ...ORDER,
      placed: '2024-05-01',
      paid: '2024-05-01',
      now: 'lost',
    })
    expect(read).toMatchObject({ state: 'lost', stays: [{ state: 'placed' }, { state: 'paid' }, { state: 'lost' }] })
  })

  it('fill the state, so that a stream which says more of the object is not emptied', () => {
    expect([...fillsOf(parse(order({ stays })))]).toContain('state')
    expect([...fillsOf(parse(order()))]).toEqual(['id', 'account', 'kind'])
  })
})

describe('several records of a row', () => {
  const mappings: Mappings = [
    parse({ record: 'account', id: 'buyer' }),
    parse({ record: 'contact', id: 'buyer', account: 'buyer' }),
    parse(order()),
  ]

  it('are the row’s own and its owners', () => {
    expect(ownMapping(mappings).record).toBe('object')
    expect(targetsOf(mappings)).toEqual([{ record: 'object', kind: 'order' }])
    expect(targetsOf(mappings.slice(0, 2))).toEqual([
      { record: 'account', kind: null },
      { record: 'contact', kind: null },
    ])
  })

  it('lose the row’s own alone where the source deleted the row, even if nothing but its key is left', () => {
    const isDeleted = (item: unknown) => 'gone' in (item as object)
    const all = compileRecords(mappings, jsonShape, { isDeleted })
    expect(all.map(map => map({ no: 'O1', gone: 1 }))).toEqual([
      { is: 'nothing' },
      { is: 'nothing' },
      { is: 'gone', gone: { change: 'deleted', record: 'object', kind: 'order', externalId: 'O1' } },
    ])
    const owners = compileRecords(mappings.slice(0, 1), jsonShape, { isDeleted })
    expect(owners.map(map => map({ buyer: 'C1', gone: 1 }).is)).toEqual(['gone'])
    expect(all.map(map => map(ORDER).is)).toEqual(['record', 'record', 'record'])
  })
})

describe('an amount', () => {
  const amount = (ref: object, item: object) => record(order({ amount: ref }), { ...ORDER, ...item })
  const column = { field: 'total', currencyField: 'cur' }

  it('is in the currency of its own row, or in the one for rows that name none', () => {
    expect(amount(column, { total: '12.5', cur: 'eur' })).toMatchObject({ amountMinor: 1_250, currency: 'EUR' })
    expect(amount(column, { total: '1250', cur: 'JPY' })).toMatchObject({ amountMinor: 1_250, currency: 'JPY' })
    expect(amount({ ...column, currency: 'CHF' }, { total: '1', cur: '' })).toMatchObject({ currency: 'CHF' })
    expect(amount(column, { total: '', cur: '' })).toMatchObject({ amountMinor: null, currency: null })
    expect(amount(column, { total: '1', cur: '' })).toMatchObject({ is: 'misfit', column: 'cur' })
    expect(amount(column, { total: '1', cur: 'XYZ' })).toMatchObject({ is: 'misfit', column: 'cur' })
  })

  it('is the first of several, with its own currency', () => {
    const first = {
      first: [
        { field: 'a', currency: 'EUR' },
        { field: 'b', currency: 'JPY' },
      ],
    }
    expect(amount(first, { b: '5' })).toMatchObject({ amountMinor: 5, currency: 'JPY' })
  })
})

describe('a mapping that cannot work is refused', () => {
  it.each([
    ['for an expression that is none', order({ when: 'a ==' }), /“a ==” in when is no JMESPath expression/],
    ['for a type that its field cannot have', order({ openedAt: { field: 'a', type: 'text' } }), /needs date/],
    ['for money without a currency', order({ amount: 'total' }), /names no currency/],
    ['for a constant that is no date', order({ openedAt: { const: 'soon' } }), /which is no date/],
    ['for the list of its states', order({ stays: { each: 'a[', state: 's', since: 't' } }), /stays.each/],
  ])('%s', (_why, mapping, words) => expect(problemOf(parse(mapping))).toMatch(words))

  it('with the record that is at fault, where there are several', () => {
    expect(problemOf([parse(order()), parse(order({ when: 'a ==' }))])).toMatch(/^In record 2: /)
    expect(problemOf(parse(order()))).toBeNull()
  })

  it('with the place in its text', () => {
    const problem = (mapping: unknown) => {
      const read = readRecords(JSON.stringify(mapping))
      return 'problem' in read ? read.problem : null
    }
    expect(problem([order({ dueAt: { field: 'a', formt: 'iso' } })])).toBe('Line 1, [0].dueAt.formt: unknown field.')
    expect(problem([{ record: 'order' }])).toBe('Line 1, [0].record: expected a known record, found "order".')
    expect(problem([order()])).toBeNull()
    expect(readRecords('{')).toEqual({ problem: 'Line 1, column 2 is not JSON.' })
  })
})

describe('what columns are read for', () => {
  it('is told of expressions too, by the names that they read from the row', () => {
    expect(rootNames('join(\' \', [first, last]) || (lines[?price > `1`].sku | [0]) || "Order no"')).toEqual([
      'first',
      'last',
      'lines',
      'Order no',
    ])
    expect(usesOf(parse(order({ when: 'paid', dueAt: { field: 'due' } })))).toMatchObject([
      { column: 'due', target: 'dueAt', ref: { type: 'date' } },
      { column: 'no', target: 'id', ref: { type: 'text' } },
      { column: 'buyer', target: 'account', ref: { type: 'text' } },
      { column: 'paid', target: 'when', ref: null },
    ])
  })
})

describe('a complete stream', () => {
  const stream = (name: string, mapping: object, more: object = {}) => ({ name, mapping: parse(mapping), ...more })
  const why = (...streams: object[]) => {
    const problem = streamsProblem({ streams })
    return problem && !problem.ok ? problem.error.why : null
  }

  it('is read without a cursor, and alone brings its kind of records', () => {
    const complete = { most: 0.2 }
    const tickets = { ...order(), kind: 'ticket' }
    expect(why(stream('a', order(), { complete }), stream('b', tickets))).toBeNull()
    expect(why(stream('a', order(), { complete, cursor: { column: 'x' } }))).toMatch(/must have no cursor/)
    expect(why(stream('a', order(), { complete }), stream('b', order()))).toBe(
      '“a” is complete, but “b” brings orders too.',
    )
  })
})

describe('a mapping as a file', () => {
  it('comes back as it was written, by its name or as the only one', () => {
    const stream = { name: 'orders', mapping: parse(order()), complete: { most: 0.3 } }
    const file = readMapFile(JSON.stringify(mapFileOf(stream)), 'orders.map.json')
    expect(file.ok && streamIn(file.value, 'orders')).toEqual(stream)
    expect(file.ok && streamIn(file.value, 'another')).toEqual(stream)
  })

  const why = (text: string) => {
    const read = readMapFile(text, 'x.json')
    return read.ok ? null : read.error.why
  }

  it('says of a mistake the line and the field', () => {
    expect(why('{"mapping":2,\n"streams":[]}')).toBe(
      'Line 1, mapping: expected 1, found 2. Line 2, streams: expected at least one.',
    )
    const text = JSON.stringify(
      {
        mapping: 1,
        streams: [
          { name: 'a', mapping: order() },
          { name: 'b', mapping: [order({ colour: '"{' })] },
        ],
      },
      null,
      2,
    )
    const line = text.split('\n').findIndex(one => one.includes('colour')) + 1
    expect(why(text)).toBe(`Line ${line}, streams[1].mapping[0].colour: unknown field.`)
  })

  it('says of a field that is missing the line of what it is missing in', () => {
    const text = JSON.stringify({ mapping: 1, streams: [{ name: 'a', mapping: { record: 'account' } }] }, null, 1)
    const line = text.split('\n').findIndex(one => one.includes('"mapping": {')) + 1
    expect(why(text)).toContain(`Line ${line}, streams[0].mapping.id: expected`)
  })

  it('says where a text stops being JSON', () => {
    expect(why('{\n  "mapping": 1\n  "streams": []\n}')).toBe('Line 3, column 3 is not JSON.')
    expect(why('{\n  "mapping": 1')).toMatch(/^Line 2, column \d+ is not JSON\.$/)
  })
})

describe('a written pattern of times', () => {
  const AT = Date.UTC(2024, 4, 3, 7, 8, 9, 45)

  it.each([
    ['YYYY-MM-DDTHH:mm:ss.SSSZ', '2024-05-03T07:08:09.045Z', AT],
    ['YYYY/MM/DD HH:mm', '2024/05/03 07:08', Date.UTC(2024, 4, 3, 7, 8)],
    ["DD.MM.YYYY 'at' HH'h'", '03.05.2024 at 07h', Date.UTC(2024, 4, 3, 7)],
  ])('%s is written and read', (pattern, text, at) => {
    expect(timeFormatSchema.safeParse(pattern).success).toBe(true)
    expect(writePattern(pattern, AT)).toBe(text)
    expect(patternReader(pattern)(text)).toBe(at)
    expect(patternReader(pattern)('yesterday')).toBeNull()
  })

  it('reads an offset where it is written', () => {
    expect(patternReader('YYYY-MM-DDTHH:mm:ssZ')('2024-05-03T09:08:09+02:00')).toBe(AT - 45)
  })

  it.each(['HH:mm', 'YYYY-MM-DD YYYY', 'YYYY-MM-DD hours'])('%s is none', pattern =>
    expect(timeFormatSchema.safeParse(pattern).success).toBe(false),
  )
})
