import { describe, expect, it } from 'vitest'
import { parseDate } from '../../../main/record/dates.ts'
import { compileRecord } from '../../../main/record/mapping/compile-record.ts'
import { jsonShape } from '../../../main/record/mapping/shape.ts'
import { mappingSchema } from '../../../shared/source/record-mapping.ts'

type Changes = Record<string, unknown>
const mapped = (manifest: Changes, item: unknown) => compileRecord(mappingSchema.parse(manifest), jsonShape)(item)
const object = (changes: Changes, item: unknown) => {
  const made = mapped(
    { record: 'object', kind: 'payment', id: 'id', account: 'customer', ...changes },
    { id: 7, customer: 'c1', ...(item as object) },
  )
  return made.is === 'record' ? made.record : made
}

describe('money', () => {
  it.each([
    [{ amount: { path: 'a', unit: 'minor', currency: 'EUR' } }, { a: 1999 }, 1999, 'EUR'],
    [{ amount: { path: 'a', currency: 'EUR' } }, { a: '19.99' }, 1999, 'EUR'],
    [{ amount: { path: 'a', currency: 'EUR' } }, { a: 0.1 + 0.2 }, 30, 'EUR'],
    [{ amount: { path: 'a', currencyPath: 'c' } }, { a: 1999, c: 'jpy' }, 1999, 'JPY'],
    [{ amount: { path: 'a', currencyPath: 'c' } }, { a: '1.234', c: 'BHD' }, 1234, 'BHD'],
    [{ amount: { path: 'a', currencyPath: 'c' } }, { a: 1, c: 'euro' }, 100, 'EUR'],
    [{ amount: { path: 'a', currencyPath: 'c' } }, { c: 'EUR' }, null, null],
  ])('%j of %j is %s %s', (changes, item, amountMinor, currency) =>
    expect(object(changes, item)).toMatchObject({ amountMinor, currency }),
  )

  it.each([
    [{ amount: { path: 'a', unit: 'minor', currency: 'EUR' } }, { a: 19.5 }, 'whole number of minor units'],
    [{ amount: { path: 'a', currency: 'EUR' } }, { a: 19.999 }, 'an amount in EUR'],
    [{ amount: { path: 'a', currencyPath: 'c' } }, { a: 1, c: 'invoice' }, 'a currency'],
  ])('%j of %j does not fit', (changes, item, words) =>
    expect(object(changes, item)).toMatchObject({ is: 'misfit', reason: expect.stringContaining(words) }),
  )
})

describe('who began a ticket', () => {
  it('is read where the manifest says so', () =>
    expect(object({ author: "via == 'api' && 'agent' || 'customer'" }, { via: 'api' })).toMatchObject({
      author: 'agent',
    }))

  it('is not said where the manifest is silent', () => expect(object({}, { via: 'api' })).not.toHaveProperty('author'))
})

describe('dates', () => {
  it.each([
    ['openedAt', { d: '2024-05-01T12:00:00Z' }, Date.UTC(2024, 4, 1, 12)],
    ['openedAt', { d: '2024-05-01T12:00:00.250+02:00' }, Date.UTC(2024, 4, 1, 10, 0, 0, 250)],
    ['openedAt', { d: '2024-05-01' }, Date.UTC(2024, 4, 1)],
    [{ path: 'd', format: 'unix_s' }, { d: 1714564800 }, Date.UTC(2024, 4, 1, 12)],
    [{ path: 'd', format: 'unix_s' }, { d: '1714564800.5' }, Date.UTC(2024, 4, 1, 12) + 500],
    [{ path: 'd', format: 'unix_ms' }, { d: 1714564800000 }, Date.UTC(2024, 4, 1, 12)],
  ])('%j of %j', (spec, item, at) =>
    expect(object({ openedAt: typeof spec === 'string' ? 'd' : spec }, item)).toMatchObject({ openedAt: at }),
  )

  it.each([[{ d: 1714564800 }], [{ d: 'yesterday' }], [{ d: '2024-02-30T00:00:00Z' }], [{ d: true }]])(
    '%j does not fit',
    item =>
      expect(object({ openedAt: 'd' }, item)).toMatchObject({
        is: 'misfit',
        column: 'd',
        externalId: '7',
        kind: 'payment',
      }),
  )

  it.each([
    ['2024-12-31T23:59:59Z', Date.UTC(2024, 11, 31, 23, 59, 59)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2024-01-01t00:00:00z', Date.UTC(2024, 0, 1)],
    ['2023-02-29T00:00:00Z', null],
    ['2024-00-10T00:00:00Z', null],
    ['0999-01-01T00:00:00Z', null],
    ['2024-01-01T24:00:00Z', Date.UTC(2024, 0, 2)],
    ['2024-01-01T00:60:00Z', null],
    ['2024-01-01T00:00:60Z', null],
    ['20x4-01-01T00:00:00Z', null],
    ['2024-01-01T00-00:00Z', null],
    ['2024-01-01T00:00-00Z', null],
  ])('%s is %s', (text, at) => expect(parseDate(text, 'iso')).toBe(at))
})

describe('a value', () => {
  it('is translated; what is not named stays, or becomes what * says', () => {
    const state = { path: 's', map: { pending: 'processing' } }
    expect(object({ state }, { s: 'pending' })).toMatchObject({ state: 'processing' })
    expect(object({ state }, { s: 'odd' })).toMatchObject({ state: 'odd' })
    expect(object({ state: { path: 's', map: { a: 'b', '*': 'other', '': 'none' } } }, { s: 3 })).toMatchObject({
      state: 'other',
    })
    expect(object({ state: { path: 's', map: { '': 'none' } } }, {})).toMatchObject({ state: 'none' })
  })

  it('keeps its type among the properties, and is null where it is absent', () => {
    const properties = { n: 'n', b: 'b', t: 't', none: 'x.y.z', fixed: { const: 5 } }
    expect(object({ properties }, { n: 1.5, b: false, t: ' text ' })).toMatchObject({
      properties: { n: 1.5, b: false, t: 'text', none: null, fixed: 5 },
    })
  })

  it('that a function cannot take concerns its record only', () => {
    expect(object({ state: 'sum(items)' }, { items: 'no' })).toMatchObject({ is: 'misfit', column: 'sum(items)' })
  })

  it('that is no e-mail address does not fit, a zone that does not exist is unknown', () => {
    const contact = { record: 'contact', id: 'id', account: 'id', email: 'e', timeZone: 'z' }
    expect(mapped(contact, { id: 1, e: 'nobody' })).toMatchObject({ is: 'misfit', column: 'e' })
    expect(mapped(contact, { id: 1, z: 'Mars/Olympus' })).toMatchObject({ record: { timeZone: null } })
    expect(mapped(contact, { id: 1, z: 'Eastern Time (US & Canada)' })).toMatchObject({
      record: { timeZone: 'America/New_York' },
    })
    expect(mapped(contact, { id: 1, z: 'Europe/Lisbon' })).toMatchObject({ record: { timeZone: 'Europe/Lisbon' } })
  })
})

describe('a record', () => {
  it('is left to another mapping where its condition does not hold', () =>
    expect(object({ when: "status != 'failed'" }, { status: 'failed' })).toEqual({ is: 'nothing' }))

  it('names its account through an object', () =>
    expect(object({ account: { object: 'order', id: 'order_id' } }, { order_id: 5 })).toMatchObject({
      account: { by: 'object', kind: 'order', externalId: '5' },
    }))

  it('that the source deleted, or merged into another, is gone', () => {
    expect(object({ deleted: 'gone' }, { gone: true })).toEqual({
      is: 'gone',
      gone: { change: 'deleted', record: 'object', kind: 'payment', externalId: '7' },
    })
    expect(object({ mergedInto: 'into' }, { into: 9 })).toMatchObject({
      gone: { change: 'merged', externalId: '7', into: '9' },
    })
    expect(object({ deleted: 'gone', mergedInto: 'into' }, { gone: false, into: null })).toMatchObject({
      record: 'object',
    })
    // Some sources give a record that was not merged its own id.
    expect(object({ mergedInto: 'into' }, { into: 7 })).toMatchObject({ record: 'object' })
  })

  it('says since when it is in its state only where the manifest does', () => {
    expect(object({ stateSince: 'since' }, { since: '2024-05-01' })).toMatchObject({ stateSince: Date.UTC(2024, 4, 1) })
    expect(object({}, {})).not.toHaveProperty('stateSince')
  })
})

describe('states that the source remembers', () => {
  const stays = { each: 'steps', state: 's', since: 'at' }
  const step = (s: string, day: number) => ({ s, at: `2024-05-0${day}T00:00:00Z` })
  const day = (n: number) => Date.UTC(2024, 4, n)

  it('become stays, oldest first, each until the next', () =>
    expect(
      object(
        { state: 'state', stays },
        { state: 'c', steps: [step('b', 2), step('a', 1), step('b', 3), step('c', 4)] },
      ),
    ).toMatchObject({
      stays: [
        { state: 'a', since: day(1), until: day(2) },
        { state: 'b', since: day(2), until: day(4) },
        { state: 'c', since: day(4), until: null },
      ],
    }))

  it('end with the state it is in now, where the list does not', () =>
    expect(
      object(
        { state: 'state', stateSince: 'since', stays },
        { ...step('', 9), state: 'z', since: '2024-05-05', steps: [step('a', 1)] },
      ),
    ).toMatchObject({
      stays: [
        { state: 'a', since: day(1), until: day(5) },
        { state: 'z', since: day(5), until: null },
      ],
    }))

  it('may be a single one', () =>
    expect(object({ state: 'state', stays }, { state: 'a', steps: [step('a', 1)] })).toMatchObject({
      stays: [{ state: 'a', since: day(1), until: null }],
    }))

  it('are not told where there are none', () => {
    expect(object({ state: 'state', stays }, { state: 'a', steps: [] })).not.toHaveProperty('stays')
    expect(object({ state: 'state', stays }, { state: 'a' })).not.toHaveProperty('stays')
  })
})
