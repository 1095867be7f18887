/**
 * A key that stands twice in one object of JSON. A reader keeps the last of its values in silence, and nobody can tell which
 * one is meant.
 */

/** How many keys a decoded value has, those of everything in it included. */
export function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce((sum: number, one: unknown) => sum + keysIn(one), 0)
  let keys = 0
  for (const key in value) {
    keys++
    const one = (value as Record<string, unknown>)[key]
    if (typeof one === 'object' && one !== null) keys += keysIn(one)
  }
  return keys
}

const [QUOTE, BACKSLASH, SPACE, COLON, ZERO, NINE, E] = [34, 92, 32, 58, 48, 57, 101]

/** A number of so many digits is always held by a double; of more it may not be. */
const MOST_DIGITS = 15

/** A power of ten that a double may not reach. */
const POWER = /^[Ee]\+?\d{3}/

/** What is seen in a text of JSON without reading it. */
export interface Marks {
  /**
   * How many keys it has at most: colons behind the end of a text. It counts each key, and such a colon within a text now and
   * then; so where it comes to as many as the decoded value has, no key was lost.
   */
  keys: number
  /** Whether it may have a number that a double would change. */
  isLong: boolean
}

/** Looks at each character once: a search for each colon and one for digits took longer. */
export function jsonMarks(text: string): Marks {
  let keys = 0
  let digits = 0
  let isLong = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= ZERO && code <= NINE) {
      if (++digits > MOST_DIGITS) isLong = true
      continue
    }
    if (code === COLON) keys += Number(endsText(text, at))
    else if (digits > 0 && (code | SPACE) === E && POWER.test(text.slice(at, at + 5))) isLong = true
    digits = 0
  }
  return { keys, isLong }
}

/** Whether a quote stands before a place, with nothing but space between them. */
function endsText(text: string, at: number): boolean {
  let before = at - 1
  while (before > 0 && text.charCodeAt(before) <= SPACE) before--
  return text.charCodeAt(before) === QUOTE && !isEscaped(text, before)
}

function isEscaped(text: string, at: number): boolean {
  let from = at
  while (text.charCodeAt(from - 1) === BACKSLASH) from--
  return (at - from) % 2 === 1
}

/** A place of a decoded value that says one thing twice, or holds an object that does. */
export interface RepeatedPlace {
  /** From the outermost value to it: keys, and places in lists. */
  path: readonly (string | number)[]
  /** The first key that is repeated in it. */
  key: string
  /** As it stands in the text. */
  text: string
  /** All keys that this object repeats; none where only something within it does. */
  own: readonly string[]
}

/** An object or a list that is open: where its values stand by their keys, and which one is being read. */
interface Open {
  isObject: boolean
  seen: Map<string, string>
  key: string | null
  /** Which entry of a list is being read. */
  nth: number
  start: number
  from: number
  own: string[]
  /** The first key that is repeated within it. */
  first: string | null
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs

/** The first key that comes twice in one object with different values; null where there is none. `text` is valid JSON. */
export const repeatedKey = (text: string): string | null => repeatsIn(text)[0]?.key ?? null

/** Every object in which a key comes twice with different values, and all that holds one, the inner before the outer. */
export function repeatsIn(text: string): RepeatedPlace[] {
  const found: RepeatedPlace[] = []
  const open: Open[] = []
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const around = open.at(-1)
    if (token === '{' || token === '[') open.push(opened(token === '{', index))
    else if (token === ':' && around) around.from = index + 1
    else if (token === ',' || token === '}' || token === ']') {
      if (around) noteValue(around, text.slice(around.from, index))
      if (token === ',') continue
      open.pop()
      if (!around || around.first === null) continue
      const path = open.map(({ isObject, key, nth }) => (isObject ? (key ?? '') : nth))
      found.push({ path, key: around.first, text: text.slice(around.start, index + 1), own: around.own })
      const outer = open.at(-1)
      if (outer) outer.first ??= around.first
    } else if (around?.isObject && around.key === null) around.key = String(JSON.parse(token))
  }
  return found
}

const opened = (isObject: boolean, start: number): Open => ({
  ...{ isObject, start, seen: new Map(), key: null, nth: 0, from: start + 1 },
  ...{ own: [], first: null },
})

/** A value of an object or a list has come to its end. */
function noteValue(around: Open, text: string): void {
  around.nth++
  const { key, seen } = around
  if (!around.isObject || key === null) return
  const value = text.trim()
  const earlier = seen.get(key)
  if (earlier !== undefined && !isSame(earlier, value)) {
    if (!around.own.includes(key)) around.own.push(key)
    around.first ??= key
  }
  seen.set(key, value)
  around.key = null
}

const isSame = (a: string, b: string): boolean =>
  a === b || JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b))
