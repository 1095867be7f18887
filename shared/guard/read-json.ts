import { isNestedValue, mustBeShallow, OddJson, TooDeep } from './json-depth.ts'
import { jsonMarks, keysIn, type RepeatedPlace, repeatsIn } from './repeated-key.ts'

/** JSON in which an object says one thing twice, and not the same. */
export class RepeatedKey extends OddJson {
  readonly key: string
  constructor(key: string) {
    super(`The key “${key.slice(0, LONGEST_KEY)}” comes twice with different values.`)
    this.name = 'RepeatedKey'
    this.key = key
  }
}
const LONGEST_KEY = 80

/** What a text of JSON says, and where it repeats a key with another value, whose last one counts here; null: nowhere. */
export interface JsonRead {
  value: unknown
  repeated: readonly RepeatedPlace[] | null
}

/**
 * Reads JSON from outside, whole: numbers that a double would change become texts, because an id must not lose its last
 * digits. Throws `OddJson`, or what `JSON.parse` throws.
 */
export function readJson(text: string): unknown {
  const { value, repeated } = examined(text)
  if (repeated !== null) throw new RepeatedKey(keyOf(repeated))
  return value
}

/** The key that words about an answer name. */
export const keyOf = ([first]: readonly RepeatedPlace[]): string => first?.key ?? ''

/** Reads the answer of a server, whose repeated keys are handed out beside it: not everybody may refuse an answer. */
export function examined(text: string): JsonRead {
  const { keys, isLong } = jsonMarks(text)
  const value = parsed(text, isLong)
  if (isNestedValue(value)) throw new TooDeep()
  if (keysIn(value) === keys) return { value, repeated: null }
  const repeats = repeatsIn(text)
  return { value, repeated: repeats.length === 0 ? null : repeats }
}

function parsed(text: string, isLong: boolean): unknown {
  try {
    return isLong ? JSON.parse(text, exactNumber) : JSON.parse(text)
  } catch (error) {
    mustBeShallow(text)
    throw error
  }
}

/** The third argument is in JavaScript since ES2026 and in the engines that we run on; not yet in the types. */
function exactNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && context?.source !== undefined ? exact(context.source) : value
}

/** A number as JSON writes it; a text where a double would change it. */
export function exact(source: string): number | string {
  const value = Number(source)
  const isWhole = /^-?\d+$/.test(source)
  return (isWhole && !Number.isSafeInteger(value)) || !Number.isFinite(value) ? source : value
}
