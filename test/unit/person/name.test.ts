import { describe, expect, it } from 'vitest'
import { greeting } from '../../../shared/person/greeting.ts'
import { givenName } from '../../../shared/person/name.ts'

describe('the given name', () => {
  it.each([
    ['Ada Lovelace, PhD', 'Ada'],
    ['Lovelace, Ada, PhD', 'Ada'],
    ['Dr. Grace Hopper', 'Grace'],
    ['Dr.Grace Hopper', 'Grace'],
    ['Hopper, Dr. Grace', 'Grace'],
    ['Prof. Dr. med. Anna Schmidt', 'Anna'],
    ['Herr Dr. Hans Müller', 'Hans'],
    ['Sig.ra Anna Rossi', 'Anna'],
    ['Don Draper', 'Don'],
    ['Ada Lovelace Jr.', 'Ada'],
    ['van der Berg, Jan', 'Jan'],
    ['Ludwig van Beethoven', 'Ludwig'],
    ['LOVELACE, ADA', 'Ada'],
    ['JEAN-PAUL SARTRE', 'Jean-Paul'],
    ['DUPONT Jean', 'Jean'],
    ['Jean DUPONT', 'Jean'],
    ['ada lovelace', 'Ada'],
    ['Robert "Bob" Smith', 'Robert'],
    ['Ada Lovelace (Engines GmbH)', 'Ada'],
    ['Иванов Иван Иванович', 'Иван'],
    ['Анна Ивановна Петрова', 'Анна'],
    ['Zoe\u0308 Smith', 'Zo\u00eb'],
    ['Ada', 'Ada'],
  ])('of %s is %s', (name, given) => expect(givenName(name)).toBe(given))

  it.each([
    'J. Doe',
    'J.R.R. Tolkien',
    'JP Morgan',
    'Doe J.',
    'Mr. Hopper',
    'Ms. J. Doe',
    'van Gogh',
    'Support Team',
    'Buchhaltung',
    'Engines GmbH',
    'Engines Ltd',
    'Engines S.A.',
    'Engines S. A.',
    'Engines sp. z o.o.',
    'booking.example',
    'Ada & Charles',
    'Ada Lovelace, London',
    '鈴木 太郎',
    'ada@example.com',
    ', PhD',
    ' ',
  ])('of %s is not certain', name => expect(givenName(name)).toBeNull())

  it.each([
    ['Nagy Anna', 'hu', null],
    ['Nguyễn Văn An', 'vi-VN', null],
    ['Li Na', 'zh_CN', null],
    ['Nagy, Anna', 'hu', 'Anna'],
    ['García Márquez, Gabriel', 'es-MX', 'Gabriel'],
    ['Don José García', 'es', 'José'],
    ['İPEK YILMAZ', 'tr', 'İpek'],
  ])('of %s in %s is %s', (name, locale, given) => expect(givenName(name, { locale })).toBe(given))

  it('is not used for a mailbox that several people read', () => {
    expect(givenName('Ada Lovelace', { email: 'support@engines.example' })).toBeNull()
    expect(givenName('Ada Lovelace', { email: 'Info+de@engines.example' })).toBeNull()
  })
})

it.each([
  ['en', 'Hello Ada,', 'Hello,'],
  ['de', 'Hallo Ada,', 'Guten Tag,'],
  ['fr', 'Bonjour Ada,', 'Bonjour,'],
  ['es', 'Hola, Ada:', 'Hola:'],
] as const)('greets in %s with a name and without', (language, named, plain) => {
  expect(greeting(language, 'Ada Lovelace')).toBe(named)
  expect(greeting(language, 'J. Doe')).toBe(plain)
})
