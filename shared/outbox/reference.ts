import { murmur3 } from '../hash.ts'

/** Crockford's base 32: no I, L, O or U, so nothing is mistaken when a code is read aloud. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Base-32 digits that name the message, and those that check them. */
const NAMING = 7
const CHECKING = 2

/** A reference code as it is written: `7KQ2-MX9-4T`. */
const WRITTEN = /(?<![0-9A-Z])([0-9A-Z]{4})[- ]?([0-9A-Z]{3})[- ]?([0-9A-Z]{2})(?![0-9A-Z])/giu

/**
 * The reference code of a message, from its key in the outbox: its first 35 bits, and two digits that check them under the
 * workspace's id (`salt`). The desk checks a code without asking anybody; it guards against slips and invented codes, and
 * is no signature.
 */
export function referenceOf(salt: string, key: string): string {
  const digits = namingDigits(key)
  return written(digits + checkDigits(salt, digits))
}

const written = (code: string): string => `${code.slice(0, 4)}-${code.slice(4, NAMING)}-${code.slice(NAMING)}`

/** 5 bits a digit, from the hexadecimal digits of a key. */
function namingDigits(key: string): string {
  const bits = BigInt(`0x${key.slice(0, 9)}`) >> 1n
  return Array.from({ length: NAMING }, (_, n) => DIGITS[Number((bits >> BigInt(5 * (NAMING - 1 - n))) & 31n)]).join('')
}

function checkDigits(salt: string, digits: string): string {
  const hash = murmur3(`${salt}:reference:${digits}`)
  return `${DIGITS[(hash >>> 5) & 31]}${DIGITS[hash & 31]}`
}

/** What people write for a digit that looks alike. */
const plainDigits = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')

/** A code as somebody has read or typed it; null where its check digits do not fit: it is none of this workspace's. */
export function checkedReference(salt: string, text: string): string | null {
  const plain = plainDigits(text)
  if (plain.length !== NAMING + CHECKING || ![...plain].every(digit => DIGITS.includes(digit))) return null
  const digits = plain.slice(0, NAMING)
  return plain === digits + checkDigits(salt, digits) ? written(plain) : null
}

/** Every code of this workspace in a text, as written by `referenceOf`. */
export const referencesIn = (salt: string, text: string): string[] =>
  [...text.matchAll(WRITTEN)].flatMap(([found]) => checkedReference(salt, found) ?? [])

/** The keys of the messages that a code may name: from `from` on, before `before`, in hexadecimal. */
export function keysOfReference(code: string): { from: string; before: string } {
  const bits = [...code.replaceAll('-', '').slice(0, NAMING)].reduce(
    (sum, digit) => (sum << 5n) | BigInt(DIGITS.indexOf(digit)),
    0n,
  )
  const hex = (value: bigint) => value.toString(16).padStart(9, '0')
  // Behind the last one every hexadecimal digit is exhausted, as behind `f` in the alphabet.
  const next = (bits + 1n) << 1n
  return { from: hex(bits << 1n), before: next >> 36n > 0n ? 'g' : hex(next) }
}

const REFERENCE = new Map([
  ['de', 'Referenz:'],
  ['fr', 'Référence\u00a0:'],
  ['es', 'Referencia:'],
])

/** The line at the end of a message that carries its code, in the message's language (BCP 47). */
export const referenceLine = (code: string, language: string): string =>
  `${REFERENCE.get(language.split('-')[0] ?? '') ?? 'Reference:'} ${code}`
