import { describe, expect, it } from 'vitest'
import { isItsContact, isTelling, isTellingId, nameFinder, telling } from '../../../main/privacy/known-by.ts'
import { addressesIn } from '../../../shared/person/address.ts'

describe('a name within a text', () => {
  const finds = (name: string, text: string) => nameFinder([name])(text)

  it('is found as a whole word, in capitals or not', () => {
    expect(finds('Ada Lovelace', 'Call ADA LOVELACE.')).toBe(true)
    expect(finds('Ada Lovelace', 'Call Ada Lovelaces')).toBe(false)
    expect(finds('Zoë Ångström', 'for zoë ångström')).toBe(true)
    expect(finds('shop:A17', 'shop:A170/usage@1')).toBe(false)
    expect(finds('shop:A17', 'shop:A17/usage@1')).toBe(true)
  })

  it('is no part of another address', () => {
    expect(finds('ada@example.com', '<ada@example.com>, hello')).toBe(true)
    expect(finds('ada@example.com', 'Write to ada@example.com.')).toBe(true)
    expect(finds('ada@example.com', 'kim.ada@example.com')).toBe(false)
    expect(finds('ada@example.com', 'ada@example.com.au')).toBe(false)
  })

  it('is found behind a place where it only seems to be', () => {
    expect(finds('ada@example.com', 'kim.ada@example.com, ada@example.com')).toBe(true)
  })

  it('is found at the very beginning and end of a text, and one letter behind where it seems to be', () => {
    expect(finds('ada@example.com', 'ada@example.com')).toBe(true)
    expect(finds('Ada Lovelace', 'xAda Lovelace')).toBe(false)
    expect(finds('1 1', '11 1 1')).toBe(true)
    expect(finds('ada@example.com', '.ada@example.com')).toBe(false)
    expect(finds('ada@example.com', '-, ada@example.com')).toBe(true)
  })

  it('is nothing that a text may have by chance', () => {
    expect(finds('', 'anything')).toBe(false)
    expect(finds('a.c', 'abc')).toBe(false)
  })
})

it('a single word and a short number tell nobody', () => {
  expect(['Ada', 'Apple', 'Ada Lovelace', 'Shop 17'].map(isTelling)).toEqual([false, false, true, true])
  expect(['17', '10023', 'customer', 'cus_9s6XKzk'].map(isTellingId)).toEqual([false, false, false, true])
})

it('the shortest name, id and number that tell a person have five, eight and seven characters', () => {
  expect(['Al B.', 'Al B', 'Al  B'].map(isTelling)).toEqual([true, false, true])
  expect(['1234567a', '123456a', '@'].map(isTellingId)).toEqual([true, false, true])
  const phones = (phone: string) => telling(JSON.stringify({ phone }))
  expect(['030-1234', '030-123', '1234567 extension'].map(phone => phones(phone).length)).toEqual([1, 0, 0])
})

it('addresses and telephone numbers among properties tell a person, plans and cities do not', () => {
  const properties = { plan: 'Premium', city: 'Berlin', phone: '+49 30 551234', other: 'ada@example.com', seats: 12 }
  expect(telling(JSON.stringify(properties))).toEqual(['+49 30 551234', 'ada@example.com'])
})

it('an account is its contact where it has that name or address and no other contact', () => {
  const ada = { name: 'Ada Lovelace', email: 'ada@example.com' }
  expect(isItsContact({ name: 'ada lovelace', email: null }, [ada])).toBe(true)
  expect(isItsContact({ name: 'A. L.', email: 'Ada@example.com' }, [ada])).toBe(true)
  expect(isItsContact({ name: 'Engines Ltd', email: null }, [ada])).toBe(false)
  expect(isItsContact({ name: 'Ada Lovelace', email: null }, [ada, { name: 'Kim', email: null }])).toBe(false)
})

it('addresses are found in text without what is around them', () => {
  expect(addressesIn('Ada <ada@example.com>, or kim+x@shop.example. Not @ada')).toEqual([
    'ada@example.com',
    'kim+x@shop.example',
  ])
})
