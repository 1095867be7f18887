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

  it.each([
    ['Chinese, among other words', '王小明', '昨天王小明打电话来了'],
    ['Japanese, with a space in one of them', '山田 太郎', 'お客様の山田太郎様より'],
    ['Japanese, with a wide space in the other', '山田太郎', '山田　太郎様'],
    ['half-width Katakana', 'ジョン・スミス', '担当はｼﾞｮﾝ･ｽﾐｽです'],
    ['Katakana before other letters', 'タナカ', 'タナカさん'],
    ['Korean with a particle', '김철수', '김철수는 어제'],
    ['Korean, decomposed', '김철수', '김철수는 어제'.normalize('NFD')],
    ['Thai, among other words', 'สมชาย ใจดี', 'คุณสมชายใจดีโทรมา'],
    ['Thai, behind a word that ends in a mark', 'สมชาย', 'ที่สมชาย'],
    ['Thai, behind marks at the very beginning', 'สมชาย', '\u0e35\u0e48สมชาย'],
    ['Latin letters beside Japanese ones', 'Ada Lovelace', 'Ada Lovelaceさんから'],
    ['full-width Latin letters', 'Ada Lovelace', 'ＡＤＡ　ＬＯＶＥＬＡＣＥ'],
    ['decomposed accents', 'Zoë Ångström', 'for zoë ångström'.normalize('NFD')],
    ['a composed text for a decomposed name', 'Zoë Ångström'.normalize('NFD'), 'ZOË ÅNGSTRÖM'],
    ['characters that nobody sees', 'Ada Lovelace', 'Ada\u00a0Love\u200blace'],
  ])('is found however it is written: %s', (_, name, text) => {
    expect(finds(name, text)).toBe(true)
  })

  it.each([
    ['another Chinese name', '王小明', '王小红来了'],
    ['a longer word in Katakana', 'ジョン', 'ジョンソン'],
    ['the end of a word in Katakana', 'ジョン', 'アジョン'],
    ['a longer word in Latin letters before Japanese ones', 'Aさん太郎', 'xAさん太郎'],
    ['a longer word in Latin letters behind Japanese ones', '太郎さんA', '太郎さんAx'],
    ['a letter with a mark of its own', 'Ada Love', 'Ada Love\u0323'],
    ['a word whose letter before has a mark', 'Ada Love', 'x\u0323Ada Love'],
    ['a Thai letter that a vowel goes on', 'สมชาย', 'สมชายี'],
  ])('is not found in %s', (_, name, text) => {
    expect(finds(name, text)).toBe(false)
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

it('three letters tell a person where writing has no spaces, two may be any word', () => {
  const names = ['王小明', '山田 太郎', '김철수', 'สมชาย', 'ﾀﾅｶ', '高明', '田 中', '김수'.normalize('NFD')]
  expect(names.map(isTelling)).toEqual([true, true, true, true, true, false, false, false])
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
