import { COUNTRIES } from './countries.ts'

/** One spelling for comparison: no accents, no full stops, one blank. */
export const foldedPlace = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .replaceAll('’', "'")
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase()

const CODES = new Map(
  COUNTRIES.trim()
    .split(/[|\n]/)
    .flatMap(line => {
      const [two = '', three = '', ...words] = line.split(' ')
      return [two, three, ...words.join(' ').split('=')].map(name => [foldedPlace(name), two] as const)
    }),
)

/** The code of ISO 3166-1 with two letters for a code or a name: DE for `de`, `DEU` and `Germany`; null where none is known. */
export const countryCode = (name: string): string | null => CODES.get(foldedPlace(name)) ?? null

/** The code of a country, and what nobody knows as one as it is written. */
export const countryOf = (name: string): string => countryCode(name) ?? name.trim()
