import { own, setOwn } from '../../../shared/foreign/own.ts'
import type { RequestManifest } from '../../../shared/source/manifest.ts'
import type { HttpRequest } from '../../http/http.ts'
import { compileTemplate, type Fill, type Scope } from './template.ts'

/** What paging adds to a request. */
export interface Placed {
  set: readonly { in: 'query' | 'body'; param: string; value: string | number }[]
  /** Parameters that go away. */
  without?: readonly string[]
  /** The whole address, where the source gives it. */
  url?: string
}

/** A request to be sent; null where a placeholder has nothing to stand for. */
export type MakeRequest = (scope: Scope, placed?: Placed) => HttpRequest | null

type Json = null | string | number | boolean | Json[] | { [key: string]: Json }
type FillJson = (scope: Scope) => Json

const NONE: Placed = { set: [] }

/** Compiles a request of a manifest whose settings are filled in. `headers` are those of every request. */
export function compileRequest(
  manifest: RequestManifest,
  baseUrl: string,
  headers: Readonly<Record<string, string>>,
): MakeRequest {
  const path = compileTemplate(manifest.path, encodeURIComponent)
  const query = Object.entries(manifest.query).map(([name, value]) => [name, listOf(value)] as const)
  const fixed = Object.entries({ ...headers, ...manifest.headers }).map(
    ([name, value]) => [name, compileTemplate(value)] as const,
  )
  const body = manifest.body === undefined ? null : compileJson(manifest.body as Json)
  const base = baseUrl.replace(/\/+$/, '')
  return (scope, placed = NONE) => {
    const address = placed.url ?? urlOf(base, path, query, scope, placed)
    if (address === null) return null
    const sent: Record<string, string> = { accept: 'application/json' }
    for (const [name, fill] of fixed) sent[name.toLowerCase()] = String(fill(scope) ?? '')
    if (manifest.method === 'GET') return { method: 'GET', url: address, headers: sent }
    // A call that takes no body refuses one, be it empty.
    if (body === null && !placed.set.some(({ in: place }) => place === 'body'))
      return { method: manifest.method, url: address, headers: sent }
    const content = body === null ? {} : body(scope)
    for (const { in: place, param, value } of placed.set) if (place === 'body') setPath(content, param, value)
    sent['content-type'] ??= 'application/json'
    return { method: manifest.method, url: address, headers: sent, body: JSON.stringify(content) }
  }
}

const listOf = (value: string | number | boolean | string[]): Fill[] =>
  (Array.isArray(value) ? value : [value]).map(item => (typeof item === 'string' ? compileTemplate(item) : () => item))

function urlOf(
  base: string,
  path: Fill,
  query: readonly (readonly [string, Fill[]])[],
  scope: Scope,
  placed: Placed,
): string | null {
  const end = path(scope)
  if (end === null) return null
  const url = new URL(base + end)
  for (const [name, fills] of query) {
    if (placed.without?.includes(name)) continue
    for (const fill of fills) {
      const value = fill(scope)
      if (value === null) return null
      url.searchParams.append(name, String(value))
    }
  }
  for (const { in: place, param, value } of placed.set)
    if (place === 'query') url.searchParams.set(param, String(value))
  return url.href
}

function compileJson(value: Json): FillJson {
  if (typeof value === 'string') return compileTemplate(value)
  if (Array.isArray(value)) {
    const items = value.map(compileJson)
    return scope => items.map(item => item(scope))
  }
  if (typeof value !== 'object' || value === null) return () => value
  const entries = Object.entries(value).map(([key, item]) => [key, compileJson(item)] as const)
  return scope => Object.fromEntries(entries.map(([key, item]) => [key, item(scope)]))
}

/** Sets `a.b.c` of an object that was made for this request. */
function setPath(target: Json, path: string, value: string | number): void {
  const steps = path.split('.')
  const last = steps.pop() ?? path
  let inner = target
  for (const step of steps) {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return
    const next: Json = own(inner, step) ?? {}
    setOwn(inner, step, next)
    inner = next
  }
  if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) setOwn(inner, last, value)
}
