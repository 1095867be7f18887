/**
 * How deep JSON from outside may be nested. Reading it needs no depth, but everything that looks into it (schemas,
 * expressions, writing it again) calls itself for each level and would run out of stack.
 */
export const DEEPEST = 100

/** JSON that can be read and is not taken, with a sentence that says why. */
export class OddJson extends Error {}

/** JSON that is nested deeper than anybody means it. */
export class TooDeep extends OddJson {
  constructor() {
    super(`The JSON is nested more than ${DEEPEST} levels deep.`)
    this.name = 'TooDeep'
  }
}

/** Throws `TooDeep` for a text that is nested too deeply, whether or not it is JSON. */
export function mustBeShallow(text: string): void {
  if (isNestedText(text)) throw new TooDeep()
}

function isNestedText(text: string): boolean {
  // Nearly every text closes so few brackets that their order does not matter.
  if (!closesMoreThan(text, DEEPEST)) return false
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === BACKSLASH) at++
      else if (code === QUOTE) quoted = false
    } else if (code === QUOTE) quoted = true
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > DEEPEST) return true
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--
  }
  return false
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 91, 93, 123, 125]

function closesMoreThan(text: string, most: number): boolean {
  let left = most
  for (const bracket of [']', '}'])
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) if (--left < 0) return true
  return false
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Whether a decoded value is nested too deeply. */
export const isNestedValue = (value: unknown): boolean => isContainer(value) && isDeeper(value, DEEPEST)

/** Calls itself for each level, but no more often than `left` says. */
function isDeeper(value: object, left: number): boolean {
  if (left === 0) return true
  if (!Array.isArray(value)) return anyDeeper(value, left)
  for (let at = 0; at < value.length; at++) {
    const one: unknown = value[at]
    if (isContainer(one) && isDeeper(one, left - 1)) return true
  }
  return false
}

function anyDeeper(value: object, left: number): boolean {
  for (const key in value) {
    const one = (value as Record<string, unknown>)[key]
    if (isContainer(one) && isDeeper(one, left - 1)) return true
  }
  return false
}
