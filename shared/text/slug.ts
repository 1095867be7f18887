import { inLatin, plainLetters, speltOut } from './letters.ts'

const hyphened = (text: string): string => text.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')

/**
 * A text as ids write it, in small Latin letters, digits and hyphens: `Kim Nørgaard` is `kim-norgaard`, `Иван` is `ivan`.
 * Empty where it has none of these: ids allow no other writing.
 */
export const slugOf = (text: string): string => hyphened(inLatin(plainLetters(text)))

/** What an id is made of, and which ones there are. */
interface Wanted {
  text: string
  /** Stands for a text that leaves nothing to write. */
  otherwise: string
  isTaken: (id: string) => boolean
  /** How many characters it may have, a number behind it apart. */
  most?: number
}

/** An id that is not taken: `usage-down`, `usage-down-2`. Never empty. */
export const freeSlug = ({ text, most, ...wanted }: Wanted): string =>
  freeId({ ...wanted, text: slugOf(text).slice(0, most).replace(/-+$/, '') })

/**
 * As `freeSlug` wrote it when sources were named by it without saying so in the decision. A replay of such a decision must
 * come to the same id, which later ones name.
 */
export function freeSlugBefore({ text, most, ...wanted }: Wanted): string {
  const plain = text.toLowerCase().replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, '')
  return freeId({ ...wanted, text: hyphened(plain).slice(0, most) })
}

function freeId({ text, otherwise, isTaken }: Wanted): string {
  const base = text || otherwise
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`
    if (!isTaken(id)) return id
  }
}

/**
 * All ids that may have been made of a name: as they are made now, with umlauts spelt out, and as editors made them once, with
 * a hyphen for each letter that is not plain (`kim-n-rgaard`).
 */
export function slugsOf(name: string): string[] {
  const before = ['NFC', 'NFD'].map(form => hyphened(name.normalize(form).toLowerCase()))
  return [...new Set([slugOf(name), hyphened(inLatin(speltOut(name))), ...before])].filter(slug => slug !== '')
}
