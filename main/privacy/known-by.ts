import { z } from 'zod'

/** What a person who is erased is known by; kept until nothing of it is left to find. */
export const knownBySchema = z.object({
  /** Rows: the account with all that were merged into it, or the one that a contact belongs to. */
  accounts: z.array(z.int()),
  /** Null where the whole account goes. */
  contact: z.int().nullable(),
  /** Addresses in one spelling. */
  addresses: z.array(z.string()),
  /** What may be found within a text: addresses, full names, numbers, ids that look like no other. */
  names: z.array(z.string()),
  /** Ids at sources, which mean somebody else elsewhere. */
  ids: z.array(z.object({ sourceId: z.int(), id: z.string() })),
  /** Messages, interventions and issues, by which decisions name the person. */
  refs: z.array(z.string()),
})
export type KnownBy = z.infer<typeof knownBySchema>

/** Writing without spaces between words: a name is one run of it, and stands right beside what is around it. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u

/** Letters of such a name, without marks above and below; two are a common word too often. */
const lettersOf = (name: string): number => [...asCompared(name)].filter(one => /\p{L}/u.test(one)).length

/** A full name, one with a number in it, or one in writing without spaces; any other single word means too much else. */
export function isTelling(name: string): boolean {
  const said = name.trim()
  if (UNSPACED.test(said)) return lettersOf(said) >= 3
  return said.length >= 5 && (/\S\s+\S/.test(said) || /\d/.test(said))
}

const BETWEEN_UNSPACED =
  /(?<=[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}])\s+(?=[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}])/gu

/**
 * One spelling of a text: composed, in usual width, in small letters, without what nobody sees, and without spaces between
 * letters of a writing that has none: 山田　太郎 is 山田太郎.
 */
const asCompared = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(BETWEEN_UNSPACED, '')
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .normalize('NFKC')

/** An id that is hardly the number or the word of something else. */
export const isTellingId = (id: string): boolean => (id.length >= 8 && /\d/.test(id)) || id.includes('@')

/** Addresses and telephone numbers among the properties of a contact. */
export function telling(properties: string): string[] {
  const values = Object.values(JSON.parse(properties) as Record<string, unknown>)
  return values.filter(
    (value): value is string =>
      typeof value === 'string' &&
      (/^\S+@\S+$/.test(value) || (/^[+\d][\d\s()/.-]+$/.test(value) && digits(value) >= 7)),
  )
}
const digits = (text: string): number => text.replace(/\D/g, '').length

const isKatakana = (character: string): boolean => /[\p{sc=Katakana}ー]/u.test(character)

const isMark = (character: string): boolean => /\p{M}/u.test(character)

/** Whether a word goes on from the edge of a name to the letter beside it. */
function goesOn(edge: string, beside: string): boolean {
  if (isKatakana(edge) && isKatakana(beside)) return true
  return /[\p{L}\p{N}]/u.test(beside) && !UNSPACED.test(beside) && !UNSPACED.test(edge)
}

/** `ada@example.com` is neither in `kim.ada@example.com` nor in `ada@example.com.au`. */
const isBefore = (name: string, before: string): boolean =>
  goesOn(name.charAt(0), before) || (name.includes('@') && /[._+-]/.test(before))
const isBehind = (name: string, behind: string): boolean =>
  isMark(behind.charAt(0)) ||
  goesOn(name.slice(-1), behind.charAt(0)) ||
  (name.includes('@') && /^[.-][\p{L}\p{N}]/u.test(behind))

/** The character before a place in a text. A mark there, such as a Thai vowel, belongs to the letter before it. */
function letterBefore(text: string, place: number): string {
  let at = place - 1
  while (isMark(text.charAt(at))) at--
  return text.charAt(at)
}

function isIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isBefore(name, letterBefore(text, at)) && !isBehind(name, text.slice(at + name.length))) return true
  }
  return false
}

/** Tells whether any of the names is in a text, as a whole word, however its letters are written. */
export function nameFinder(names: readonly string[]): (text: string) => boolean {
  const wanted = names.map(name => asCompared(name).trim()).filter(name => name !== '')
  return text => {
    const compared = asCompared(text)
    return wanted.some(name => isIn(compared, name))
  }
}

/** An account that has the name or the address of its only contact is that person. */
export function isItsContact(
  account: { name: string; email: string | null },
  contacts: readonly { name: string | null; email: string | null }[],
): boolean {
  const [only] = contacts
  if (!only || contacts.length !== 1) return false
  const same = (a: string | null, b: string | null) => a !== null && b !== null && a.toLowerCase() === b.toLowerCase()
  return same(account.name, only.name) || same(account.email, only.email) || same(account.name, only.email)
}
