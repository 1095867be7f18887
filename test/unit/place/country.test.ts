import { describe, expect, it } from 'vitest'
import { COUNTRIES } from '../../../shared/place/countries.ts'
import { countryCode, countryOf, foldedPlace } from '../../../shared/place/country.ts'

const lines = COUNTRIES.trim().split(/[|\n]/)
const namesOf = (line: string) => {
  const [two = '', three = '', ...words] = line.split(' ')
  return [two, three, ...words.join(' ').split('=')]
}

describe('a country', () => {
  it.each([
    ['DE', 'DE'],
    ['deu', 'DE'],
    [' Germany ', 'DE'],
    ['ALLEMAGNE', 'DE'],
    ['Turkiye', 'TR'],
    ['U.S.A.', 'US'],
    ['Côte d’Ivoire', 'CI'],
    ['日本', 'JP'],
    ['Österreich', 'AT'],
    ['DE - Germany', 'DE'],
    ['Deutschland (DE)', 'DE'],
    ['アメリカ', 'US'],
    ['Korea, Republic of', 'KR'],
  ])('“%s” is %s', (name, code) => expect(countryCode(name)).toBe(code))

  it.each(['Atlantis', 'Congo', '', 'D', 'Georgia (US)', 'Berlin, DE'])(
    '“%s” is none that is certain, and stays as it is',
    name => {
      expect(countryCode(name)).toBeNull()
      expect(countryOf(name)).toBe(name)
    },
  )

  it('has a code of two letters, one of three and a name, of which none means another', () => {
    const all = new Map<string, string>()
    for (const line of lines) {
      expect(line).toMatch(/^[A-Z]{2} [A-Z]{3} \S/)
      for (const name of new Set(namesOf(line).map(foldedPlace))) {
        expect(all.get(name), name).toBeUndefined()
        all.set(name, line)
      }
    }
    expect(lines).toHaveLength(249)
  })
})
