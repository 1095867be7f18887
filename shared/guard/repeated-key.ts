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

const [QUOTE, BACKSLASH, SPACE] = [34, 92, 32]

/**
 * How many keys a text of JSON has at most: colons behind the end of a text. It counts each key, and such a colon within a
 * text now and then; so where it comes to as many as the decoded value has, no key was lost.
 */
export function keysWritten(text: string): number {
  let keys = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let before = at - 1
    while (before > 0 && text.charCodeAt(before) <= SPACE) before--
    if (text.charCodeAt(before) === QUOTE && !isEscaped(text, before)) keys++
  }
  return keys
}

function isEscaped(text: string, at: number): boolean {
  let from = at
  while (text.charCodeAt(from - 1) === BACKSLASH) from--
  return (at - from) % 2 === 1
}

/** An object or a list that is open: where its values stand by their keys, and which one is being read. */
interface Open {
  isObject: boolean
  seen: Map<string, string>
  key: string | null
  from: number
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs

/** The first key that comes twice in one object with different values; null where there is none. `text` is valid JSON. */
export function repeatedKey(text: string): string | null {
  const open: Open[] = []
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const around = open.at(-1)
    if (token === '{' || token === '[')
      open.push({ isObject: token === '{', seen: new Map(), key: null, from: index + 1 })
    else if (token === ':' && around) around.from = index + 1
    else if (token === ',' || token === '}' || token === ']') {
      if (around?.isObject && around.key !== null) {
        const { key, seen } = around
        const value = text.slice(around.from, index).trim()
        const earlier = seen.get(key)
        if (earlier !== undefined && !isSame(earlier, value)) return key
        seen.set(key, value)
        around.key = null
      }
      if (token !== ',') open.pop()
    } else if (around?.isObject && around.key === null) around.key = String(JSON.parse(token))
  }
  return null
}

const isSame = (a: string, b: string): boolean =>
  a === b || JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b))
