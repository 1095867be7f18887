import { describe, expect, it } from 'vitest'
import { givenName } from '../../../shared/names.ts'

describe('the name to greet by', () => {
  it.each([
    ['Ada Lovelace, PhD', 'Ada'],
    ['Dr. Grace Hopper', 'Grace'],
    ['Prof. Dr. Lise Meitner', 'Lise'],
    ['Lovelace, Ada', 'Ada'],
    ['Lovelace, Ada, PhD', 'Ada'],
    ['Lovelace, Dr. Ada', 'Ada'],
    ['ADA LOVELACE', 'Ada'],
    ['ada lovelace', 'Ada'],
    ['Ludwig van Beethoven', 'Ludwig'],
    ['Jean-Luc Picard', 'Jean-Luc'],
    ['JEAN-LUC PICARD', 'Jean-Luc'],
    ["D'Arcy Thompson", "D'Arcy"],
    ['Martin Luther King Jr.', 'Martin'],
    ['Rene\u0301 Descartes', 'Ren\u00e9'],
    ['Ada', 'Ada'],
  ])('%s is %s', (name, given) => expect(givenName(name)).toBe(given))

  it.each([
    'J. Doe',
    'J Doe',
    'J.R.R. Tolkien',
    'Dr. Hopper',
    'Support',
    'Support Team',
    'info',
    'ada@shop.example',
    'Bücher Müller GmbH',
    'Acme Ltd.',
    'Acme, Inc.',
    'Ada & Grace',
    'van Dyke',
    '山田太郎',
    'A1 Logistics',
    ' ',
  ])('%s has none', name => expect(givenName(name)).toBeNull())

  it.each(['hu-HU', 'ja', 'ko_KR', 'vi', 'zh-TW'])(
    'none is guessed where the family’s name comes first: %s',
    locale => {
      expect(givenName('Nagy Anna', locale)).toBeNull()
      expect(givenName('Nagy, Anna', locale)).toBe('Anna')
    },
  )
})
