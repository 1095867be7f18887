import { own } from '../../../shared/foreign/own.ts'
import { expressionOf, type Get } from '../../record/mapping/expression.ts'

/** What the placeholders of a stream's request stand for. */
export interface Scope {
  /** As the source writes times. */
  since: string | number | null
  until: string | number | null
  record?: unknown
  parent?: unknown
}

export type Fill = (scope: Scope) => string | number | boolean | null

const PLACEHOLDER = /\{(?:(since|until)|(record|parent)\.([^{}]+))\}/g
/** What looks like a placeholder, whether it is known or not. */
const ANY = /\{([a-z][a-z_]*(?:\.[^{}\s]+)?)\}/g

/**
 * Compiles a text with placeholders. One that stands alone gives its value as it is; within other text it is written
 * into it, through `encode`. Null where a placeholder has nothing to stand for.
 */
export function compileTemplate(text: string, encode: (value: string) => string = value => value): Fill {
  const parts: (string | Get)[] = []
  let from = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > from) parts.push(text.slice(from, match.index))
    parts.push(sourceOf(match[1], match[2], match[3]))
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push(text.slice(from))
  const [only] = parts
  if (parts.length === 1 && typeof only === 'function') return scope => primitive(only(scope), encode)
  return scope => {
    let filled = ''
    for (const part of parts) {
      if (typeof part === 'string') {
        filled += part
        continue
      }
      const value = primitive(part(scope), encode)
      if (value === null) return null
      filled += value
    }
    return filled
  }
}

function sourceOf(time: string | undefined, of: string | undefined, path: string | undefined): Get {
  if (time === 'since' || time === 'until') return scope => (scope as Scope)[time]
  const get = expressionOf(path ?? '@')
  return of === 'record' ? scope => get((scope as Scope).record) : scope => get((scope as Scope).parent)
}

function primitive(value: unknown, encode: (text: string) => string): string | number | boolean | null {
  if (typeof value === 'string') return encode(value)
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Names in braces that no placeholder has. */
export function unknownPlaceholders(text: string, known: ReadonlySet<string>): string[] {
  return [...text.matchAll(ANY)].map(match => match[1] ?? '').filter(name => !known.has(name.split('.')[0] ?? ''))
}

/** Puts settings in the place of `{settings.key}` in every text of a piece of JSON. */
export function withSettings<T>(value: T, settings: Readonly<Record<string, string>>): T {
  return replaced(value, settings) as T
}

function replaced(value: unknown, settings: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string')
    return value.replace(/\{settings\.([a-z][a-z0-9_]*)\}/g, (whole, key: string) => own(settings, key) ?? whole)
  if (Array.isArray(value)) return value.map(item => replaced(item, settings))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, settings)]))
}
