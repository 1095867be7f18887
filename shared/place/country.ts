import { madeOnce } from '../text/made-once.ts'
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

const codes = madeOnce(
  () =>
    new Map(
      COUNTRIES.trim()
        .split(/[|\n]/)
        .flatMap(line => {
          const [two = '', three = '', ...words] = line.split(' ')
          return [two, three, ...words.join(' ').split('=')].map(name => [foldedPlace(name), two] as const)
        }),
    ),
)

/** `Germany (DE)`, `DE - Germany`, `Germany, DE`: a name and its code, which agree. */
const BESIDE = /^(.+?)\s?(?:[(（]([^()（）]+)[)）]|\s[-–—]\s(.+)|,\s([^,]+))$/u

const plainCode = (name: string): string | null => codes().get(name) ?? codes().get(foldedPlace(name)) ?? null

/**
 * The code of ISO 3166-1 with two letters for a code or a name: DE for `de`, `DEU`, `Germany` and `DE - Germany`; null where none
 * is known, or two that differ.
 */
export function countryCode(name: string): string | null {
  // Nearly every country is a code already.
  const code = plainCode(name)
  if (code !== null) return code
  const [, first = '', ...others] = BESIDE.exec(name.trim()) ?? []
  const second = others.find(part => part !== undefined)
  const found = second === undefined ? null : plainCode(first)
  return found !== null && found === plainCode(second ?? '') ? found : null
}

/** The code of a country, and what nobody knows as one as it is written. */
export const countryOf = (name: string): string => countryCode(name) ?? name.trim()
