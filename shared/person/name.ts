import { own } from '../foreign/own.ts'
import { isRoleMailbox } from './address.ts'
import { COMPANY, COMPANY_ENDS, FAMILY_NAMES, PARTICLES, ROLES, SUFFIXES, TITLES, TITLES_OF } from './name-words.ts'

/** What else is known of somebody. `locale`: BCP 47, with hyphens or underscores. */
export interface NameHints {
  locale?: string | null
  email?: string | null
}

/** Where the family's name is first; to greet by it alone would be rude. */
const FAMILY_FIRST = new Set(['hu', 'ja', 'ko', 'vi', 'zh', 'yue'])
/** Where somebody has two family names, so that `García Márquez, Gabriel` is one person. */
const TWO_FAMILIES = new Set(['es', 'pt', 'ca', 'gl'])
const FAMILY_FIRST_SCRIPTS = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u
const NO_PERSON = /[@&+_\d:;!?=#*]|\p{L}{2,}\.\p{Ll}{2,}$/u
const BEHIND = /\s+(?:via|@|\||[-–—/])\s+.*$|\s*[([<].*$/u
const AND = new Set(['and', 'und', 'et', 'y', 'e', 'og', 'och', 'en', 'i'])
const PATRONYMIC = /(?:вич|вна|чна|vich|vna)$/u

/** `Ph.D.` as `phd`. */
const bare = (word: string): string => word.replaceAll('.', '').toLowerCase()
const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean)
const isSuffix = (word: string): boolean => SUFFIXES.has(bare(word))
const isInitials = (word: string): boolean => /^(?:\p{L}\.?-?)$|^(?:\p{L}\.-?)+$|^[^\P{Lu}AEIOUYÀ-Þ]{2,3}$/u.test(word)
const isCapitals = (word: string): boolean => word === word.toUpperCase() && /\p{Lu}.*\p{Lu}/u.test(word)

/**
 * The given name to greet by; null where nobody can be sure of it: initials, a family's name alone, companies, shared
 * mailboxes, languages (and scripts) that put the family first. `Lovelace, Ada` says which part is which.
 */
export function givenName(name: string | null, { locale, email }: NameHints = {}): string | null {
  const text = plain(name ?? '')
  const language = locale?.split(/[-_]/)[0]?.toLowerCase() ?? ''
  if (text === '' || NO_PERSON.test(text) || FAMILY_FIRST_SCRIPTS.test(text) || isRoleMailbox(email ?? null))
    return null
  const parts = text.split(',').map(wordsOf)
  while (parts.length > 1 && (parts.at(-1) ?? []).every(isSuffix)) parts.pop()
  if (parts.flat().length === 0 || isNobody(parts.flat())) return null
  const [first = [], second, ...more] = parts
  if (more.length > 0) return null
  const { words, titled } = untitled(second ?? first, language)
  if (second !== undefined) return isFamily(first, language) ? spelt(words[0], words, language) : null
  return inOrder(words, titled, language)
}

function plain(name: string): string {
  const spaced = name
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/["“„«'‘(][^"”“»'’)]*["”“»'’)](?=\s)/gu, ' ')
    .replace(BEHIND, '')
    .trim()
  // `Dr.Grace Hopper`; a word that ends in a dot and small letters is a site, and stays one.
  return spaced.replace(/^(\p{L}+)\.(?=\p{Lu}\p{Ll})/u, '$1. ')
}

/** A company, a department or a mailbox. */
function isNobody(words: readonly string[]): boolean {
  const last = words.at(-1) ?? ''
  const tail = words.slice(-3).filter(word => /^(?:\p{L}\.)+$|^\p{L}$/u.test(word))
  const joined = [last, tail.join('')].map(word => word.replaceAll('.', ''))
  return (
    words.some(word => COMPANY.has(bare(word))) ||
    (words.length > 1 && joined.some(word => COMPANY_ENDS.has(word) || COMPANY.has(word.toLowerCase()))) ||
    /\b(?:z\s?o\.?\s?o|s\.?\s?r\.?\s?o|A\/S)\b/u.test(words.join(' ')) ||
    ROLES.has(bare(words[0] ?? '')) ||
    words.every(word => ROLES.has(bare(word))) ||
    (words.length > 1 && /^(?:team|support|department|dept|office|service|desk)$/u.test(bare(last)))
  )
}

/** Without titles before and suffixes behind. `titled`: something was taken away, so one word left is the family's. */
function untitled(words: readonly string[], language: string): { words: string[]; titled: boolean } {
  const left = [...words]
  const isTitle = (word: string) => TITLES.has(bare(word)) || own(TITLES_OF, language)?.has(bare(word)) === true
  while (left.length > 1 && isTitle(left[0] ?? '') && !/^M\.?$/u.test(left[0] ?? '')) {
    left.shift()
    // `Prof. Dr. med. Anna Schmidt`.
    while (left.length > 1 && /^(?:\p{Ll}+\.)+$/u.test(left[0] ?? '')) left.shift()
  }
  while (left.length > 1 && isSuffix(left.at(-1) ?? '')) left.pop()
  return { words: left, titled: left.length < words.length }
}

/** Whether what is before a comma can only be a family's name. */
function isFamily(words: readonly string[], language: string): boolean {
  const own = words.filter(word => !PARTICLES.has(bare(word)))
  return own.length === 1 || (own.length === 2 && TWO_FAMILIES.has(language))
}

function inOrder(words: readonly string[], titled: boolean, language: string): string | null {
  const [first = '', second = ''] = words
  const last = words.at(-1) ?? ''
  if (words.length === 1) return titled || isCapitals(first) ? null : spelt(first, words, language)
  if (
    /[-\s](?:san|sama|ssi|nim)$/iu.test(last) ||
    AND.has(second.toLowerCase()) ||
    isInitials(first) ||
    isInitials(last)
  )
    return null
  if (words.length === 3 && PATRONYMIC.test(last)) return spelt(second, words, language)
  const shouted = words.filter(isCapitals)
  // `DUPONT Jean`: the family's name is the one in capitals.
  if (shouted.length > 0 && shouted.length < words.length && isCapitals(first)) {
    const others = words.filter(word => !isCapitals(word))
    return others.length === 1 && first.length > 2 ? spelt(others[0], words, language) : null
  }
  if (FAMILY_FIRST.has(language) || FAMILY_NAMES.has(first.toLowerCase()) || PARTICLES.has(bare(first))) return null
  return spelt(first, words, language)
}

/** As it is written in a greeting: `ADA` and `ada` are mended where the whole name is written so. */
function spelt(word: string | undefined, words: readonly string[], language: string): string | null {
  if (word === undefined || isInitials(word) || !/\p{L}/u.test(word)) return null
  const isTurkic = language === 'tr' || language === 'az'
  const small = isTurkic ? word.toLocaleLowerCase('tr') : word.toLowerCase()
  const isOdd = words.every(one => one === one.toLowerCase()) || isCapitals(word)
  if (!isOdd) return word
  return small.replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + upper(letter, isTurkic))
}

const upper = (letter: string, isTurkic: boolean): string =>
  isTurkic ? letter.toLocaleUpperCase('tr') : letter.toUpperCase()
