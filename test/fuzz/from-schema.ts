import { hostileNumber, hostileText, type Json } from './hostile.ts'
import type { Known } from './known.ts'
import type { Pick } from './pick.ts'

/** The part of JSON Schema that zod writes. */
export interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  type?: string | string[]
  const?: Json
  enum?: Json[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  propertyNames?: Schema
  items?: Schema
  prefixItems?: Schema[]
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  pattern?: string
}

const DEEPEST = 7

/** A value that fits a schema; its leaves are words and numbers that the workspace knows, where there are any. */
export function fromSchema(schema: Schema, pick: Pick, known: Known): Json {
  const defs = schema.$defs ?? {}
  const patterns = new Map<string, RegExp>()
  const fits = (text: string, { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema) => {
    if (text.length < minLength || text.length > maxLength) return false
    if (pattern === undefined) return true
    const regex = patterns.get(pattern) ?? new RegExp(pattern, 'u')
    patterns.set(pattern, regex)
    return regex.test(text)
  }
  const text = (of: Schema, name: string): string => {
    const own = known.words(name).filter(word => fits(word, of))
    if (own.length > 0 && pick.happens(0.8)) return pick.one(own)
    if (pick.happens(0.2)) return hostileText(pick)
    const all = known.words(null).filter(word => fits(word, of))
    return all.length > 0 ? pick.one(all) : 'x'.repeat(Math.max(1, of.minLength ?? 1))
  }
  const number = (of: Schema, name: string, whole: boolean): number => {
    const least = of.minimum ?? (of.exclusiveMinimum === undefined ? -1e6 : of.exclusiveMinimum + (whole ? 1 : 1e-6))
    const most = of.maximum ?? (of.exclusiveMaximum === undefined ? 1e6 : of.exclusiveMaximum - (whole ? 1 : 1e-6))
    const own = known.numbers(name).filter(n => n >= least && n <= most)
    if (own.length > 0 && pick.happens(0.8)) return pick.one(own)
    if (pick.happens(0.2)) {
      const wild = hostileNumber(pick)
      if (wild >= least && wild <= most && (!whole || Number.isInteger(wild))) return wild
    }
    if (pick.happens(0.3)) return pick.one([least, most])
    const near = pick.happens(0.5) ? Math.min(most, Math.max(least, 0) + 40) : most
    const within = Math.min(near, least) + pick.uniform() * Math.abs(near - least)
    return whole ? Math.round(within) : within
  }
  const object = (of: Schema, depth: number): Json => {
    const made: Record<string, Json> = {}
    const put = (key: string, value: Json) =>
      Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true })
    for (const [key, inner] of Object.entries(of.properties ?? {}))
      if (of.required?.includes(key) || pick.happens(depth > 4 ? 0.1 : 0.5)) put(key, value(inner, depth + 1, key))
    const more = of.additionalProperties
    if (typeof more === 'object' && Object.keys(more).length > 0)
      for (let n = pick.whole(0, 3); n > 0; n--)
        put(text(of.propertyNames ?? { type: 'string' }, 'key'), value(more, depth + 1, 'key'))
    return made
  }
  const list = ({ items = {}, prefixItems, minItems = 0, maxItems = 4 }: Schema, depth: number, name: string): Json => {
    if (prefixItems) return prefixItems.map(item => value(item, depth + 1, name))
    const length = depth > 4 ? minItems : pick.whole(minItems, Math.min(maxItems, minItems + 3))
    return Array.from({ length }, () => value(items, depth + 1, name))
  }
  const value = (of: Schema, depth: number, name: string): Json => {
    if (of.$ref) return value(defs[of.$ref.split('/').at(-1) ?? ''] ?? {}, depth, name)
    if (of.const !== undefined) return of.const
    if (of.enum) return pick.one(of.enum)
    const either = of.anyOf ?? of.oneOf
    // Where a schema holds itself, the first way ends it.
    if (either) return value(depth > DEEPEST ? (either[0] ?? {}) : pick.one(either), depth + 1, name)
    if (of.allOf) return Object.assign({}, ...of.allOf.map(part => value(part, depth, name))) as Json
    const type = Array.isArray(of.type) ? pick.one(of.type) : of.type
    if (depth > DEEPEST + 8) return null
    switch (type) {
      case 'string':
        return text(of, name)
      case 'integer':
        return number(of, name, true)
      case 'number':
        return number(of, name, false)
      case 'boolean':
        return pick.happens(0.5)
      case 'null':
        return null
      case 'array':
        return list(of, depth, name)
      case 'object':
        return object(of, depth)
      default:
        return pick.one<Json>([null, true, 1, 'x', [], {}, [1, 'a'], { a: { b: [1] } }])
    }
  }
  return value(schema, 0, '')
}
