import { own } from '../../shared/foreign/own.ts'
import { eachLeaf } from './scan/leaves.ts'

/** Columns of a record that is nested: dotted paths to its leaves, such as `customer.email` or `lines.0.sku`. */

/** Most columns that are found in a file. */
const MOST = 300

/** The paths of all leaves of these records, in the order in which they are first met. */
export function leafPaths(values: readonly unknown[]): string[] {
  const found = new Set<string>()
  for (const value of values)
    eachLeaf(value, path => {
      if (found.size < MOST) found.add(path)
    })
  return [...found]
}

/** Reads one path as a cell: what is absent or null is blank, what is nested is its JSON. */
export function cellReader(path: string): (value: unknown) => string {
  const read = leafReader(path)
  return value => cellOf(read(value))
}

/** Reads one path as it is in JSON; undefined where it is absent. */
export function leafReader(path: string): (value: unknown) => unknown {
  const keys = path.split('.')
  return value => follow(value, keys)
}

export function cellOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A key may hold dots itself, so what cannot be reached step by step is looked for under joined names. */
function follow(value: unknown, keys: readonly string[]): unknown {
  if (keys.length === 0) return value
  if (typeof value !== 'object' || value === null) return undefined
  const at = value as Record<string, unknown>
  let key = ''
  for (let taken = 1; taken <= keys.length; taken++) {
    const part = keys[taken - 1] ?? ''
    key = taken === 1 ? part : `${key}.${part}`
    if (!Object.hasOwn(at, key)) continue
    const found = follow(at[key], keys.slice(taken))
    if (found !== undefined) return found
  }
  return undefined
}

/** JSON as it was written, value for value, for what is only handed back. */
export function sameJson(text: string, key: string): string {
  const value: unknown = JSON.parse(text, verbatim)
  return JSON.stringify(own(value as Record<string, unknown>, key) ?? null)
}

/** Objects and lists have no source of their own. */
function verbatim(_key: string, value: unknown, context?: { source?: string }): unknown {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown }
  return context?.source === undefined ? value : (rawJSON?.(context.source) ?? value)
}
